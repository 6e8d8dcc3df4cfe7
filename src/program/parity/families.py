"""Cases of what programs from books and forums use beside the most common: older names, other optimizers, distributions, images."""

TYPES = """
torch.Tensor([1, 2])
torch.Tensor(2, 3).shape
torch.Tensor(torch.Size([2])).shape
torch.LongTensor([[1, 2], [3, 4]])
torch.LongTensor(3).shape
torch.DoubleTensor([0.5])
torch.ByteTensor([1, 255])
torch.BoolTensor([True, False])
torch.tensor([1.7, -1.7]).type(torch.LongTensor)
numbers(3).type(torch.DoubleTensor)
numbers(3).type('torch.IntTensor')
numbers(3).type()
torch.arange(3).type()
isinstance(numbers(2), torch.Tensor)
isinstance(numbers(2), torch.FloatTensor)
isinstance(torch.arange(2), torch.FloatTensor)
isinstance(nn.Parameter(numbers(2)), torch.Tensor)
type(numbers(2)) == torch.Tensor
torch.Tensor.add(numbers(2), 1)
torch.tensor([250, 10], dtype=torch.uint8) + torch.tensor([10, 10], dtype=torch.uint8)
torch.tensor([250, 10], dtype=torch.uint8) * 2
torch.tensor([100, -100], dtype=torch.int8) + torch.tensor([100, -100], dtype=torch.int8)
torch.tensor([1], dtype=torch.uint8) + torch.tensor([-1], dtype=torch.int8)
torch.tensor([200], dtype=torch.uint8) + torch.tensor([1.5])
torch.tensor([3], dtype=torch.uint8) - torch.tensor([5], dtype=torch.uint8)
torch.tensor([200, 100], dtype=torch.uint8).sum()
torch.tensor([1, 0, 3], dtype=torch.uint8).float() / 255
torch.ones(2, dtype=torch.int16).dtype
torch.zeros(size=(2, 2))
torch.ones(size=(2,), dtype=torch.int64)
torch.zeros(2, device='cpu')
torch.full((2,), torch.tensor(1.5))
torch.set_default_tensor_type(torch.DoubleTensor); torch.ones(1).dtype
torch.autograd.Variable(leaf(3), requires_grad=True).grad_fn
x = numbers(2); v = torch.autograd.Variable(x, requires_grad=True); (x.requires_grad, v.requires_grad)
torch.empty(-1)
from collections import deque; torch.tensor(deque([1.0, 2.0]))
"""

