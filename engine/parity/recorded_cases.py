"""One small run for each function of torch that the recorder knows, for layers, and for what it keeps as an unknown op."""

import math

import torch
import torch.nn.functional as F
from torch import nn

from recorded_everyday import EVERYDAY
from recorded_runs import module, run


def in_place(x):
    h = x * 2
    h += 1
    h -= x**2
    h.div_(3).add_(x, alpha=0.5)
    F.leaky_relu(h, 0.1, inplace=True)
    return h * x


def masked(x):
    h = x * 1
    h[x > 0.3] = 0.5
    return h.masked_fill(x < -0.5, -1.0)


def no_gradient(x):
    with torch.no_grad():
        scale = x.exp().sum()
    return x / scale + x.detach() * x


def shared_weight(w, x):
    h = x
    for _ in range(3):
        h = torch.tanh(F.linear(h, w))
    return h


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList(nn.Linear(3, 3) for _ in range(2))
        self.register_buffer("scale", torch.tensor([1.0, 2.0, 0.5]))
        self.frozen = nn.Parameter(torch.tensor([0.1, 0.2, 0.3]), requires_grad=False)

    def forward(self, x):
        for block in self.blocks:
            x = x + torch.relu(block(x)) * self.scale + self.frozen
        return self.blocks[0](x)


def packed(m):
    x = torch.randn(4, 2, 2, dtype=torch.float64)
    return lambda w: m(nn.utils.rnn.pack_padded_sequence(x * w, [4, 2]))[0].data


def masked(x):
    """The first row is masked as a whole, for which PyTorch's softmax is NaN."""
    return (x * 2).masked_fill(torch.tensor([[True] * 3, [False, False, True]]), -math.inf)


def changed_views(x):
    """Both the views and what they show are used after a view was changed."""
    h = x * 1.5
    flat, same = h.view(-1), h[:]
    turned = flat.view(3, 2)
    flat.mul_(2)
    same.sub_(1)
    turned.sigmoid_()
    return flat.exp().sum() + h * h + same.sum() + (turned.t() * h).cos()


def twice(x, w, first, second):
    """The bias gets a gradient from each use, and so does the kernel."""
    down = lambda h, b: F.conv2d(F.conv_transpose2d(h, w, b), w, b[:1])
    return down(down(x, first + second), first + second)


hidden = torch.tensor([[[False], [False]], [[False], [False]]]).repeat(1, 1, 3)
hidden[0, 1, 1] = hidden[1, 1, 0] = True
grid = torch.tensor([[0, 3, 1], [2, 1, 3]])
weights = torch.tensor([1.0, 2.0, 0.5, 1.5], dtype=torch.float64)


class StartedLSTM(nn.LSTM):
    def __init__(self):
        super().__init__(2, 3)

    def forward(self, x, h, c):
        return super().forward(x, (h, c))


def attend(query, key, value, **more):
    """Before torch 2.0 the function had another name, and gave the weights too."""
    if hasattr(F, "scaled_dot_product_attention"):
        return F.scaled_dot_product_attention(query, key, value, **more)
    return F._scaled_dot_product_attention(query, key, value, **more)[0]


class Heads(nn.Module):
    """Self-attention whose heads are an axis of their own: batch × heads × time × features."""

    def __init__(self):
        super().__init__()
        self.query, self.key, self.value = nn.Linear(4, 4), nn.Linear(4, 4, bias=False), nn.Linear(4, 4)

    def forward(self, x):
        apart = [layer(x).unflatten(-1, (2, 2)).transpose(1, 2) for layer in (self.query, self.key, self.value)]
        return attend(*apart, is_causal=True).transpose(1, 2).flatten(2)


class Norm(nn.Module):
    """A norm of one's own: x by the root of the mean of its squares."""

    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(4))

    def forward(self, x):
        return self.scale * (x * torch.rsqrt((x * x).mean(-1, keepdim=True) + 1e-6))


class Own(nn.Module):
    """A block of a Transformer of which torch.nn has none: what its parts are, only their ops say."""

    class Looks(nn.Module):
        def __init__(self, causal):
            super().__init__()
            self.all, self.out, self.causal = nn.Linear(4, 12), nn.Linear(4, 4), causal

        def forward(self, x):
            q, k, v = (part.unflatten(-1, (2, 2)).transpose(1, 2) for part in self.all(x).chunk(3, -1))
            scores = q @ k.transpose(-2, -1) / math.sqrt(2)
            if self.causal:
                scores = scores.masked_fill(torch.ones(3, 3).triu(1).bool(), -1e9)
            return self.out((scores.softmax(-1) @ v).transpose(1, 2).flatten(2))

    class Around(nn.Module):
        def __init__(self):
            super().__init__()
            self.norm = Norm()

        def forward(self, x, inner):
            return x + inner(self.norm(x))

    def __init__(self, causal):
        super().__init__()
        self.looks, self.bends = self.Looks(causal), nn.Sequential(nn.Linear(4, 5), nn.GELU(), nn.Linear(5, 4))
        self.around = nn.ModuleList([self.Around(), self.Around()])

    def forward(self, x):
        return self.around[1](self.around[0](x, self.looks), self.bends)


