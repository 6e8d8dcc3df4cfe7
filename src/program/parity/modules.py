"""Cases of layers, losses, optimizers, and what is around them."""

RANDOM = "\n".join(
    f"torch.manual_seed({seed}); torch.{call}"
    for seed, call in [
        (0, "rand(3)"), (0, "rand(20)"), (1, "rand(2, 3, dtype=torch.float64)"), (0, "randn(3)"), (0, "randn(5)"), (0, "randn(15)"),
        (0, "randn(16)"), (0, "randn(17)"), (3, "randn(40)"), (0, "randn(2, 16)"), (0, "randn(3, dtype=torch.float64)"),
        (0, "randn(19, dtype=torch.float64)"), (0, "randint(10, (5,))"), (0, "randint(3, 9, (2, 2))"), (0, "randperm(10)"),
        (42, "randperm(33)"), (0, "normal(0.0, 2.0, (4,))"), (0, "normal(1.0, 0.5, size=(2, 9))"),
        (0, "normal(torch.zeros(3), torch.ones(3))"), (0, "empty(3).uniform_(-1, 1)"), (0, "empty(18).normal_(1, 2)"),
        (0, "empty(4).normal_()"), (0, "bernoulli(torch.tensor([0.5, 0.1, 0.9]))"), (0, "empty(5).bernoulli_(0.5)"),
        (0, "multinomial(torch.tensor([0.1, 0.2, 0.7]), 5, replacement=True)"), (0, "multinomial(torch.tensor([0.1, 0.2, 0.7]), 1)"),
        (0, "multinomial(torch.tensor([[0.1, 0.9], [0.5, 0.5]]), 1)"), (0, "multinomial(torch.tensor([0.1, 0.2, 0.7]), 3)"),
        (5, "randint_like(torch.zeros(3), 5)"), (2**40 + 3, "rand(2)"), (-1, "rand(2)"), (0, "rand(0)"),
        (0, "empty(3).exponential_()"), (0, "empty(3, dtype=torch.int64).random_(10)"),
    ]
) + """
torch.manual_seed(0); a = torch.randn(3); b = torch.randn(2); c = torch.rand(2); a, b, c
torch.manual_seed(0); a = torch.randint(5, (3,)); b = torch.randn(20); c = torch.randn(3); b, c
g = torch.Generator().manual_seed(3); torch.rand(2, generator=g)
g = torch.Generator().manual_seed(3); torch.randperm(5, generator=g)
torch.manual_seed(1); a = torch.rand(2); torch.manual_seed(1); torch.equal(a, torch.rand(2))
torch.manual_seed(0); F.dropout(torch.ones(10), 0.5)
torch.manual_seed(0); F.dropout(torch.ones(10), 0.2)
torch.manual_seed(0); F.dropout(torch.ones(4, 5), 0.3)
torch.manual_seed(0); F.dropout(torch.ones(3), 0.5, training=False)
torch.manual_seed(0); x = leaf(8); nn.Dropout(0.25)(x)
torch.manual_seed(0); m = nn.Dropout(0.25).eval(); m(torch.ones(3))
torch.manual_seed(0); nn.Dropout2d(0.5)(torch.ones(2, 3, 2, 2))
nn.Dropout(1.5)
from torch.utils.data import DataLoader; torch.manual_seed(0); [b.tolist() for b in DataLoader(torch.arange(7), batch_size=3, shuffle=True)]
from torch.utils.data import DataLoader; torch.manual_seed(0); d = DataLoader(torch.arange(7), batch_size=3, shuffle=True); list(d); [b.tolist() for b in d]
from torch.utils.data import DataLoader, TensorDataset; torch.manual_seed(0); [[t.tolist() for t in b] for b in DataLoader(TensorDataset(torch.arange(5), torch.arange(5) * 2), batch_size=2, shuffle=True, drop_last=True)]
from torch.utils.data import DataLoader; torch.manual_seed(0); list(DataLoader([1, 2, 3], batch_size=2)); torch.rand(2)
from torch.utils.data import DataLoader; len(DataLoader(torch.arange(7), batch_size=3))
from torch.utils.data import random_split; torch.manual_seed(0); a, b = random_split(range(10), [7, 3]); list(a), list(b)
from torch.utils.data import DataLoader; next(iter(DataLoader([(1.5, 2), (2.5, 3)], batch_size=2)))
from torch.utils.data import DataLoader; next(iter(DataLoader([{'a': 1}, {'a': 2}], batch_size=2)))
from torch.utils.data import DataLoader, SubsetRandomSampler; torch.manual_seed(0); [b.tolist() for b in DataLoader(torch.arange(7), batch_size=3, sampler=SubsetRandomSampler([0, 2, 4, 6]))]
from torch.utils.data import WeightedRandomSampler; torch.manual_seed(0); list(WeightedRandomSampler([0.1, 0.9, 0.5], 5))
from torch.utils.data import ConcatDataset; len(ConcatDataset([[1, 2], [3]]))
nn.init.xavier_uniform_(torch.empty(3, 4))
nn.init.xavier_normal_(torch.empty(3, 4))
nn.init.kaiming_uniform_(torch.empty(3, 4), nonlinearity='relu')
nn.init.kaiming_normal_(torch.empty(5, 4), mode='fan_out')
nn.init.normal_(torch.empty(3), 1.0, 0.1)
nn.init.uniform_(torch.empty(3), -1, 1)
nn.init.constant_(torch.empty(3), 0.3)
nn.init.zeros_(torch.ones(2))
nn.init.ones_(torch.zeros(2))
nn.init.eye_(torch.empty(2, 2))
nn.init.calculate_gain('relu')
nn.init.xavier_uniform_(torch.empty(3))
"""