ELEMENTS = """
torch.erf(leaf(5))
leaf(5).erf()
torch.erfc(leaf(4))
torch.exp2(leaf(4))
torch.logit(torch.tensor([0.2, 0.7]))
torch.logit(torch.tensor([0.0, 1.0]), eps=0.1)
torch.asinh(leaf(5))
torch.acosh(leaf(3).abs() + 1.5)
torch.atanh(leaf(3) / 10)
torch.deg2rad(leaf(2))
torch.rad2deg(leaf(2))
torch.xlogy(torch.tensor([0.0, 2.0]), torch.tensor([0.0, 3.0]))
torch.heaviside(torch.tensor([-1.0, 0.0, 2.0]), torch.tensor([0.5]))
torch.logaddexp(leaf(3), leaf(3, shift=1))
torch.clamp_min(leaf(4), 0.5)
leaf(4).clamp_max(0.5)
torch.greater(numbers(3), 0.1)
torch.less_equal(numbers(3), numbers(3))
torch.not_equal(torch.arange(3), 1)
torch.subtract(leaf(2), 1)
torch.negative(leaf(2))
torch.sgn(numbers(3))
torch.isclose(torch.tensor([float('nan'), 1.0]), torch.tensor([float('nan'), 1.0]), equal_nan=True)
torch.allclose(torch.tensor([float('inf')]), torch.tensor([float('inf')]))
torch.nanmean(torch.tensor([1.0, float('nan'), 3.0]))
torch.aminmax(numbers(4))
torch.std_mean(leaf(4))
torch.std_mean(leaf(2, 3), 1)
torch.cov(leaf(2, 4))
torch.corrcoef(numbers(2, 4))
torch.diff(leaf(5))
torch.diff(leaf(2, 3), dim=0)
torch.trapezoid(leaf(4))
torch.trapezoid(leaf(4), dx=0.5)
torch.cummax(torch.tensor([1.0, 3.0, 2.0, 3.0]), 0)
torch.cummin(torch.tensor([[2.0, 3.0, 1.0]]), 1)
torch.mode(torch.tensor([1, 3, 3, 2, 1]))
torch.msort(numbers(3, 2))
torch.isin(torch.arange(4), torch.tensor([1, 3]))
torch.fliplr(numbers(2, 3))
torch.flipud(leaf(2, 3))
torch.rot90(numbers(2, 3))
torch.atleast_2d(torch.tensor(3.0))
torch.addmv(leaf(2), leaf(2, 3, shift=1), leaf(3, shift=2))
torch.addr(leaf(2), leaf(2, shift=1), leaf(2, shift=2))
torch.chain_matmul(numbers(2, 3), numbers(3, 2), numbers(2, 2))
torch.vander(torch.tensor([1.0, 2.0, 3.0]))
torch.spmm(leaf(2, 3), leaf(3, 2, shift=1))
torch.row_stack((numbers(2), numbers(2)))
numbers(5).unfold(0, 3, 1)
leaf(4, 4).unfold(1, 2, 2)
x = torch.zeros(3, 3); x.fill_diagonal_(2); x
x = torch.zeros(2, 2); x.index_put_((torch.tensor([0, 1]), torch.tensor([1, 0])), torch.tensor([5.0, 6.0])); x
x = torch.zeros(3); x.index_put_((torch.tensor([1, 1]),), torch.tensor([5.0, 6.0]), accumulate=True); x
torch.zeros(2, 3).masked_scatter(torch.tensor([[True, False, True], [False, True, False]]), numbers(6))
numbers(2, 1).squeeze_()
x = numbers(3); x.unsqueeze_(0); x.shape
x = numbers(2, 3); x.t_(); x
x = numbers(4); x.lerp_(torch.zeros(4), 0.5); x
x = numbers(3); x.addcmul_(numbers(3), numbers(3), value=0.5); x
x = numbers(3); x.trunc_(); x
x = torch.arange(4); x %= 3; x
x = torch.tensor([True, False]); x |= torch.tensor([True, True]); x
numbers(2, 3).stride()
numbers(2, 3).ndimension()
numbers(3).split_with_sizes([1, 2])
torch.meshgrid(torch.arange(2), torch.arange(3), indexing='ij')
"""

FUNCTIONS = """
class Cube(torch.autograd.Function):\\n    @staticmethod\\n    def forward(ctx, x):\\n        ctx.save_for_backward(x)\\n        return x ** 3\\n    @staticmethod\\n    def backward(ctx, g):\\n        (x,) = ctx.saved_tensors\\n        return g * 3 * x ** 2\\nx = leaf(3); Cube.apply(x)
class Double(torch.autograd.Function):\\n    @staticmethod\\n    def forward(ctx, x, k):\\n        ctx.k = k\\n        return x * k\\n    @staticmethod\\n    def backward(ctx, g):\\n        return g * ctx.k, None\\nx = leaf(3); w = leaf(3, shift=1); Double.apply(torch.tanh(x) * w, 2) * x
class Twice(torch.autograd.Function):\\n    @staticmethod\\n    def forward(ctx, x):\\n        return x.exp()\\n    @staticmethod\\n    def backward(ctx, g):\\n        return g * 10\\nx = leaf(3); Twice.apply(Twice.apply(x).sin())
class Both(torch.autograd.Function):\\n    @staticmethod\\n    def forward(ctx, x, y):\\n        ctx.save_for_backward(x, y)\\n        return x + y, x * y\\n    @staticmethod\\n    def backward(ctx, a, b):\\n        x, y = ctx.saved_tensors\\n        return a + b * y, a + b * x\\nx = leaf(3); y = leaf(3, shift=2); Both.apply(x, y)
class Wrong(torch.autograd.Function):\\n    @staticmethod\\n    def forward(ctx, x):\\n        return x * 2\\n    @staticmethod\\n    def backward(ctx, g):\\n        return g[:1]\\nx = leaf(3); Wrong.apply(x).sum().backward()
class Plain(torch.autograd.Function):\\n    @staticmethod\\n    def forward(ctx, x):\\n        return x * 2\\n    @staticmethod\\n    def backward(ctx, g):\\n        return g\\nPlain.apply(numbers(3)).requires_grad
"""

