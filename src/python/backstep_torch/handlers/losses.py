"""Losses."""

import torch
from torch.nn import functional

from ..registry import handles

REDUCTIONS = ["none", "mean", "sum"]


def _compared(b, op, f, x, target, reduction):
    """A loss of numbers one by one."""
    inputs, kind = [b.use(x), b.use(target, "target")], REDUCTIONS[reduction]
    return b.apply(op, inputs, {"reduction": kind}, f(inputs[0].data, inputs[1].data, reduction=kind))


def reduced(b, losses, reduction):
    return losses if reduction == 0 else b.reduce(REDUCTIONS[reduction], losses, None)


@handles("mse_loss")
def _mse_loss(b, x, target, reduction=1):
    return _compared(b, "mse", functional.mse_loss, x, target, reduction)


@handles("l1_loss")
def _l1_loss(b, x, target, reduction=1):
    return _compared(b, "l1", functional.l1_loss, x, target, reduction)


@handles("smooth_l1_loss")
def _smooth_l1_loss(b, x, target, reduction=1, beta=1.0):
    if beta > 0:
        return _huber(b, x, target, reduction, beta, beta)
    # At equal numbers its slope is -1 in PyTorch, where that of absolute differences is 0.
    return NotImplemented if bool((x == target).any()) else _l1_loss(b, x, target, reduction)


@handles("huber_loss")
def _huber_loss(b, x, target, reduction=1, delta=1.0):
    return _huber(b, x, target, reduction, delta, delta * delta)


def _huber(b, x, target, reduction, bend, scale):
    """The loss with its bend at 1, of numbers that are measured in bends."""
    x, target = b.use(x), b.use(target, "target")
    if bend != 1:
        x, target = b.binary("div", x, bend), b.binary("div", target, bend)
    loss = _compared(b, "huber", functional.smooth_l1_loss, x, target, reduction)
    return loss if scale == 1 else b.binary("mul", loss, scale)


@handles("kl_div")
def _kl_div(b, x, target, reduction=1, log_target=False):
    if not log_target and not target.requires_grad:
        return _compared(b, "klDiv", functional.kl_div, x, target, reduction)
    if log_target:
        logs = b.use(target, "target")
        target = b.unary("exp", logs, logs.data.exp())
    elif bool((target <= 0).any()):  # what t ln t sends back at 0 is no number
        return NotImplemented
    else:
        target = b.use(target, "target")
        logs = b.unary("log", target, target.data.log())
    return reduced(b, b.binary("mul", target, b.binary("sub", logs, x)), reduction)


@handles("cosine_similarity")
def _cosine_similarity(b, x1, x2, dim=1, eps=1e-8):
    lengths = [x.detach().norm(dim=dim) for x in (x1, x2)]
    # Where a vector is shorter than epsilon, epsilon takes the place of its length.
    if any(bool((n < max(eps, 1e-150)).any()) for n in lengths):
        return NotImplemented
    norms = []
    for x in (x1, x2):
        squares = b.reduce("sum", b.binary("mul", x, x), dim)
        norms.append(b.unary("sqrt", squares, squares.data.sqrt()))
    dot = b.reduce("sum", b.binary("mul", x1, x2), dim)
    return b.binary("div", dot, b.binary("mul", *norms))


@handles("binary_cross_entropy")
def _binary_cross_entropy(b, x, target, weight=None, reduction=1):
    if target.requires_grad or (weight is not None and weight.requires_grad):
        return NotImplemented
    return _weighted(b, "binaryCrossEntropy", functional.binary_cross_entropy, x, target, weight, reduction)


@handles("binary_cross_entropy_with_logits")
def _binary_cross_entropy_with_logits(b, x, target, weight=None, pos_weight=None, reduction=1):
    if any(w is not None and w.requires_grad for w in (target, weight, pos_weight)):
        return NotImplemented
    op, f = "binaryCrossEntropyWithLogits", functional.binary_cross_entropy_with_logits
    if pos_weight is None:
        return _weighted(b, op, f, x, target, weight, reduction)
    # Of a yes, the loss counts pos_weight times; of a target in between, so does the part that it would be for a yes.
    losses = _compared(b, op, f, x, target, 0)
    more = (pos_weight.detach() - 1) * target.detach()
    if bool(((target == 0) | (target == 1)).all()):
        losses = b.binary("mul", losses, b.constant("pos_weight", more + 1))
    else:
        yes = _compared(b, op, f, x, b.constant("yes", torch.ones_like(target)), 0)
        losses = b.binary("add", losses, b.binary("mul", yes, b.constant("pos_weight", more)))
    return reduced(b, losses if weight is None else b.binary("mul", losses, b.use(weight, "weight")), reduction)


def _weighted(b, op, f, x, target, weight, reduction):
    if weight is None:
        return _compared(b, op, f, x, target, reduction)
    return reduced(b, b.binary("mul", _compared(b, op, f, x, target, 0), b.use(weight, "weight")), reduction)