class Gated(nn.Module):
    """Has a softmax, a product and sums, and is neither attention nor a block."""

    def __init__(self):
        super().__init__()
        self.gate, self.a, self.b = nn.Linear(4, 2), nn.Linear(4, 4), nn.Linear(4, 4)

    def forward(self, x):
        weights = self.gate(x).softmax(-1)
        both = torch.stack((self.a(x), self.b(x)), -2)
        return x + (weights.unsqueeze(-2) @ both).squeeze(-2)


def attention_function(x, weights, bias, out):
    """What nn.MultiheadAttention calls, called by itself."""
    given = (4, 2, weights, bias, None, None, False, 0.0, out, None)
    return F.multi_head_attention_forward(x, x, x, *given, need_weights=False)[0]


class Scored(nn.Module):
    """A model that has a loss for a part, and a layer of one's own that is a layer of torch.nn too."""

    class Doubled(nn.Linear):
        def forward(self, x):
            return super().forward(x) * 2

    def __init__(self):
        super().__init__()
        self.layer, self.loss = self.Doubled(2, 3), nn.NLLLoss()

    def forward(self, x):
        return self.loss(F.log_softmax(self.layer(x), 1), torch.tensor([2, 0]))


def beside(x):
    criterion = nn.MSELoss()
    return criterion(x * 2, torch.ones(2, 2, dtype=x.dtype)) + criterion(x, torch.zeros(2, 2, dtype=x.dtype))