DISTRIBUTIONS = """
from torch.distributions import Categorical; m = Categorical(torch.tensor([0.2, 0.3, 0.5])); (m.sample(), m.sample((4,)), m.entropy(), m.probs, m.logits)
from torch.distributions import Categorical; x = leaf(2, 3); Categorical(logits=x).log_prob(torch.tensor([0, 2]))
from torch.distributions import Categorical; x = leaf(2, 3); Categorical(torch.softmax(x, 1)).entropy()
from torch.distributions import Categorical; Categorical(torch.tensor([[0.2, 0.8], [0.6, 0.4]])).sample((2,))
from torch.distributions import Categorical; Categorical(torch.tensor([1.0, 3.0])).log_prob(torch.tensor([0, 1, 1]))
from torch.distributions import Normal; m = Normal(torch.zeros(3), torch.ones(3)); (m.sample(), m.sample((2,)), m.rsample(), m.log_prob(numbers(3)), m.entropy())
from torch.distributions import Normal; x = leaf(3); s = leaf(3, shift=1); Normal(x, s.abs() + 0.1).log_prob(torch.ones(3))
from torch.distributions import Normal; x = leaf(3); s = leaf(3, shift=1); Normal(x, s.exp()).rsample()
from torch.distributions import Normal; Normal(0.0, 1.0).sample((3,))
from torch.distributions import Normal; Normal(0.0, -1.0)
from torch.distributions import Bernoulli; m = Bernoulli(torch.tensor([0.3, 0.9])); (m.sample(), m.sample((3,)), m.log_prob(torch.tensor([0.0, 1.0])), m.entropy())
from torch.distributions import Bernoulli; x = leaf(2); Bernoulli(logits=x).log_prob(torch.tensor([1.0, 0.0]))
from torch.distributions import Uniform; m = Uniform(torch.tensor([0.0]), torch.tensor([2.0])); (m.sample((3,)), m.log_prob(torch.tensor([1.0])), m.mean)
from torch.distributions import Independent, Normal; x = leaf(2, 3); Independent(Normal(x, torch.ones(2, 3)), 1).log_prob(torch.zeros(2, 3))
from torch.distributions import Normal, kl_divergence; x = leaf(2); s = leaf(2, shift=1); kl_divergence(Normal(x, s.exp()), Normal(torch.zeros(2), torch.ones(2)))
from torch.distributions import Categorical, kl_divergence; x = leaf(3); kl_divergence(Categorical(logits=x), Categorical(torch.tensor([0.2, 0.3, 0.5])))
"""

IMAGES = """
F.interpolate(leaf(1, 1, 3, 3), scale_factor=2, mode='bilinear', align_corners=False)
F.interpolate(leaf(1, 1, 3, 3), scale_factor=2, mode='bilinear', align_corners=True)
F.interpolate(leaf(1, 2, 4, 4), size=(2, 3), mode='bilinear', align_corners=False)
F.interpolate(leaf(1, 1, 4), scale_factor=1.5, mode='linear')
F.interpolate(numbers(1, 1, 3, 3), size=5)
F.interpolate(numbers(1, 1, 4, 4), scale_factor=0.6)
nn.Upsample(scale_factor=2, mode='bilinear', align_corners=True)(leaf(1, 1, 2, 2))
F.pad(leaf(1, 1, 3, 3), (1, 1, 2, 0), mode='reflect')
F.pad(leaf(1, 1, 3, 3), (1, 2, 0, 1), mode='replicate')
F.pad(leaf(1, 1, 3), (1, 2), mode='circular')
F.pad(leaf(1, 1, 3), (3, 0), mode='reflect')
nn.ReflectionPad2d(1)(leaf(1, 1, 3, 3))
nn.ReplicationPad1d(2)(leaf(1, 1, 3))
nn.ZeroPad2d((1, 0, 2, 1))(leaf(1, 1, 2, 2))
F.unfold(leaf(1, 2, 4, 4), 2)
F.unfold(leaf(1, 1, 4, 5), (2, 3), padding=1, stride=2)
F.fold(leaf(1, 8, 9), (4, 4), 2)
F.fold(leaf(1, 4, 4), (4, 4), 2, stride=2)
F.pixel_unshuffle(leaf(1, 1, 4, 4), 2)
nn.PixelShuffle(2)(leaf(1, 4, 2, 2))
nn.ChannelShuffle(2)(numbers(1, 4, 1, 2))
nn.LocalResponseNorm(3)(leaf(1, 4, 2, 2))
nn.Softmax2d()(leaf(1, 3, 1, 2))
m = nn.Conv2d(1, 2, 3, padding=1, padding_mode='reflect'); x = leaf(1, 1, 4, 4); m(x)
m = nn.Conv1d(1, 1, 3, padding=1, padding_mode='circular'); x = leaf(1, 1, 5); m(x)
m = nn.Bilinear(2, 3, 2); a = leaf(4, 2); b = leaf(4, 3, shift=1); m(a, b)
F.avg_pool1d(leaf(1, 1, 5), 3, 1, 1, count_include_pad=False)
torch.conv2d(leaf(1, 1, 3, 3), leaf(1, 1, 2, 2, shift=1))
torch.embedding(leaf(4, 2), torch.tensor([1, 3]))
"""