# How modules begin: all of their numbers.
BEGIN = "\n".join(
    f"m = nn.{call}; m.state_dict()"
    for call in """Linear(3, 4)
Linear(3, 2, bias=False)
Conv1d(2, 3, 3)
Conv2d(1, 2, 3)
Conv2d(4, 4, 3, groups=2)
ConvTranspose2d(2, 3, 2)
BatchNorm1d(3)
BatchNorm2d(2)
LayerNorm(4)
LayerNorm((2, 3))
GroupNorm(2, 4)
Embedding(5, 3)
Embedding(5, 3, padding_idx=0)
RNN(2, 3)
LSTM(2, 3)
GRU(2, 3, num_layers=2)
LSTM(2, 3, bidirectional=True)
RNNCell(2, 3)
LSTMCell(2, 3)
GRUCell(2, 3)
MultiheadAttention(4, 2)
TransformerEncoderLayer(4, 2, dim_feedforward=6)
TransformerDecoderLayer(4, 2, dim_feedforward=6)
Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
PReLU()
InstanceNorm2d(3, affine=True)
ConvTranspose1d(2, 3, 2)""".split("\n")
)

LAYERS = "\n".join(
    f"m = nn.{call}; x = {x}; m(x)"
    for call, x in [
        ("Linear(3, 2)", "leaf(4, 3)"), ("Linear(3, 2)", "leaf(2, 4, 3)"), ("Linear(3, 2)", "leaf(3)"), ("Linear(3, 2)", "leaf(4, 2)"),
        ("Linear(3, 2)", "torch.arange(3)"), ("Linear(3, 2).double()", "double(4, 3)"), ("Linear(3, 2)", "double(4, 3)"),
        ("Conv2d(2, 3, 3)", "leaf(1, 2, 5, 5)"), ("Conv2d(2, 3, 3, padding=1, stride=2)", "leaf(1, 2, 4, 4)"),
        ("Conv2d(2, 2, 3, padding='same')", "leaf(1, 2, 4, 4)"), ("Conv2d(2, 2, (1, 2), dilation=(1, 2))", "leaf(1, 2, 4, 4)"),
        ("Conv2d(2, 4, 3, groups=2, bias=False)", "leaf(1, 2, 4, 4)"), ("Conv2d(2, 2, 3)", "leaf(2, 4, 4)"),
        ("Conv2d(2, 2, 3)", "leaf(1, 3, 4, 4)"), ("Conv2d(2, 2, 5)", "leaf(1, 2, 4, 4)"), 
        ("Conv1d(2, 3, 3)", "leaf(1, 2, 6)"), ("Conv1d(2, 3, 3, padding=1, stride=2)", "leaf(2, 2, 6)"), ("Conv1d(2, 2, 2, dilation=2)", "leaf(2, 6)"),
        ("ConvTranspose2d(2, 1, 2, stride=2)", "leaf(1, 2, 2, 2)"), ("ConvTranspose2d(1, 2, 3, stride=2, padding=1, output_padding=1)", "leaf(1, 1, 3, 3)"),
        ("ConvTranspose1d(2, 1, 2, stride=2)", "leaf(1, 2, 3)"),
        ("MaxPool2d(2)", "leaf(1, 2, 4, 4)"), ("MaxPool2d(3, stride=1, padding=1)", "leaf(1, 1, 4, 4)"), ("MaxPool2d(2, ceil_mode=True)", "leaf(1, 1, 3, 3)"),
        ("MaxPool2d(2)", "leaf(2, 4, 4)"), ("MaxPool1d(2)", "leaf(1, 2, 4)"), ("AvgPool2d(2)", "leaf(1, 2, 4, 4)"), ("AvgPool2d(2, 1, count_include_pad=False, padding=1)", "leaf(1, 1, 3, 3)"),
        ("AvgPool1d(2)", "leaf(1, 2, 4)"), ("AdaptiveAvgPool2d(1)", "leaf(1, 2, 4, 4)"), ("AdaptiveAvgPool2d((2, 2))", "leaf(1, 2, 4, 6)"), ("AdaptiveAvgPool2d(3)", "leaf(1, 1, 4, 5)"),
        ("AdaptiveMaxPool2d(2)", "leaf(1, 2, 4, 4)"), ("AdaptiveAvgPool1d(2)", "leaf(1, 2, 4)"), ("AdaptiveMaxPool1d(1)", "leaf(1, 2, 4)"),
        ("BatchNorm1d(3)", "leaf(4, 3)"), ("BatchNorm1d(3).eval()", "leaf(4, 3)"), ("BatchNorm1d(2)", "leaf(3, 2, 4)"), ("BatchNorm2d(2)", "leaf(2, 2, 2, 2)"), ("BatchNorm1d(3, affine=False)", "leaf(4, 3)"),
        ("BatchNorm1d(3)", "leaf(1, 3)"), ("BatchNorm2d(3)", "leaf(4, 3)"), ("BatchNorm1d(3)", "leaf(4, 2)"), ("BatchNorm1d(3, track_running_stats=False)", "leaf(4, 3)"),
        ("LayerNorm(4)", "leaf(2, 4)"), ("LayerNorm((2, 3))", "leaf(2, 2, 3)"), ("LayerNorm(4, elementwise_affine=False)", "leaf(2, 4)"), ("LayerNorm(4)", "leaf(2, 3)"),
        ("GroupNorm(2, 4)", "leaf(2, 4, 3)"), ("InstanceNorm1d(2)", "leaf(2, 2, 4)"), ("InstanceNorm2d(2)", "leaf(1, 2, 3, 3)"), 
        ("Embedding(5, 3)", "torch.tensor([[0, 1], [4, 1]])"), ("Embedding(5, 3, padding_idx=0)", "torch.tensor([0, 2])"), ("Embedding(5, 3)", "torch.tensor([5])"), ("Embedding(5, 3)", "torch.tensor([0.5])"),
        
        ("RNN(2, 3, batch_first=True)", "leaf(2, 4, 2)"), ("RNN(2, 3, nonlinearity='relu')", "leaf(4, 1, 2)"), ("LSTM(2, 3)", "leaf(4, 2, 2)"), ("LSTM(2, 3, num_layers=2, batch_first=True)", "leaf(2, 3, 2)"),
        ("LSTM(2, 3, bidirectional=True)", "leaf(3, 2, 2)"), ("GRU(2, 3)", "leaf(3, 2, 2)"), ("GRU(2, 3, bidirectional=True, num_layers=2)", "leaf(3, 1, 2)"), ("GRU(2, 3, bias=False)", "leaf(3, 2)"), ("RNN(2, 3)", "leaf(3, 1, 4)"),
        ("LSTM(2, 3, num_layers=2, dropout=0.5).eval()", "leaf(3, 1, 2)"), 
        ("RNNCell(2, 3)", "leaf(2, 2)"), ("LSTMCell(2, 3)", "leaf(2, 2)"), ("GRUCell(2, 3)", "leaf(2, 2)"),
        ("Flatten()", "leaf(2, 3, 2)"), ("Flatten(0)", "leaf(2, 3)"), ("Unflatten(1, (2, 2))", "leaf(2, 4)"), ("Identity()", "leaf(2)"), ("ZeroPad2d(1)", "leaf(1, 1, 2, 2)"), ("ConstantPad1d(1, 3.5)", "leaf(1, 1, 3)"),  
        ("Upsample(scale_factor=2)", "leaf(1, 1, 2, 2)"),  ("PixelShuffle(2)", "leaf(1, 4, 2, 2)"),
        ("TransformerEncoderLayer(4, 2, dim_feedforward=6, dropout=0.0)", "leaf(3, 2, 4)"), ("TransformerEncoderLayer(4, 2, dim_feedforward=6, dropout=0.0, batch_first=True, norm_first=True, activation='gelu')", "leaf(2, 3, 4)"),
        ("TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 6, 0.0), 2)", "leaf(3, 1, 4)"),
        ("Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))", "leaf(2, 3)"), ("Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(2, 2))", "leaf(1, 1, 4, 4)"),
    ]
) + "\n" + "\n".join(
    f"m = nn.{call}; x = leaf(2, 4); m(x)"
    for call in """ReLU()
ReLU(inplace=True)
Sigmoid()
Tanh()
LeakyReLU()
LeakyReLU(0.2)
ELU()
ELU(alpha=0.5)
GELU()
GELU(approximate='tanh')
SiLU()
Softplus()
Softplus(beta=2)
ReLU6()
Hardtanh()
LogSigmoid()
Mish()
Softsign()
Hardsigmoid()
Hardswish()
SELU()
CELU()
Tanhshrink()
Softshrink()
Hardshrink()
Threshold(0.5, -1)
GLU()
PReLU()
PReLU(4)
Softmax(dim=1)
Softmin(dim=1)
LogSoftmax(dim=-1)""".split("\n")
) + """
m = nn.MultiheadAttention(4, 2); x = leaf(3, 2, 4); m(x, x, x)
m = nn.MultiheadAttention(4, 2, batch_first=True); x = leaf(2, 3, 4); m(x, x, x, attn_mask=torch.triu(torch.ones(3, 3), 1).bool())
m = nn.MultiheadAttention(4, 2, batch_first=True); x = leaf(2, 3, 4); m(x, x, x, key_padding_mask=torch.tensor([[False, False, True], [False, False, False]]), average_attn_weights=False)
m = nn.MultiheadAttention(4, 3)
m = nn.TransformerDecoderLayer(4, 2, 6, 0.0); x = leaf(2, 1, 4); y = leaf(3, 1, 4, shift=1); m(x, y)
m = nn.TransformerEncoderLayer(4, 2, 6, 0.0); x = leaf(3, 1, 4); m(x, src_mask=nn.Transformer.generate_square_subsequent_mask(3))
m = nn.LSTM(2, 3); x = leaf(2, 1, 2); h = leaf(1, 1, 3, shift=1); c = leaf(1, 1, 3, shift=2); m(x, (h, c))
m = nn.GRU(2, 3); x = leaf(2, 1, 2); m(x, torch.zeros(1, 2, 3))
m = nn.LSTMCell(2, 3); x = leaf(2, 2); h, c = m(x); m(x, (h, c))
from torch.nn.utils.rnn import pad_sequence; pad_sequence([torch.ones(2), torch.ones(3)], batch_first=True)
from torch.nn.utils.rnn import pad_sequence; pad_sequence([torch.tensor([1, 2]), torch.tensor([3])], padding_value=-1)
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence; m = nn.GRU(2, 3, batch_first=True); x = leaf(2, 3, 2); y, h = m(pack_padded_sequence(x, torch.tensor([3, 2]), batch_first=True)); pad_packed_sequence(y, batch_first=True)[0], h
m = nn.BatchNorm1d(2); x = leaf(3, 2); y = m(x); m.running_mean, m.running_var, m.num_batches_tracked
m = nn.BatchNorm1d(2); x = leaf(3, 2); y = m(x); m.eval(); m(x)
x = leaf(1, 1, 3, 3); F.pad(x, (1, 0))
x = leaf(2, 3); F.pad(x, (1, 1), value=2.0)
x = leaf(2, 3); F.pad(x, (-1, 0))
x = leaf(2, 3); F.normalize(x)
x = leaf(2, 3); F.layer_norm(x, (3,))
x = leaf(2, 3); F.linear(x, torch.ones(1, 3))
x = leaf(1, 1, 2, 2); F.interpolate(x, scale_factor=2, mode='nearest')
x = leaf(2, 3); F.cosine_similarity(x, x + 1)
x = leaf(2, 3); F.pairwise_distance(x, x * 2)
w = leaf(4, 2); F.embedding(torch.tensor([1, 3]), w)
x = leaf(2, 3); F.relu(x, inplace=True)
x = leaf(2, 3); F.leaky_relu(x, 0.1)
x = leaf(2, 3); F.gelu(x)
x = leaf(2, 3); F.tanh(x)
x = leaf(2, 3); F.sigmoid(x)
x = leaf(2, 3); F.hardswish(x)
x = leaf(2, 3); F.selu(x)
"""

