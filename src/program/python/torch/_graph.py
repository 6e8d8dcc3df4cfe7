"""Gradients that are computed by ops, so that gradients go through them too: create_graph=True."""

import json

from . import _dtypes as dt
from ._creation import ones_like
from ._machine import differentiable, enter, here, leave, machine
from ._modes import enable_grad
from ._tensor import Tensor, waiting


def graph_back(output, gradient):
    """What comes to every tensor on the way to the output, by what the tape calls it. `gradient` is that of the output."""
    from ._vjp import back_through

    here()
    found = json.loads(machine.calls(output._id))
    tensors = {name: _named(id) for name, id in found["ids"].items()}
    totals = {machine.onTape(output._id): ones_like(output.detach()) if gradient is None else gradient}
    enter("gradients", "Gradients, computed by steps through which gradients can go again.", "")
    try:
        with enable_grad():
            for op, attrs, reads, writes in reversed(found["calls"]):
                g = totals.get(writes)
                if g is None:
                    continue
                xs = [tensors[name] for name in reads]
                for name, part in zip(reads, back_through(op, attrs, g, tensors[writes], xs, [x._needs for x in xs])):
                    if part is not None:
                        totals[name] = totals[name] + part if name in totals else part
    finally:
        leave("")
    return totals


def leaves_of(totals):
    """Pairs of a leaf and its gradient, as a way back gives them."""
    standing = {machine.onTape(id): x for id, x in list(waiting.items()) if x._needs and not x._computed}
    return [(standing[name], g) for name, g in totals.items() if name in standing]


def _named(id):
    """A tensor of the tape, with what autograd knows of it."""
    x = Tensor(id, dt.BY_NAME[machine.dtype(id)])
    x._needs = x._computed = differentiable(id)
    return x