OPTIONS = """
m = nn.LSTM(2, 3, num_layers=2, dropout=0.5); torch.manual_seed(2); m(numbers(4, 2, 2))
m = nn.GRU(2, 3, num_layers=3, dropout=0.3, batch_first=True); torch.manual_seed(2); m(numbers(2, 4, 2))
m = nn.RNN(2, 3, num_layers=2, dropout=0.5, bidirectional=True); torch.manual_seed(2); h = leaf(4, 2, 3); m(numbers(4, 2, 2), h)
m = nn.LSTM(2, 3, num_layers=2, dropout=0.5).eval(); m(numbers(4, 2, 2))
F.binary_cross_entropy(torch.sigmoid(leaf(2, 3)), torch.ones(2, 3), size_average=False)
F.mse_loss(leaf(3), numbers(3, shift=1), reduce=False)
nn.MSELoss(size_average=False)(leaf(3), numbers(3, shift=1))
nn.CrossEntropyLoss(size_average=False)(leaf(2, 3), torch.tensor([0, 2]))
nn.NLLLoss(reduce=False)(leaf(2, 3), torch.tensor([0, 2]))
nn.MSELoss(reduction='median')(leaf(3), numbers(3))
F.cross_entropy(leaf(2, 3), torch.tensor([[0.2, 0.3, 0.5], [1.0, 0.0, 0.0]]), weight=torch.tensor([1.0, 2.0, 3.0]))
F.cross_entropy(leaf(2, 3), torch.tensor([[0.2, 0.3, 0.5], [1.0, 0.0, 0.0]]), label_smoothing=0.1)
F.cosine_similarity(torch.zeros(1, 3), torch.ones(1, 3))
nn.TripletMarginLoss(swap=True)(leaf(2, 3), leaf(2, 3, shift=1), leaf(2, 3, shift=2))
nn.ReLU(True)
x = numbers(3); F.relu(x, inplace=True); x
x = numbers(3); F.leaky_relu(x, 0.2, True); x
x = numbers(3); F.relu6(x, True); x
x = numbers(3); nn.LeakyReLU(0.1, inplace=True)(x); x
nn.Dropout(0.5, inplace=True)
F.dropout2d(torch.ones(2, 3, 2, 2), 0.5, True)
F.alpha_dropout(numbers(6), 0.5, True)
nn.AlphaDropout(0.2)(numbers(6))
F.gumbel_softmax(leaf(2, 3), tau=0.5)
F.gumbel_softmax(leaf(2, 3), hard=True)
p = nn.Parameter(numbers(2)); (p * 2).sum().backward(); optim.SGD([p], lr=0.1).zero_grad(set_to_none=False); p.grad
m = nn.Linear(2, 1); m(numbers(1, 2)).backward(); m.zero_grad(set_to_none=False); m.weight.grad
m = nn.Sequential(nn.Linear(2, 2), nn.ReLU()); m[0] = nn.Linear(2, 3); m
m = nn.Sequential(nn.Linear(2, 2), nn.ReLU()); m.extend([nn.Tanh()]); m.insert(1, nn.ReLU6()); del m[0]; m
m = nn.Sequential(nn.Linear(2, 2), nn.ReLU()); m.pop(0); m + nn.Sequential(nn.Tanh())
m = nn.ModuleList([nn.ReLU()]); m.insert(0, nn.Tanh()); m[1] = nn.ELU(); m + [nn.ReLU()]
nn.Sequential(nn.Tanh(), nn.ReLU(), nn.ELU())[1:]
m = nn.ModuleDict({'a': nn.ReLU()}); m.update({'b': nn.Tanh()}); del m['a']; list(m.keys())
m = nn.ParameterDict({'a': nn.Parameter(numbers(2))}); m['b'] = nn.Parameter(numbers(1)); (list(m.keys()), len(m), 'a' in m)
class Net(nn.Module):\\n    def __init__(self):\\n        super().__init__(); self.a = nn.Linear(1, 1); self.b = nn.ReLU()\\nnet = Net(); net.a = nn.Linear(1, 2); [n for n, _ in net.named_children()]
x = torch.empty(4); torch.manual_seed(3); nn.init.trunc_normal_(x, std=0.5); x
x = torch.empty(2, 2, 3); nn.init.dirac_(x); x
x = torch.empty(2, 3); torch.manual_seed(3); nn.init.xavier_uniform(x); x
optim.Adam([nn.Parameter(numbers(2))], learning_rate=0.1)
torch.jit.script(nn.Linear(2, 1))(numbers(1, 2)).shape
with torch.cuda.amp.autocast(enabled=False):\\n    y = numbers(2) * 2\\ny
torch.utils.data.dataloader.DataLoader is torch.utils.data.DataLoader
from torch.nn.parameter import Parameter; Parameter is nn.Parameter
from torch.nn.modules.module import Module; Module is nn.Module
torch.manual_seed(3); [b.tolist() for b in torch.utils.data.DataLoader(torch.arange(7), 3, sampler=torch.utils.data.RandomSampler(range(7)))]
torch.manual_seed(3); list(torch.utils.data.RandomSampler(range(5), replacement=True, num_samples=40))
list(torch.utils.data.BatchSampler(torch.utils.data.SequentialSampler(range(5)), 2, True))
[b.tolist() for b in torch.utils.data.DataLoader(torch.arange(5), batch_sampler=[[0, 4], [2]])]
[b.tolist() for b in torch.utils.data.DataLoader(torch.arange(3), batch_size=None)]
class Count(torch.utils.data.IterableDataset):\\n    def __iter__(self):\\n        return iter(range(5))\\n[b.tolist() for b in torch.utils.data.DataLoader(Count(), 2)]
torch.utils.data.DataLoader(torch.arange(3), shuffle=True, sampler=[0])
"""