class TwoLSTMs(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second = nn.LSTM(2, 3), nn.LSTM(3, 2)

    def forward(self, x):
        return self.second(self.first(x)[0])[0]


indices = torch.tensor([[2, 0], [1, 2]])
target = torch.tensor([2, 0, 1])
mask = torch.tensor([[True, False, True], [False, True, True]])

CASE = {
    **EVERYDAY,
    "arithmetic": lambda: run(lambda a, b: (a + b * 2 - 3) / (b - 5) - (-a) + 1 / b + (2 - a) ** 2 + b**3, (2, 3), (3,)),
    "alpha": lambda: run(lambda a, b: torch.add(a, b, alpha=2) - torch.sub(b, a, alpha=3) + torch.rsub(a, b), (3,), (3,)),
    "addcmul": lambda: run(lambda a, b, c: torch.addcmul(a, b, c, value=0.5), (2, 2), (2, 2), (2, 2)),
    "exp": lambda: run(lambda x: x.exp() + torch.sigmoid(x) + x.tanh() + torch.relu(x), (2, 3)),
    "log": lambda: run(torch.log, (2, 3), positive=True),
    "activations": lambda: run(
        lambda x: F.leaky_relu(x, 0.2) + F.gelu(x) + F.gelu(x, approximate="tanh") + F.silu(x), (2, 3)
    ),
    "clamp": lambda: run(lambda x: x.clamp(-0.4, 0.6) + torch.clamp(x, min=0.1), (2, 3)),
    "where": lambda: run(lambda a, b: torch.where(mask, a, b) + torch.where(mask, a, torch.zeros(())), (2, 3), (3,)),
    "triangles": lambda: run(lambda x: x.tril() + x.triu(1) * 2, (3, 3)),
    "masks": lambda: run(masked, (2, 3)),
    "in place": lambda: run(in_place, (2, 3)),
    "no gradient": lambda: run(no_gradient, (3,)),
    "matmul": lambda: run(lambda a, b: a @ b, (2, 3), (3, 2)),
    "matmul of batches": lambda: run(lambda a, b: torch.matmul(a, b), (2, 1, 2, 3), (2, 3, 2)),
    "matmul of vectors": lambda: run(lambda a, v, w: (a @ v) + torch.mv(a, w) + v @ w + (v @ a.t()), (2, 3), (3,), (3,)),
    "addmm": lambda: run(lambda c, a, b: torch.addmm(c, a, b, beta=0.5, alpha=2) + a.mm(b), (2, 2), (2, 3), (3, 2)),
    "baddbmm": lambda: run(lambda c, a, b: torch.baddbmm(c, a, b) + torch.bmm(a, b), (2, 2, 2), (2, 2, 3), (2, 3, 2)),
    "linear": lambda: run(lambda x, w, b: F.linear(x, w, b) + F.linear(x, w), (2, 2, 3), (4, 3), (4,)),
    "linear of a vector": lambda: run(F.linear, (3,), (2, 3), (2,)),
    "shared weight": lambda: run(shared_weight, (3, 3), (1, 3)),
    "embedding": lambda: run(lambda w: F.embedding(indices, w) + F.embedding(indices, w, padding_idx=0), (3, 2)),
    "rows": lambda: run(lambda w: w[indices[0]] + w.index_select(0, indices[1]), (3, 2)),
    "views": lambda: run(
        lambda x: x.view(3, 4).reshape(2, -1).flatten()[None].squeeze(0).unsqueeze(-1).view(2, 2, 3).flatten(1), (2, 6)
    ),
    "axes": lambda: run(
        lambda x: x.transpose(0, 2).permute(1, 0, 2).movedim(0, -1).mT.contiguous().swapaxes(0, 1).clone(), (2, 3, 4)
    ),
    "a NaN that ReLU stops": lambda: run(lambda x: torch.relu(x) * torch.where(x > 0, 1.0, math.nan), (2, 3)),
    "T": lambda: run(lambda x: x.T @ x.t().t(), (2, 3)),
    "indexing": lambda: run(lambda x: x[1, :, 1:3] + x[..., -1, None][0] + x[0, 1:2, ::2], (2, 3, 4)),
    "pieces": lambda: run(
        lambda x: torch.cat([*x.chunk(2, 1), *x.split([1, 3], dim=1), x.narrow(1, 1, 2)], dim=-1), (2, 4)
    ),
    "stack": lambda: run(lambda x: torch.stack(list(x.unbind(1)), 0) + torch.stack([a for a in x.t()]), (2, 3)),
    "expand": lambda: run(lambda x: x.expand(3, 2, -1) * x.expand_as(torch.zeros(3, 2, 2)), (2, 2)),
    "sums": lambda: run(lambda x: x.sum(2) + x.mean((0, 2)) + x.sum() + x.mean(-1, keepdim=True).sum((0, 2)), (2, 3, 4)),
    "softmax": lambda: run(lambda x: x.softmax(-1) + F.softmax(x, 0) + torch.log_softmax(x, 1), (3, 3)),
    "layer norm": lambda: module(nn.LayerNorm(4), (2, 3, 4)),
    "layer norm of two axes": lambda: module(nn.LayerNorm((3, 4), eps=1e-3), (2, 3, 4)),
    "group norm": lambda: module(nn.GroupNorm(2, 4), (2, 4, 3)),
    "batch norm": lambda: module(nn.BatchNorm1d(3), (4, 3)),
    "batch norm, no weights": lambda: module(nn.BatchNorm2d(2, affine=False), (2, 2, 2, 2)),
    "batch norm, evaluated": lambda: module(nn.BatchNorm2d(2).eval(), (2, 2, 2, 2)),
    "conv2d": lambda: module(nn.Conv2d(4, 2, (3, 2), stride=(2, 1), padding=1, dilation=(1, 2), groups=2), (2, 4, 5, 4)),
    "conv2d, same": lambda: module(nn.Conv2d(1, 2, 3, padding="same", bias=False), (1, 4, 4)),
    "conv1d": lambda: module(nn.Conv1d(2, 3, 3, stride=2, padding=1), (2, 2, 6)),
    "views changed as a whole": lambda: run(changed_views, (2, 3)),
    "one convolution, twice": lambda: run(twice, (1, 1, 3, 3), (1, 2, 3, 3), (2,), (2,)),
    "transposed convolution": lambda: module(
        nn.ConvTranspose2d(4, 2, (3, 2), stride=(2, 1), padding=1, output_padding=(1, 0), dilation=(1, 2), groups=2), (2, 4, 3, 4)
    ),
    "transposed convolution of one image": lambda: module(nn.ConvTranspose2d(2, 1, 3, stride=2, bias=False), (2, 2, 3)),
    "transposed convolution of lines": lambda: module(
        nn.Sequential(nn.ConvTranspose1d(2, 3, 3, stride=2, padding=1, output_padding=1), nn.ReLU(), nn.ConvTranspose1d(3, 2, 2)), (2, 2, 3)
    ),
    "pooling": lambda: run(lambda x: F.max_pool2d(x, 2, 1, 1) + F.avg_pool2d(x, 2, 1, 1, count_include_pad=False), (1, 2, 4, 4)),
    "pooling of lines": lambda: run(lambda x: F.max_pool1d(x, 2) + F.avg_pool1d(x, 2), (2, 2, 6)),
    "adaptive pooling": lambda: run(lambda x: F.adaptive_avg_pool2d(x, (2, 1)) + F.adaptive_avg_pool2d(x, 1), (1, 2, 4, 4)),
    "mse": lambda: run(lambda a, b: F.mse_loss(a, b) + F.mse_loss(a, b, reduction="sum") + F.mse_loss(a, b, reduction="none"), (2, 3), (2, 3)),
    "binary cross-entropy": lambda: run(
        lambda x: F.binary_cross_entropy(torch.sigmoid(x), mask.double())
        + F.binary_cross_entropy_with_logits(x, mask.double(), reduction="sum"),
        (2, 3),
    ),
    "cross-entropy": lambda: run(lambda x: F.cross_entropy(x, target) + F.cross_entropy(x, target, reduction="sum"), (3, 4)),
    "cross-entropy with weights": lambda: run(
        lambda x: F.cross_entropy(x, target, weight=torch.tensor([1.0, 2.0, 0.5, 1.0]).double(), label_smoothing=0.1), (3, 4)
    ),
    "cross-entropy that ignores": lambda: run(
        lambda x: F.cross_entropy(x, target, ignore_index=0) + F.cross_entropy(x, target, ignore_index=0, reduction="none"),
        (3, 4),
    ),
    "cross-entropy of images": lambda: run(lambda x: F.cross_entropy(x, indices), (2, 3, 2)),
    "cross-entropy of shares": lambda: run(
        lambda x: F.cross_entropy(x, torch.tensor([[0.2, 0.8], [0.5, 0.5]]).double()), (2, 2)
    ),
    "negative log-likelihood": lambda: run(lambda x: F.nll_loss(F.log_softmax(x, 1), target), (3, 4)),
    "cross-entropy of ignored targets": lambda: run(lambda x: F.cross_entropy(x * 2, torch.tensor([-100, -100])), (2, 3)),
    "cross-entropy of masked classes": lambda: run(
        lambda x: F.cross_entropy(x.masked_fill(hidden, -math.inf), torch.tensor([[1, 0, -100], [0, 1, 0]])), (2, 2, 3)
    ),
    "cross-entropy of one": lambda: run(
        lambda x: F.cross_entropy(x, torch.tensor(2)) + F.cross_entropy(x, x.detach().softmax(0)) + F.nll_loss(x, torch.tensor(1), weights), (4,)
    ),
    "cross-entropy of everything": lambda: run(
        lambda x: F.cross_entropy(x, grid, weights, ignore_index=1, label_smoothing=0.2, reduction="none")
        + F.cross_entropy(x, grid, weights, ignore_index=1, label_smoothing=0.2, reduction="sum")
        + F.cross_entropy(x, grid, weights, ignore_index=1, label_smoothing=0.2),
        (2, 4, 3),
    ),
    "cross-entropy of computed shares": lambda: run(
        lambda x, y: F.cross_entropy(x, y.softmax(1), weights, label_smoothing=0.1)
        + F.cross_entropy(x, y.softmax(1), reduction="none") + F.cross_entropy(x, y.softmax(1).detach(), reduction="sum"),
        (2, 4, 3), (2, 4, 3),
    ),
    "dropout": lambda: run(lambda x: F.dropout(x, 0.4) + F.dropout(x, 0.4, training=False), (3, 4)),
    "residual blocks": lambda: module(Residual(), (2, 3)),
    "sequential": lambda: module(nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1)), (2, 2)),
    "float32": lambda: module(nn.Sequential(nn.Linear(2, 3), nn.GELU(), nn.LayerNorm(3)), (2, 2), dtype=torch.float32),
    "attention": lambda: module(nn.MultiheadAttention(4, 2), *[(3, 2, 4)] * 3, pick=lambda y: y[0] + y[1].sum()),
    "attention with biases": lambda: module(
        nn.MultiheadAttention(4, 2, batch_first=True, add_bias_kv=True, kdim=3, vdim=2),
        (2, 3, 4),
        (2, 3, 3),
        (2, 3, 2),
        pick=lambda y: y[0],
    ),
    "encoder layer": lambda: module(nn.TransformerEncoderLayer(4, 2, 6, dropout=0.3, batch_first=True), (2, 3, 4)),
    "encoder layer, evaluated": lambda: module(nn.TransformerEncoderLayer(4, 1, 6, norm_first=True).eval(), (3, 2, 4)),
    "decoder layer": lambda: module(nn.TransformerDecoderLayer(4, 2, 6, dropout=0.0), (3, 2, 4), (2, 2, 4)),
    "encoder": lambda: module(
        nn.TransformerEncoder(nn.TransformerEncoderLayer(2, 1, 3, dropout=0.0, batch_first=True), 1, nn.LayerNorm(2)), (1, 2, 2)
    ),
    "decoder": lambda: module(nn.TransformerDecoder(nn.TransformerDecoderLayer(2, 1, 3, dropout=0.0), 1), (2, 1, 2), (2, 1, 2)),
    "attention as a function": lambda: run(lambda q, k, v: attend(q, k, v, attn_mask=mask), (1, 2, 2, 2), (1, 2, 3, 2), (1, 2, 3, 2)),
    "attention of heads": lambda: module(Heads(), (1, 3, 4)),
    "a block of one's own": lambda: module(nn.Sequential(Own(True)), (1, 3, 4)),
    "multi-head attention as a function": lambda: run(attention_function, (3, 1, 4), (12, 4), (12,), (4, 4)),
    "layers": lambda: module(
        nn.Sequential(
            nn.Conv1d(1, 2, 3),
            nn.BatchNorm1d(2),
            nn.LeakyReLU(),
            nn.MaxPool1d(2),
            nn.Dropout(0.2),
            nn.Flatten(),
            nn.Linear(4, 2),
            nn.LogSoftmax(1),
        ),
        (2, 1, 6),
    ),
    "a loss in the model": lambda: module(Scored(), (2, 2)),
    "losses beside the model": lambda: run(beside, (2, 2)),
    "lstm": lambda: module(nn.LSTM(2, 3), (4, 2, 2), pick=lambda y: y[0] + y[1][1]),
    "lstm both ways": lambda: module(nn.LSTM(2, 3, bidirectional=True, batch_first=True), (2, 4, 2), pick=lambda y: y[0]),
    "lstm of two layers": lambda: module(
        nn.LSTM(2, 3, num_layers=2, bidirectional=True, bias=False),
        (3, 2, 2),
        pick=lambda y: torch.cat([y[0].flatten(), y[1][0].flatten(), y[1][1].flatten()]),
    ),
    "lstm from a state": lambda: module(
        StartedLSTM(), (4, 1, 2), (1, 1, 3), (1, 1, 3), pick=lambda y: y[0]
    ),
    "lstm alone": lambda: module(nn.LSTM(2, 3), (4, 2), pick=lambda y: y[0]),
    "two lstms": lambda: module(TwoLSTMs(), (3, 1, 2)),
    "lstm cell": lambda: module(nn.LSTMCell(2, 3), (2, 2), pick=lambda y: y[0]),
    "gru cell": lambda: module(nn.GRUCell(2, 3), (2, 2), (2, 3)),
    "rnn cell": lambda: module(nn.RNNCell(2, 3, nonlinearity="relu", bias=False), (2, 2)),
    "repeat": lambda: run(lambda x: x.repeat(2, 1, 3), (2, 2)),
    "padding": lambda: run(lambda x: F.pad(x, (1, 0, 2, 1)), (2, 2)),
    "gru": lambda: module(nn.GRU(2, 3, num_layers=2), (4, 2, 2), pick=lambda y: y[0].sum() + y[1]),
    "rnn": lambda: module(nn.RNN(2, 3, nonlinearity="relu"), (4, 2, 2), pick=lambda y: y[0]),
    # Not among Backstep's ops: kept under their names, with what they send back.
    "NaN through a ReLU": lambda: run(lambda x: F.relu(torch.log(x)) * 2, (2, 3)),
    "softmax of a masked row": lambda: run(lambda x: masked(x).softmax(-1), (2, 3)),
    "unknown: two results, each used further": lambda: run(lambda x: sum(y.tanh() for y in torch.var_mean(x, dim=1)), (2, 3)),
    "unknown: cumulative product": lambda: run(lambda x: x.cumprod(-1).tanh(), (2, 3)),
    "in order": lambda: run(
        lambda x: torch.sort(x * 2, dim=-1).values + x.topk(3, dim=0)[0] * x.sort(0, descending=True)[0] + x.kthvalue(2, 1, keepdim=True)[0]
        + x.median(0).values + torch.topk(x, 1, largest=False).values,
        (3, 3),
    ),
    "unknown: two results": lambda: run(lambda x: sum(torch.var_mean(x, dim=1)), (2, 3)),
    "unknown: transposed convolution of volumes": lambda: module(nn.ConvTranspose3d(1, 1, 2), (1, 1, 2, 2, 2)),
    "unknown: packed lstm": lambda: run(packed(nn.LSTM(2, 3).double()), (2,)),
}