LOSSES = "\n".join(
    f"x = {x}; {name}{given}(x, {y})" if not call else f"x = {x}; {call}"
    for x, y, name, options in [
        ("leaf(2, 3)", "numbers(2, 3, shift=1)", "nn.MSELoss", ""), ("leaf(2, 3)", "numbers(2, 3, shift=1)", "nn.L1Loss", ""),
        ("leaf(2, 3)", "numbers(2, 3, shift=1)", "nn.SmoothL1Loss", ""), ("leaf(2, 3)", "numbers(2, 3, shift=1)", "nn.HuberLoss", "delta=0.5, "),
        ("leaf(2, 3)", "numbers(2, 3, shift=1)", "nn.SmoothL1Loss", "beta=0.5, "),
        ("leaf(3).sigmoid()", "torch.tensor([1.0, 0, 1])", "nn.BCELoss", ""), ("leaf(3)", "torch.tensor([1.0, 0, 1])", "nn.BCEWithLogitsLoss", ""),
        ("leaf(3)", "torch.tensor([1.0, 0, 1])", "nn.BCEWithLogitsLoss", "pos_weight=torch.tensor(2.0), "), ("leaf(3).sigmoid()", "torch.tensor([1.0, 0, 1])", "nn.BCELoss", "weight=torch.tensor([1.0, 2, 3]), "),
        ("leaf(3, 4)", "torch.tensor([1, 0, 3])", "nn.CrossEntropyLoss", ""), ("leaf(3, 4)", "torch.tensor([1, 0, 3])", "nn.CrossEntropyLoss", "weight=torch.tensor([1.0, 2, 3, 4]), "),
        ("leaf(3, 4)", "torch.tensor([1, 0, 3])", "nn.CrossEntropyLoss", "label_smoothing=0.1, "), ("leaf(3, 4)", "torch.tensor([1, -100, 3])", "nn.CrossEntropyLoss", ""),
        ("leaf(3, 4)", "torch.tensor([1, 0, 3])", "nn.CrossEntropyLoss", "ignore_index=0, "), ("leaf(2, 3, 2)", "torch.tensor([[1, 0], [2, 1]])", "nn.CrossEntropyLoss", ""),
        ("leaf(2, 3)", "torch.tensor([[0.2, 0.3, 0.5], [1, 0, 0]])", "nn.CrossEntropyLoss", ""), ("leaf(3, 4).log_softmax(1)", "torch.tensor([1, 0, 3])", "nn.NLLLoss", ""),
        ("leaf(2, 3).log_softmax(1)", "torch.tensor([[0.2, 0.3, 0.5], [0.1, 0.1, 0.8]])", "nn.KLDivLoss", ""), ("leaf(3)", "torch.tensor([1.0, -1, 1])", "nn.SoftMarginLoss", ""),
        ("leaf(3)", "torch.tensor([1.0, -1, 1])", "nn.HingeEmbeddingLoss", ""), ("leaf(3)", "torch.tensor([1.0, 2, 3])", "nn.PoissonNLLLoss", ""),
         
    ]
    for call in ("",)
    for given in ([f"({options}reduction={r!r})" for r in ("mean", "sum", "none")])
) + """
x = leaf(2, 3).log_softmax(1); nn.KLDivLoss(reduction='batchmean')(x, torch.tensor([[0.2, 0.3, 0.5], [0.1, 0.1, 0.8]]))
x = leaf(4); F.cross_entropy(x, torch.tensor(2))
x = leaf(3, 4); F.cross_entropy(x, torch.tensor([1, 0]))
x = leaf(3, 4); F.cross_entropy(x, torch.tensor([1, 0, 4]))
x = leaf(3, 4); F.cross_entropy(x, torch.tensor([1.0, 0.0, 3.0]))
x = leaf(3, 4); F.cross_entropy(x, torch.tensor([[1], [0], [3]]))
x = leaf(3); F.binary_cross_entropy(x, torch.ones(3))
x = leaf(3); F.binary_cross_entropy_with_logits(x, torch.ones(3, 1))
x = leaf(3); F.binary_cross_entropy(x.sigmoid(), torch.tensor([1, 0, 1]))
x = leaf(3, 1); F.mse_loss(x, numbers(3))
x = leaf(2, 3); y = leaf(2, 3, shift=1); F.mse_loss(x, y)
x = leaf(3); y = leaf(3, shift=1); F.margin_ranking_loss(x, y, torch.tensor([1.0, -1, 1]))
a = leaf(2, 3); b = leaf(2, 3, shift=1); c = leaf(2, 3, shift=2); nn.TripletMarginLoss()(a, b, c)
a = leaf(2, 3); b = leaf(2, 3, shift=1); nn.CosineEmbeddingLoss()(a, b, torch.tensor([1, -1]))
nn.CosineSimilarity(dim=1)(leaf(2, 3), leaf(2, 3, shift=1))
x = leaf(2, 3); F.gaussian_nll_loss(x, numbers(2, 3, shift=1), torch.ones(2, 3))
q = leaf(1, 2, 3, 4); k = leaf(1, 2, 3, 4, shift=1); torch.softmax(q @ k.transpose(-2, -1) / math.sqrt(4), dim=-1) @ k
"""