TRAIN = """
def after(make, updates=4, schedule=None):
    p, q = nn.Parameter(numbers(3)), nn.Parameter(numbers(2, 2, shift=1))
    o = make([p, q])
    s = schedule(o) if schedule else None
    rates = []
    for k in range(updates):
        o.zero_grad()
        loss = ((p * numbers(3, shift=2)).sum() - 1) ** 2 + (q @ q).pow(2).mean()
        loss.backward()
        o.step()
        if s: s.step(); rates.append(o.param_groups[0]['lr'])
    return [p, q, rates]
""".strip()


def _training(*lines):
    return "\n".join(TRAIN.replace("\n", "\\n") + "\\n" + line for line in lines)


OPTIMIZERS = _training(
    "after(lambda p: optim.Adadelta(p))",
    "after(lambda p: optim.Adadelta(p, lr=0.5, weight_decay=0.1))",
    "after(lambda p: optim.Adamax(p, lr=0.1))",
    "after(lambda p: optim.RAdam(p, lr=0.1), 8)",
    "after(lambda p: optim.Rprop(p, lr=0.1))",
    "after(lambda p: optim.ASGD(p, lr=0.01))",
    "after(lambda p: optim.Adam(p, lr=0.1, amsgrad=True))",
    "after(lambda p: optim.AdamW(p, lr=0.1, amsgrad=True))",
    "after(lambda p: optim.Adam(p, lr=0.01, maximize=True))",
    "after(lambda p: optim.SGD(p, lr=0.001, maximize=True))",
    "after(lambda p: optim.RMSprop(p, lr=0.01, centered=True))",
    "after(lambda p: optim.RMSprop(p, lr=0.01, centered=True, momentum=0.5))",
    "after(lambda p: optim.SGD(p, lr=0.01, momentum=0.9), 7, lambda o: optim.lr_scheduler.CyclicLR(o, 0.001, 0.01, step_size_up=3))",
    "after(lambda p: optim.SGD(p, lr=0.01, momentum=0.9), 7, lambda o: optim.lr_scheduler.CyclicLR(o, 0.001, 0.01, 2, 3, mode='exp_range', gamma=0.9))",
    "after(lambda p: optim.SGD(p, lr=0.01), 7, lambda o: optim.lr_scheduler.SequentialLR(o, [optim.lr_scheduler.ConstantLR(o, 0.1, 2), optim.lr_scheduler.ExponentialLR(o, 0.9)], [3]))",
    "after(lambda p: optim.SGD(p, lr=0.01), 5, lambda o: optim.lr_scheduler.ChainedScheduler([optim.lr_scheduler.ConstantLR(o, 0.1, 2), optim.lr_scheduler.ExponentialLR(o, 0.9)]))",
    "p = nn.Parameter(numbers(4, dtype=torch.float64)); o = optim.LBFGS([p], lr=0.5, max_iter=4); f = lambda: (o.zero_grad(), ((p ** 2 * numbers(4, shift=1, dtype=torch.float64) ** 2).sum() + p.sum()))[1]\\ndef closure():\\n    loss = f(); loss.backward(); return loss\\n[o.step(closure).item() for k in range(3)]",
    "s = optim.lr_scheduler.ReduceLROnPlateau(optim.SGD([nn.Parameter(numbers(2))], lr=0.1), patience=1, threshold_mode='abs', threshold=0.5)\\nrates = []\\nfor x in (3.0, 2.8, 2.7, 2.6, 1.0, 0.9, 0.8, 0.7): s.step(x); rates.append(s.optimizer.param_groups[0]['lr'])\\nrates",
)

