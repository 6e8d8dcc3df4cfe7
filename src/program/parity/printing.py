"""Cases of texts: how tensors, modules and the rest are printed."""

TENSORS = "\n".join(
    f"str({x})"
    for x in r"""torch.tensor([1, 2, 3])
torch.tensor(3)
torch.tensor(2.5)
torch.tensor([1.0, 2.0])
torch.tensor([1.5, 2.25])
torch.tensor([1e-5, 1.0])
torch.tensor([1e6, 1.5])
torch.tensor([123456789.0])
torch.tensor([1e10])
torch.tensor([0.0, 0.00001])
torch.tensor([-1.5, 2.0])
torch.tensor([[1.5, -2.0], [100.25, 3.0]])
torch.tensor([float('nan'), 1.0])
torch.tensor([float('inf'), 1.5])
torch.tensor([float('-inf'), 0.0])
torch.tensor([True, False])
torch.tensor([])
torch.zeros(0, 3)
torch.zeros(2, 2, dtype=torch.float64)
torch.zeros(2, dtype=torch.int32)
torch.zeros(2, 2, 2)
torch.arange(30)
torch.arange(30.0)
torch.arange(2000)
torch.zeros(100, 100)
torch.ones(4, 300)
torch.tensor([1.5], requires_grad=True)
torch.tensor([1.5], requires_grad=True) * 2
torch.tensor([1.5], requires_grad=True) + 2
torch.tensor([1.5], requires_grad=True).sum()
torch.tensor([[1.5]], requires_grad=True).mean()
torch.ones(2, 2, requires_grad=True) @ torch.ones(2, 1)
torch.tensor([1.5], requires_grad=True).relu()
torch.tensor([1.5], requires_grad=True).sigmoid()
torch.tensor([1.5], requires_grad=True).tanh()
torch.tensor([1.5], requires_grad=True).exp()
torch.tensor([1.5], requires_grad=True) / 2
torch.tensor([1.5], requires_grad=True) - 2
torch.tensor([1.5], requires_grad=True) ** 2
-torch.tensor([1.5], requires_grad=True)
torch.ones(2, 3, requires_grad=True)[0]
torch.ones(2, 3, requires_grad=True)[:, 1:]
torch.ones(2, 3, requires_grad=True)[[0, 1]]
torch.ones(2, 3, requires_grad=True).view(3, 2)
torch.ones(2, 3, requires_grad=True).t()
torch.ones(2, 3, requires_grad=True).permute(1, 0)
torch.ones(2, 3, requires_grad=True).transpose(0, 1)
torch.ones(2, 3, requires_grad=True).softmax(1)
torch.ones(2, 3, requires_grad=True).log_softmax(1)
torch.ones(2, 3, requires_grad=True).unsqueeze(0)
torch.ones(1, 2, requires_grad=True).squeeze()
torch.ones(2, requires_grad=True).max()
torch.ones(2, requires_grad=True).clone()
torch.cat([torch.ones(2, requires_grad=True), torch.zeros(1)])
torch.stack([torch.ones(2, requires_grad=True), torch.zeros(2)])
torch.ones(2, requires_grad=True).log()
torch.ones(2, requires_grad=True).abs()
torch.ones(2, requires_grad=True).sqrt()
F.mse_loss(torch.ones(2, requires_grad=True), torch.zeros(2))
F.cross_entropy(torch.zeros(1, 2, requires_grad=True), torch.tensor([0]))
F.binary_cross_entropy_with_logits(torch.zeros(2, requires_grad=True), torch.zeros(2))
F.linear(torch.ones(1, 2), torch.ones(1, 2, requires_grad=True), torch.ones(1))
nn.Parameter(torch.tensor([1.5]))
torch.tensor([[1, 20], [300, 4]])
torch.tensor([[0.1, 0.2], [0.3, 0.4]]).double()
torch.tensor([1.0, 2.5, 1000.0, 0.001])
torch.tensor([0.5, 999.0])
torch.tensor([-0.0])
torch.arange(24.0).view(2, 3, 4) / 7
torch.linspace(0, 1, 11)
torch.randn(3, 4)
torch.rand(2, 12)
torch.rand(3).double()
torch.zeros(2, 3).shape
torch.Size([2, 3])
torch.float32
torch.device('cpu')
torch.zeros(2).device
torch.tensor([3.0, 1.0]).max(0)
torch.tensor([3.0, 1.0]).sort()
torch.tensor([3.0, 1.0]).topk(1)
torch.tensor([3.0, 1.0]).min(dim=0)
torch.tensor([1e-8])
torch.tensor([1.0, float('nan'), 1e8])
torch.tensor([16777216.0, 0.5])
torch.tensor(1e-10)""".split("\n")
) + """
f'{torch.tensor(2.5)}'
f'{torch.tensor(2.54321):.2f}'
f'{torch.tensor([1.0, 2.0])}'
f'{torch.tensor(3)} and {torch.tensor(1.5).item():.3f}'
'%.2f' % torch.tensor(2.54321)
torch.set_printoptions(precision=2); s = str(torch.tensor([1.23456])); torch.set_printoptions(precision=4); s
str((torch.ones(2, requires_grad=True) * 2).grad_fn)[:14]
(torch.ones(2, requires_grad=True) * 2).grad_fn.name()
str([torch.tensor(1), torch.tensor([2.0])])
round(torch.tensor(2.567).item(), 2)
"""

