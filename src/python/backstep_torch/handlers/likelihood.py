"""Losses of a choice among classes: the logarithm of what the right one was given."""

import math

import torch

from ..registry import handles


@handles("cross_entropy_loss")
def _cross_entropy(b, x, target, weight=None, reduction=1, ignore_index=-100, label_smoothing=0.0):
    chosen = not target.is_floating_point()
    simple_case = x.dim() == 2 and chosen and weight is None and not label_smoothing and reduction != 0
    if simple_case and not bool((target == ignore_index).any()):
        inputs = [b.use(x), b.use(target, "target")]
        return b.apply("crossEntropy", inputs, {"reduction": ("mean" if reduction == 1 else "sum")}, b.shadow())
    axis = 0 if x.dim() == 1 else 1
    logs = b.unary("logSoftmax", x, torch.log_softmax(x.detach(), axis), axis=axis)
    return _likelihood(b, logs, target, weight, reduction, ignore_index, label_smoothing)


@handles("nll_loss_nd", "nll_loss")
def _nll_loss(b, x, target, weight=None, reduction=1, ignore_index=-100):
    return _likelihood(b, b.use(x), target, weight, reduction, ignore_index, 0.0)


def _likelihood(b, logs, target, weight, reduction, ignore_index, smoothing):
    """-sum of logarithms, each times what the targets, class weights and smoothing make its weight."""
    if weight is not None and weight.requires_grad:
        return NotImplemented
    axis = 0 if logs.ndim == 1 else 1
    dtype = logs.data.dtype
    each = None if weight is None else weight.detach().to(dtype)
    if target.is_floating_point():
        return _of_shares(b, logs, target, each, reduction, axis, smoothing)
    kept = target != ignore_index
    index = torch.where(kept, target, torch.zeros_like(target))
    count = kept.to(dtype) if each is None else each[index] * kept
    whole = float(count.sum())
    places = b.constant("target", index.unsqueeze(axis))
    right = b.apply("gather", [logs, places], {"axis": axis}, logs.data.gather(axis, places.data))
    right = b.reshape(right, index.shape)
    if each is not None:
        right = b.binary("mul", right, b.constant("class_weights", each[index]))
    if smoothing:
        all_of_them = b.reduce("sum", _times(b, logs, each, axis), axis)
        right = b.binary("add", b.binary("mul", right, 1 - smoothing), b.binary("mul", all_of_them, smoothing / logs.shape[axis]))
    if not bool(kept.all()):
        mask = b.constant("kept", kept)
        right = b.apply("where", [mask, right, 0], {}, torch.where(kept, right.data, torch.zeros_like(right.data)))
    return _total(b, right, reduction, whole)


def _of_shares(b, logs, target, each, reduction, axis, smoothing):
    """Targets that are shares of each class."""
    shares = b.use(target, "target")
    if smoothing:
        shares = b.binary("add", b.binary("mul", shares, 1 - smoothing), smoothing / logs.shape[axis])
    right = b.reduce("sum", _times(b, b.binary("mul", logs, shares), each, axis), axis)
    return _total(b, right, reduction, math.prod(logs.shape) / logs.shape[axis])


def _times(b, logs, each, axis):
    """Each class times its weight."""
    if each is None:
        return logs
    return b.binary("mul", logs, b.constant("class_weights", each.reshape([-1 if d == axis else 1 for d in range(logs.ndim)])))


def _total(b, right, reduction, whole):
    """The loss is the less, the larger the logarithms: their sum, or their mean, with its sign turned."""
    if reduction:
        right = b.reduce("sum", right, None)
    return b.binary("div", right, -whole) if reduction == 1 else b.unary("neg", right, -right.data)