NETS = r"""
d, g = nn.Linear(2, 1), nn.Linear(2, 2)
od, og = optim.SGD(d.parameters(), lr=0.1), optim.SGD(g.parameters(), lr=0.1)
""".strip()


def _graphs(*programs):
    """What may be gone back through again, and after what."""
    return "\n".join(program.strip().replace("\n", "\\n") for program in programs)


GRAPHS = _graphs(
    "x = leaf(2); y = x.sum(); y.backward(); y.backward(); x.grad",
    "x = leaf(2); y = (x * x).sum(); y.backward(); y.backward()",
    "x = leaf(2); y = (x * x).sum(); y.backward(retain_graph=True); y.backward(); x.grad",
    "x = leaf(2); h = torch.tanh(x); (h * 2).sum().backward(); (h * 3).sum().backward()",
    "x = leaf(2); y = x * 2; z = y.exp(); z.sum().backward(retain_graph=True); y.sum().backward(); x.grad",
    "m = nn.RNN(2, 3); h = torch.zeros(1, 1, 3)\nfor k in range(2): out, h = m(numbers(2, 1, 2), h); out.sum().backward()",
    "m = nn.RNN(2, 3); h = torch.zeros(1, 1, 3)\nfor k in range(3): out, h = m(numbers(2, 1, 2), h.detach()); m.zero_grad(); (out ** 2).sum().backward()\n[p.grad for p in m.parameters()]",
    "m = nn.LSTM(2, 3); o = optim.SGD(m.parameters(), lr=0.1); s = None\nfor k in range(3): y, s = m(numbers(2, 1, 2, shift=k), s); s = tuple(v.detach() for v in s); o.zero_grad(); (y ** 2).sum().backward(); o.step()\n[p.grad for p in m.parameters()]",
    "m = nn.GRUCell(2, 3); h = torch.zeros(1, 3)\nfor k in range(3): h = m(numbers(1, 2, shift=k), h.detach()); m.zero_grad(); (h ** 2).sum().backward()\n[p.grad for p in m.parameters()]",
    "w = leaf(3)\nfor k in range(2):\n    y = (w * numbers(3)).sum()\n    with torch.no_grad(): w -= 0.1\n    y.backward()\nw.grad",
    "w = leaf(3)\ny = (w * w).sum()\nwith torch.no_grad(): w -= 0.1\ny.backward()",
    "m = nn.Sequential(nn.Linear(2, 2), nn.Tanh(), nn.Linear(2, 1)); o = optim.SGD(m.parameters(), lr=0.1); y = m(numbers(1, 2)).sum(); y.backward(retain_graph=True); o.step(); y.backward()",
    NETS + "\nf = g(numbers(4, 2)); bad = d(f).mean(); good = -d(f).mean(); bad.backward(retain_graph=True); od.step(); good.backward()",
    NETS + "\nf = g(numbers(4, 2)); d(f.detach()).mean().backward(); od.step(); og.zero_grad(); (-d(f).mean()).backward(); [p.grad for p in g.parameters()]",
    "w = leaf(3); o = optim.SGD([w], lr=0.1); old = w.clone()\nfor k in range(2): ((w - old) ** 2).sum().backward(retain_graph=True); o.step()\nw.grad",
    "m = nn.Linear(2, 1); o = optim.SGD(m.parameters(), lr=0.1); y = m(numbers(1, 2)).sum(); y.backward(); o.step(); y.backward()",
)
