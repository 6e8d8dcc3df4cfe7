"""Losses."""

import math

import torch

from ..registry import handles

REDUCTIONS = ["none", "mean", "sum"]


def _compared(b, op, f, x, target, reduction, each):
    """A loss of differences; `each` makes the loss of one number of its difference, where they are not reduced."""
    x, target = b.use(x), b.use(target, "target")
    kind = REDUCTIONS[reduction]
    if kind == "none":
        return each(b.binary("sub", x, target))
    return b.apply(op, [x, target], {"reduction": kind}, f(x.data, target.data, reduction=kind))


@handles("mse_loss")
def _mse_loss(b, x, target, reduction=1):
    return _compared(b, "mse", torch.nn.functional.mse_loss, x, target, reduction, lambda off: b.binary("mul", off, off))


@handles("l1_loss")
def _l1_loss(b, x, target, reduction=1):
    f = torch.nn.functional.l1_loss
    return _compared(b, "l1", f, x, target, reduction, lambda off: b.unary("abs", off, off.data.abs()))


@handles("smooth_l1_loss")
def _smooth_l1_loss(b, x, target, reduction=1, beta=1.0):
    return _huber(b, x, target, reduction, beta, beta) if beta > 0 else _l1_loss(b, x, target, reduction)


@handles("huber_loss")
def _huber_loss(b, x, target, reduction=1, delta=1.0):
    return _huber(b, x, target, reduction, delta, delta * delta)


def _huber(b, x, target, reduction, bend, scale):
    """The loss with its bend at 1, of numbers that are measured in bends."""
    if reduction == 0:
        return NotImplemented
    x, target = b.use(x), b.use(target, "target")
    if bend != 1:
        x, target = b.binary("div", x, bend), b.binary("div", target, bend)
    kind = REDUCTIONS[reduction]
    data = torch.nn.functional.smooth_l1_loss(x.data, target.data, reduction=kind)
    loss = b.apply("huber", [x, target], {"reduction": kind}, data)
    return loss if scale == 1 else b.binary("mul", loss, scale)


@handles("kl_div")
def _kl_div(b, x, target, reduction=1, log_target=False):
    if log_target or reduction == 0 or target.requires_grad:
        return NotImplemented
    inputs, kind = [b.use(x), b.use(target, "target")], REDUCTIONS[reduction]
    data = torch.nn.functional.kl_div(inputs[0].data, inputs[1].data, reduction=kind)
    return b.apply("klDiv", inputs, {"reduction": kind}, data)


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
    if weight is not None or reduction == 0:
        return NotImplemented
    inputs = [b.use(x), b.use(target, "target")]
    return b.apply("binaryCrossEntropy", inputs, {"reduction": REDUCTIONS[reduction]}, b.shadow())


@handles("binary_cross_entropy_with_logits")
def _binary_cross_entropy_with_logits(b, x, target, weight=None, pos_weight=None, reduction=1):
    if weight is not None or pos_weight is not None or reduction == 0:
        return NotImplemented
    inputs = [b.use(x), b.use(target, "target")]
    return b.apply("binaryCrossEntropyWithLogits", inputs, {"reduction": REDUCTIONS[reduction]}, b.shadow())


@handles("cross_entropy_loss")
def _cross_entropy(b, x, target, weight=None, reduction=1, ignore_index=-100, label_smoothing=0.0):
    chosen = not target.is_floating_point()
    simple_case = x.dim() == 2 and chosen and weight is None and not label_smoothing and reduction != 0
    if simple_case and not bool((target == ignore_index).any()):
        inputs = [b.use(x), b.use(target, "target")]
        return b.apply("crossEntropy", inputs, {"reduction": REDUCTIONS[reduction]}, b.shadow())
    axis = 0 if x.dim() == 1 else 1
    logs = b.unary("logSoftmax", x, torch.log_softmax(x.detach(), axis), axis=axis)
    return _likelihood(b, logs, target, weight, reduction, ignore_index, label_smoothing)


@handles("nll_loss_nd", "nll_loss")
def _nll_loss(b, x, target, weight=None, reduction=1, ignore_index=-100):
    return _likelihood(b, b.use(x), target, weight, reduction, ignore_index, 0.0)


def _likelihood(b, logs, target, weight, reduction, ignore_index, smoothing):
    """-sum of logarithms, each times what the targets, class weights and smoothing make its weight."""
    if target.requires_grad or (weight is not None and weight.requires_grad):
        return NotImplemented
    axis = 0 if logs.ndim == 1 else 1
    classes = logs.shape[axis]
    dtype = logs.data.dtype
    each = torch.ones(classes, dtype=dtype) if weight is None else weight.detach().to(dtype)
    across = each.reshape([-1 if d == axis else 1 for d in range(logs.ndim)])
    if target.is_floating_point():
        share = target.detach() * (1 - smoothing) + smoothing / classes
        share, whole = share * across, math.prod(logs.shape) / classes
    else:
        kept = target != ignore_index
        index = torch.where(kept, target, torch.zeros_like(target))
        one = torch.zeros_like(logs.data).scatter(axis, index.unsqueeze(axis), 1.0)
        share = (one * (1 - smoothing) + smoothing / classes) * across * kept.unsqueeze(axis)
        whole = float((each[index] * kept).sum())
    if reduction == 1:
        if not whole:  # a mean of nothing: PyTorch gives NaN, and 0 on the way back
            return NotImplemented
        share = share / whole
    product = b.binary("mul", logs, b.constant("target_weights", -share))
    return b.reduce("sum", product, axis if reduction == 0 else None)