MODULES = "\n".join(
    f"str({x})"
    for x in """nn.Linear(3, 2)
nn.Linear(3, 2, bias=False)
nn.Conv2d(1, 2, 3)
nn.Conv2d(1, 2, 3, padding=1, stride=2, bias=False)
nn.Conv2d(2, 2, 3, groups=2, dilation=2)
nn.Conv2d(1, 2, 3, padding='same')
nn.Conv1d(1, 2, 3)
nn.ConvTranspose2d(1, 2, 3, stride=2, padding=1, output_padding=1)
nn.MaxPool2d(2)
nn.MaxPool2d((2, 2), stride=1)
nn.AvgPool2d(2)
nn.AvgPool1d(2)
nn.AdaptiveAvgPool2d((1, 1))
nn.AdaptiveAvgPool2d(1)
nn.BatchNorm1d(3)
nn.BatchNorm2d(3, momentum=0.2)
nn.LayerNorm(3)
nn.LayerNorm((2, 3), eps=1e-6)
nn.GroupNorm(2, 4)
nn.Dropout(0.5)
nn.Dropout2d()
nn.Embedding(5, 3)
nn.Embedding(5, 3, padding_idx=0)
nn.RNN(2, 3)
nn.LSTM(2, 3, batch_first=True)
nn.LSTM(2, 3, num_layers=2, dropout=0.1, bidirectional=True)
nn.GRU(2, 3, bias=False)
nn.LSTMCell(2, 3)
nn.RNNCell(2, 3)
nn.GRUCell(2, 3, bias=False)
nn.ReLU()
nn.ReLU(inplace=True)
nn.Sigmoid()
nn.Tanh()
nn.LeakyReLU(0.1)
nn.LeakyReLU(0.2, inplace=True)
nn.ELU()
nn.GELU()
nn.SiLU()
nn.Softplus()
nn.ReLU6()
nn.Hardtanh()
nn.PReLU()
nn.GLU()
nn.Softmax(dim=1)
nn.LogSoftmax(dim=1)
nn.Flatten()
nn.Unflatten(1, (2, 2))
nn.Identity()
nn.MultiheadAttention(4, 2)
nn.TransformerEncoderLayer(4, 2, 6)
nn.TransformerDecoderLayer(4, 2, 6)
nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 6), 2)
nn.Sequential(nn.Linear(2, 3), nn.ReLU())
nn.Sequential(nn.Sequential(nn.Linear(2, 3)), nn.Flatten())
nn.ModuleList([nn.Linear(1, 1), nn.Linear(1, 1)])
nn.ModuleList([nn.Linear(1, 2), nn.ReLU()])
nn.ModuleDict({'a': nn.ReLU()})
nn.ParameterList([nn.Parameter(torch.zeros(2))])
nn.MSELoss()
nn.CrossEntropyLoss()
nn.BCEWithLogitsLoss()
nn.L1Loss()
nn.ZeroPad2d(1)
nn.Upsample(scale_factor=2)
nn.Linear(1, 1).weight.shape
optim.SGD([leaf(2)], lr=0.1).defaults['lr']""".split("\n")
) + """
class M(nn.Module):\\n  def __init__(self):\\n    super().__init__(); self.fc1 = nn.Linear(2, 3); self.act = nn.ReLU()\\n  def forward(self, x): return self.act(self.fc1(x))\\nstr(M())
class M(nn.Module):\\n  def __init__(self):\\n    super().__init__(); self.a = nn.Sequential(nn.Linear(2, 3), nn.ReLU()); self.b = nn.ModuleList([nn.Linear(1, 1)])\\nstr(M())
class M(nn.Module):\\n  def extra_repr(self): return 'n=3'\\nstr(M())
class M(nn.Module):\\n  def __init__(self):\\n    self.fc1 = nn.Linear(2, 3)\\nM()
class M(nn.Module):\\n  def __init__(self):\\n    super().__init__(); self.w = nn.Parameter(torch.zeros(2)); self.register_buffer('b', torch.ones(1)); self.l = nn.Linear(1, 1)\\n[n for n, _ in M().named_parameters()], list(M().state_dict())
class M(nn.Module):\\n  pass\\nM()(1)
m = nn.Sequential(nn.Linear(2, 3), nn.Linear(3, 1)); sum(p.numel() for p in m.parameters())
m = nn.Sequential(nn.Linear(2, 3), nn.Linear(3, 1)); [n for n, _ in m.named_modules()]
m = nn.Sequential(nn.Linear(2, 3), nn.Dropout()); m.eval(); [x.training for x in m.modules()]
m = nn.Sequential(nn.Linear(2, 3), nn.ReLU()); list(m.state_dict())
m = nn.Linear(2, 1); n = nn.Linear(2, 1); str(n.load_state_dict(m.state_dict())), torch.equal(m.weight, n.weight)
m = nn.Linear(2, 1); m.load_state_dict(nn.Linear(3, 1).state_dict())
m = nn.Linear(2, 1); m.load_state_dict({})
m = nn.Linear(2, 1); m.load_state_dict({'weight': torch.zeros(1, 2)}, strict=False); m.weight
m = nn.Linear(2, 1); m.foo
m = nn.Linear(2, 1); m.weight = torch.zeros(1, 2)
m = nn.Linear(2, 1); m.weight.requires_grad = False; [p.requires_grad for p in m.parameters()]
m = nn.Linear(2, 1)\\nwith torch.no_grad():\\n  m.weight.fill_(2); m.bias.zero_()\\nm(torch.ones(1, 2))
m = nn.Linear(2, 1)\\nwith torch.no_grad():\\n  m.weight[0, 1] = 5\\nm.weight
m = nn.Linear(2, 1); m.weight.data = torch.ones(1, 2); m.bias.data.fill_(0.5); m(torch.ones(2))
m = nn.Linear(2, 1); m.apply(lambda l: nn.init.ones_(l.weight) if isinstance(l, nn.Linear) else None); m.weight
m = nn.Sequential(nn.Linear(2, 2)); m[0].weight.shape, len(m)
m = nn.Sequential(); m.add_module('a', nn.Linear(1, 1)); str(m)
m = nn.Linear(2, 2); seen = []; h = m.register_forward_hook(lambda m, i, o: seen.append(o.shape)); y = m(torch.ones(1, 2)); h.remove(); y = m(torch.ones(1, 2)); len(seen)
import copy; m = nn.Linear(2, 2); n = copy.deepcopy(m); n.weight.data.zero_(); m.weight.abs().sum() > 0
m = nn.Linear(2, 1); m.zero_grad(); m(torch.ones(2)).backward(); m.weight.grad
m = nn.Linear(2, 1); m.double(); m.weight.dtype
m = nn.Linear(2, 1); next(m.parameters()).shape
m = nn.Linear(2, 1); dict(m.named_children()), list(m.children())
m = nn.Linear(2, 1).requires_grad_(False); m(torch.ones(2)).requires_grad
nn.Linear(2)
nn.Sequential(nn.Linear(2, 3), 'a')
torch.fooo
nn.Foo
"""
