"""How a recorded run is made: with a recorder, or without one to be compared with."""

import contextlib
import types

import torch
from torch import nn

from backstep_torch import record

RECORDED = [True]


@contextlib.contextmanager
def plain():
    """Runs are made without a recorder, to be compared with those that have one."""
    RECORDED.append(False)
    try:
        yield
    finally:
        RECORDED.pop()


def recording(model=None):
    return record(model) if RECORDED[-1] else contextlib.nullcontext(types.SimpleNamespace())


def ended(r, loss, model=None, *xs):
    """The recording, with what the run ended with: its loss or result, every gradient, and what the model holds."""
    held = [*xs, *(() if model is None else (*model.parameters(), *model.buffers()))]
    r.ended = [loss.detach(), *held, *(x.grad for x in held if x.grad is not None)]
    return r


def run(f, *shapes, model=None, dtype=torch.float64, positive=False):
    """Records the sum of f of random tensors, each number weighted, so that every number has a gradient of its own."""
    torch.manual_seed(0)
    xs = [torch.randn(shape, dtype=dtype) for shape in shapes]
    xs = [(x.abs() + 0.1 if positive else x).requires_grad_() for x in xs]
    if model is not None:
        model.to(dtype)
    with recording(model) as r:
        y = f(*xs)
        weights = torch.linspace(0.5, 1.5, y.numel(), dtype=dtype).reshape(y.shape)
        loss = (y * weights).sum()
        loss.backward()
    return ended(r, loss, model, *xs)


def module(m, *shapes, pick=lambda y: y, **more):
    torch.manual_seed(1)
    for p in m.parameters():
        nn.init.uniform_(p, -0.7, 0.7)
    return run(lambda *xs: pick(m(*xs)), *shapes, model=m, **more)
