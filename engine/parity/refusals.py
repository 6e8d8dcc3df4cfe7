"""What cannot be recorded: each attempt, and words of the sentence that it is refused with."""

import torch
from torch import nn

from backstep_torch import RecordError, record


def refused(f, says):
    """Each refusal is one sentence that has these words in it."""
    try:
        f()
    except RecordError as error:
        text = str(error)
        assert says in text, f"expected “{says}” in: {text}"
        assert "\n" not in text and ". " not in text.rstrip("."), f"more than one sentence: {text}"
        return text
    raise AssertionError(f"not refused: {says}")


def step(f, backward=True, x=None):
    x = torch.ones(3, requires_grad=True) if x is None else x
    with record() as r:
        y = f(x)
        if backward:
            y.backward()
    return r.trace()


def views(x):
    h = x * 2
    view = h[0:2]
    view.mul_(3)
    return h.sum()


def part(x):
    h = x * 2
    h[0] = x[1]
    return h.sum()


class Hidden(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2

    @staticmethod
    def backward(ctx, g):
        return g * 2


def many(x):
    for _ in range(20_001):
        x = x * 1
    return x.sum()


def twice(x):
    (x * 2).sum().backward()
    return (x * 3).sum()


before = torch.ones(3, requires_grad=True) * 2
loss_before = before.sum()

REFUSED = {
    "no backward": (lambda: step(lambda x: x.sum(), backward=False), "call loss.backward() inside of the with block"),
    "a loss of many numbers": (lambda: step(lambda x: x * 2), "reduce it with .mean() or .sum() first"),
    "a leaf in place": (lambda: step(lambda x: x.mul_(2).sum()), "a leaf that needs a gradient, in place"),
    "a view in place": (lambda: step(views), "changed in place"),
    "a part in place": (lambda: step(part), "torch.where, torch.cat or torch.stack"),
    "an unknown op in place": (lambda: step(lambda x: (x * 2).sqrt_().sum()), "use a form that makes a new tensor"),
    "complex numbers": (lambda: step(lambda x: torch.view_as_real(torch.complex(x, x)).sum()), "is complex"),
    "half": (lambda: step(lambda x: (x * 2).sum(), x=torch.ones(3, dtype=torch.bfloat16, requires_grad=True)), "model.float()"),
    "sparse": (lambda: step(lambda x: torch.sparse.mm(torch.eye(3).to_sparse(), (x * 2)[:, None]).sum()), "sparse or quantized"),
    "no numbers": (lambda: step(lambda x: (x[:0] * 2).sum()), "holds no number"),
    "too many values": (lambda: step(lambda x: (x * torch.ones(1_500_000, 1)).sum()), "more than 4 million values"),
    "too many ops": (lambda: step(many), "more than 20000 ops"),
    "out": (lambda: step(lambda x: torch.add(x.detach(), x.detach(), out=torch.empty(3)).sum()), "leave out= away"),
    "a loss from outside": (lambda: step(lambda x: loss_before), "was not computed inside"),
    "computed before": (lambda: step(lambda x: (x * before).sum()), "computed where the recording does not see it"),
    "a function of one's own": (lambda: step(lambda x: Hidden.apply(x * 2).sum()), "comes out of Hidden, an autograd.Function"),
    "two ways back": (lambda: step(twice), "inside of the loop"),
    "a gradient of one's own": (lambda: weighted(), "multiply the loss by it"),
    "data": (lambda: step(lambda x: setter(x).sum()), "make a new tensor"),
    "data in place": (lambda: step(lambda x: clamped(x).sum()), "through .data"),
    "a part of data in place": (lambda: step(lambda x: zeroed(x).sum()), "through .data"),
    "autograd.grad": (lambda: step(lambda x: torch.autograd.grad((x * x).sum(), x)[0].sum()), "call loss.backward()"),
    "a hook that changes a gradient": (lambda: step(hooked), "A hook changes the gradient of mul"),
    "a scripted model": (lambda: record(torch.jit.script(nn.Linear(2, 2))).__enter__(), "compiled by torch.jit"),
    "a lazy model": (lambda: record(nn.LazyLinear(2)).__enter__(), "call it once before"),
}


def clamped(x):
    x.data.clamp_(0, 1)
    return x


def zeroed(x):
    h = x * 2
    h.data[0] = 0
    return h


def hooked(x):
    h = x * 2
    h.register_hook(lambda g: None)
    h.register_hook(lambda g: g * 2)
    return (h * h).sum()


def weighted():
    x = torch.ones(3, requires_grad=True)
    with record() as r:
        (x * 2).sum().backward(torch.tensor(2.0))
    return r.trace()


def setter(x):
    h = x * 2
    h.data = torch.zeros(3)
    return h