TRAIN = "w = torch.tensor([1.0, -2.0, 3.0], requires_grad=True); v = torch.tensor([[0.5]], requires_grad=True)\no = {}\nfor k in range(5):\n  o.zero_grad(); loss = ((w * (k + 1)) ** 2).sum() * 0.1 + (v ** 3).sum(); loss.backward(); o.step()\nw.detach(), v.detach()".replace("\n", "\\n")

TRAINING = "\n".join(
    TRAIN.format(f"optim.{o}")
    for o in """SGD([w, v], lr=0.1)
SGD([w, v], lr=0.1, momentum=0.9)
SGD([w, v], lr=0.1, momentum=0.9, nesterov=True)
SGD([w, v], lr=0.1, momentum=0.9, dampening=0.5)
SGD([w, v], lr=0.1, weight_decay=0.1)
SGD([w, v], lr=0.1, weight_decay=0.1, momentum=0.5, nesterov=True)
SGD([w, v], lr=0.01, maximize=True)
SGD([{'params': [w]}, {'params': [v], 'lr': 0.5}], lr=0.1)
SGD([{'params': [w], 'weight_decay': 0.1}, {'params': [v]}], lr=0.1, momentum=0.9)
Adam([w, v], lr=0.1)
Adam([w, v], lr=0.1, betas=(0.5, 0.9), eps=1e-4)
Adam([w, v], lr=0.1, weight_decay=0.1)
Adam([w, v])
AdamW([w, v], lr=0.1)
AdamW([w, v], lr=0.1, weight_decay=0.5)
RMSprop([w, v], lr=0.05)
RMSprop([w, v], lr=0.1, momentum=0.9)
RMSprop([w, v], lr=0.1, alpha=0.5, weight_decay=0.1)
Adagrad([w, v], lr=0.1)
Adagrad([w, v], lr=0.1, lr_decay=0.1, weight_decay=0.1)""".split("\n")
) + "\n" + "\n".join(
    f"w = leaf(2); o = optim.SGD([w], lr=1.0); s = optim.lr_scheduler.{s}; r = []\\nfor k in range(9):\\n  o.step(); r.append(o.param_groups[0]['lr']); s.step({'1.0' if 'Plateau' in s else ''})\\nr"
    for s in """StepLR(o, 3)
StepLR(o, step_size=2, gamma=0.5)
MultiStepLR(o, [2, 5], gamma=0.1)
ExponentialLR(o, 0.9)
CosineAnnealingLR(o, T_max=5)
CosineAnnealingLR(o, 8, eta_min=0.1)
LambdaLR(o, lambda e: 1 / (1 + e))
LambdaLR(o, [lambda e: 0.9 ** e])
MultiplicativeLR(o, lambda e: 0.9)
LinearLR(o, 0.5, total_iters=4)
ConstantLR(o, 0.5, total_iters=3)
PolynomialLR(o, total_iters=4)
ReduceLROnPlateau(o, patience=2)
ReduceLROnPlateau(o, factor=0.5, patience=0, cooldown=1)
OneCycleLR(o, max_lr=2.0, total_steps=12)
CosineAnnealingWarmRestarts(o, 3)""".split("\n")
) + """
w = leaf(2); o = optim.SGD([w], lr=1.0); s = optim.lr_scheduler.StepLR(o, 2); o.step(); s.step(); s.get_last_lr()
w = leaf(3); (w * 10).sum().backward(); n = nn.utils.clip_grad_norm_([w], 1.0); n, w.grad
w = leaf(3); v = leaf(2); (w.sum() * 10 + (v * v).sum()).backward(); n = nn.utils.clip_grad_norm_([w, v], 1.0, norm_type=1); n, w.grad, v.grad
w = leaf(3); (w * 0.01).sum().backward(); n = nn.utils.clip_grad_norm_(w, 1.0); n, w.grad
w = leaf(3); (w * torch.tensor([10.0, -10, 0.1])).sum().backward(); nn.utils.clip_grad_value_([w], 0.5); w.grad
m = nn.Linear(2, 1); nn.utils.parameters_to_vector(m.parameters()).shape
optim.SGD([], lr=0.1)
optim.SGD([leaf(2)], lr=-1)
w = leaf(2); o = optim.SGD([w], lr=0.1); w.sum().backward(); o.zero_grad(); w.grad is None or w.grad.sum().item() == 0
w = leaf(2); o = optim.SGD([w], lr=0.1); o.param_groups[0]['lr'] = 0.5; w.sum().backward(); o.step(); w.detach()
w = leaf(2); o = optim.Adam([w], lr=0.1); w.sum().backward(); o.step(); d = o.state_dict(); sorted(d), d['param_groups'][0]['lr'], sorted(d['state'][0])
w = leaf(2); o = optim.Adam([w], lr=0.1); w.sum().backward(); o.step(); p = optim.Adam([w], lr=0.5); p.load_state_dict(o.state_dict()); p.step(); w.detach()
w = leaf(2); o = optim.SGD([w], lr=0.1)\\ndef f():\\n  o.zero_grad(); l = (w * w).sum(); l.backward(); return l\\nl = o.step(f); l.item(), w.detach()
"""

NOISY_LABELS = r"""
F.binary_cross_entropy_with_logits(leaf(4), torch.tensor([1.1, -0.2, 0.0, 1.0]))
F.binary_cross_entropy_with_logits(leaf(3), torch.tensor([1.1, -0.2, 0.5]), reduction='none')
F.binary_cross_entropy_with_logits(leaf(3) * 30, torch.tensor([1.1, -0.2, 0.5]), reduction='sum')
F.binary_cross_entropy(torch.sigmoid(leaf(3)), torch.tensor([1.1, -0.2, 0.5]))
"""
