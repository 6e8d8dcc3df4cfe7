"""Small programs in the manner of public ones: what they do beside a forward and a loss is recorded too."""

import copy
import math

import torch
import torch.nn.functional as F
from torch import nn
from torch.autograd import grad as gradient
from torch.overrides import handle_torch_function, has_torch_function

from recorded_cases import attend
from recorded_runs import ended, module, recording, run


def small(hidden=4):
    torch.manual_seed(2)
    return nn.Sequential(nn.Linear(3, hidden), nn.Tanh(), nn.Linear(hidden, 2)).double()


def batch(rows=4, columns=3):
    torch.manual_seed(3)
    return torch.randn(rows, columns, dtype=torch.float64)


def program(f, make=small):
    """Records a loss that f computes of a model."""
    model = make()
    with recording(model) as r:
        loss = f(model)
        loss.backward()
    return ended(r, loss, model)


def indexed_writing(model):
    y = model(batch())
    out = torch.zeros(4, 2, dtype=y.dtype)
    for k in range(4):
        out[k] = y[k] * k
    out[:, 0] += 1.0
    out[1:3, 1] *= 2
    first = out[:2]
    first.mul_(3)
    out.view(-1).sigmoid_()
    return (out * first.sum()).sum()


def unknown_in_place(model):
    h = model[0](batch())
    F.hardtanh(h, inplace=True)
    g = F.hardswish(model[0](batch()), inplace=True)
    h = h.clone()
    h.index_add_(0, torch.tensor([0, 2]), g[:2])
    h.cumprod_(1)
    return model[2](h).square().sum()


class Own(torch.autograd.Function):
    """The sign of a number, whose gradient is that of the number itself where it is not too large."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.sign()

    @staticmethod
    def backward(ctx, g):
        return g * (ctx.saved_tensors[0].abs() < 1)


own = Own.apply


def own_function(model):
    """Called by its class, and by what was taken from it before."""
    return model[2](Own.apply(model[0](batch())) + own(model[0](batch() / 2))).square().sum()


def watched(model):
    """Full backward hooks, as Grad-CAM has them."""
    seen = []
    model[0].register_full_backward_hook(lambda module, given, sent: seen.append(sent[0]))
    model[2].register_full_backward_hook(lambda module, given, sent: None)
    return model(batch())[:, 1].sum()


def moving_average(model):
    """A copy of the model that follows it, and a buffer that follows what it computes."""
    follower, mean = copy.deepcopy(model), torch.zeros(4, dtype=torch.float64)
    with torch.no_grad():
        for slow, fast in zip(follower.parameters(), model.parameters()):
            slow.mul_(0.9).add_(fast, alpha=0.1)
        target = follower(batch())
    h = model[0](batch())
    with torch.no_grad():
        mean.lerp_(h.mean(0), 0.1).clamp_min_(-0.1)
    return F.mse_loss(model[2](torch.tanh(h - mean)), target)


def clipped(model):
    """Weights are clipped through .data, and decay under no_grad, before they are used."""
    for p in model.parameters():
        p.data.clamp_(-0.3, 0.3)
    with torch.no_grad():
        for p in model.parameters():
            p.mul_(0.9)
    return model(batch()).square().mean()


def physics(model):
    """A differential equation as a loss: gradients of gradients."""
    x = batch().requires_grad_()
    u = model(x)
    (du,) = torch.autograd.grad(u.sum(), x, create_graph=True)
    (ddu,) = torch.autograd.grad(du[:, 0].sum(), x, create_graph=True)
    return (ddu[:, 0] + u[:, 0]).square().mean() + (du.norm(dim=1) - 1).square().mean()


def curvature(model):
    """The gradient of every parameter, of which one leads through the others, beside the loss itself."""
    loss = model(batch()).square().sum()
    sent = torch.autograd.grad(loss, list(model.parameters()), create_graph=True)
    return loss + sum(g.square().sum() for g in sent)


def caught(model):
    """A forward that fails, which the program goes on after."""
    try:
        model(batch(4, 5))
    except RuntimeError:
        pass
    return model(batch()).square().sum()


def cached(layer):
    """Keys of earlier words, of which there are none at first."""
    cache, outputs = torch.empty(1, 0, 3, dtype=torch.float64), []
    for word in batch().split(1):
        cache = torch.cat([cache, layer(word)[None]], dim=1)
        outputs.append((torch.softmax(layer(word) @ cache.mT, -1) @ cache).sum())
    return torch.stack(outputs).square().sum()


def rotated(model):
    """Pairs of numbers as complex ones."""
    pairs = torch.view_as_complex(model[0](batch()).view(4, 2, 2))
    turn = torch.polar(torch.ones(2), torch.tensor([0.3, 1.0])).to(torch.complex128)
    spectrum = torch.fft.rfft(model[0](batch()))
    return (torch.view_as_real(pairs * turn) ** 3).sum() + spectrum.abs().square().sum()


def windows(model):
    """Nine axes, of which a trace holds the first as one."""
    apart = model(batch()).view(2, 2, 1, 1, 1, 1, 1, 1, 2)
    return (apart.transpose(0, 8) * torch.arange(2.0).double()).reshape(4, 2).square().sum()


def printed(model):
    y = model(batch())
    text = f"{y} {y.mean():.3f} {model[0].weight!r}"
    assert "grad_fn" in text
    return y.amax(1, keepdims=True).sum() + y.sum(1, keepdims=True).mean()


def before(model):
    """A part of the graph is there before the block."""
    h = model[0](batch())
    with recording(model) as r:
        loss = model[2](h.tanh()).sum()
        loss.backward()
    return ended(r, loss, model)


def differently_imported(model):
    """torch.autograd.grad by a name of its own, and a teacher that is evaluated in one call of torch."""
    layer = nn.TransformerEncoderLayer(2, 1, 3, batch_first=True).double().eval()
    with torch.no_grad():
        target = layer(batch(4, 2)[None])[0]
    x = batch().requires_grad_()
    y = model(x)
    (dx,) = gradient(y.sum(), x, create_graph=True)
    return F.mse_loss(y, target) + dx.square().mean()


def changed_base(model):
    """Views of views, whose tensor is changed after they were made."""
    h = model[0](batch())
    half = h[2:]
    row = half[1]
    h[0] += 1
    h[3] *= 2
    return (row * 3).sum() + half.square().sum() + h.sum()


def truncated(cell):
    """Backpropagation through time that is cut every third step."""
    h, loss = torch.zeros(2, 4, dtype=torch.float64), 0.0
    for t, x in enumerate(torch.linspace(-1, 1, 36, dtype=torch.float64).view(6, 2, 3)):
        h = cell(x, h.detach() if t % 3 == 0 else h)
        loss = loss + h.square().mean()
    return loss


def scaled_dot_product_attention(query, key, value, attn_mask=None, dropout_p=0.0, enable_gqa=False):
    """As PyTorch computes it from 2.5 on: a row that may look at nothing gives 0, and heads of keys may be shared."""
    if has_torch_function((query, key, value)):
        inputs = (query, key, value)
        more = {"attn_mask": attn_mask, "dropout_p": dropout_p, "enable_gqa": enable_gqa}
        return handle_torch_function(scaled_dot_product_attention, inputs, *inputs, **more)
    key, value = (x.repeat_interleave(query.shape[1] // x.shape[1], 1) for x in (key, value))
    empty = ~attn_mask.any(-1, keepdim=True)
    scores = (query @ key.mT / query.shape[-1] ** 0.5).masked_fill(~attn_mask & ~empty, -math.inf)
    return scores.softmax(-1).masked_fill(empty, 0) @ value


def newer_attention():
    """Two heads of queries look at one of keys; the second row of each at nothing."""
    allowed = torch.tensor([[True, False], [False, False], [True, True]])
    attended = {"attn_mask": allowed, "enable_gqa": True}
    shapes = (1, 2, 3, 2), (1, 1, 2, 2), (1, 1, 2, 2)
    return run(lambda q, k, v: scaled_dot_product_attention(q, k, v, **attended), *shapes)


def masked_attention():
    """No row of the mask is empty: what PyTorch gives for one has changed."""
    q, k, v = batch(9, 4).view(3, 1, 3, 4)
    mask = torch.tensor([[True, False, False], [True, True, False], [False, True, True]])
    return run(lambda w: attend(q * w, k * w, v * w, attn_mask=mask, dropout_p=0.4), (4,))


PROGRAM = {
    "writing into parts": lambda: program(indexed_writing),
    "unknown: functions in place": lambda: program(unknown_in_place),
    "unknown: a function of one's own": lambda: program(own_function),
    "backward hooks that look": lambda: program(watched),
    "unknown: a moving average": lambda: program(moving_average),
    "unknown: clipped weights": lambda: program(clipped),
    "unknown: gradients of gradients": lambda: program(physics),
    "unknown: gradients of every parameter": lambda: program(curvature),
    "a forward that fails": lambda: program(caught),
    "a cache that is empty at first": lambda: program(cached, lambda: nn.Linear(3, 3).double()),
    "unknown: complex numbers": lambda: program(rotated),
    "unknown: nine axes": lambda: program(windows),
    "printed on the way": lambda: program(printed),
    "unknown: computed before": lambda: before(small()),
    "truncated in time": lambda: program(truncated, lambda: nn.RNNCell(3, 4).double()),
    "attention that drops": masked_attention,
    "attention to nothing, and to shared keys": newer_attention,
    "unknown: differently imported": lambda: program(differently_imported),
    "views of what is changed": lambda: program(changed_base),
    "spectral norm": lambda: module(nn.utils.spectral_norm(nn.Linear(3, 2)), (2, 3)),
    "unknown: rows of a largest norm": lambda: module(embedding_of(max_norm=0.4), (3, 2)),
    "unknown: a sparse gradient": lambda: module(embedding_of(sparse=True), (3, 2)),
}


def embedding_of(**more):
    class Rows(nn.Embedding):
        def forward(self, x):
            return super().forward(torch.tensor([2, 0, 2])) * x

    return Rows(4, 2, **more)
