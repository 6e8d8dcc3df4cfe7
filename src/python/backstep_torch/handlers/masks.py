"""What chooses among numbers: limits, conditions and masks."""

import math

import torch

from ..registry import handles


@handles("clamp", "clip")
def _clamp(b, x, min=None, max=None):
    bounds = {k: v for k, v in (("min", min), ("max", max)) if v is not None}
    if not bounds or not all(isinstance(v, (int, float)) and math.isfinite(v) for v in bounds.values()):
        return NotImplemented
    return b.unary("clip", x, torch.clamp(x.detach(), min, max), **bounds)


@handles("clamp_min")
def _clamp_min(b, x, min):
    return _clamp(b, x, min)


@handles("clamp_max")
def _clamp_max(b, x, max):
    return _clamp(b, x, None, max)


@handles("hardtanh")
def _hardtanh(b, x, min_val=-1.0, max_val=1.0, inplace=False):
    return NotImplemented if bends(x, min_val, max_val) else _clamp(b, x, min_val, max_val)


@handles("relu6")
def _relu6(b, x, inplace=False):
    return _hardtanh(b, x, 0, 6)


def bends(x, *ends):
    """Whether a number lies where PyTorch has the slope 0, or for NaN either 0 or 1, and Backstep's clip 1 or 0."""
    x = x.detach()
    return any(bool((x == end).any()) for end in ends) or bool(x.isnan().any())


def _sixth(b, x):
    """A straight line from 0 at -3 to 1 at 3."""
    moved = b.binary("add", x, 3)
    return b.binary("div", b.unary("clip", moved, torch.clamp(moved.data, 0, 6), min=0, max=6), 6)


@handles("hardsigmoid")
def _hardsigmoid(b, x):
    # PyTorch's sixth is one of float32, in float64 too.
    if x.dtype == torch.float64 or bends(x, -3, 3):
        return NotImplemented
    return _sixth(b, x)


@handles("hardswish")
def _hardswish(b, x):
    return NotImplemented if bends(x, -3, 3) else b.binary("mul", x, _sixth(b, x))


@handles("where")
def _where(b, condition, x, other):
    condition, x, other = b.use(condition, "mask"), b.use(x), b.use(other)
    mask = condition.data.bool()
    return b.apply("where", [condition, x, other], {}, torch.where(mask, x.data, other.data.to(x.data.dtype)))


@handles("masked_fill")
def _masked_fill(b, x, mask, value):
    return _where(b, mask, value, b.use(x)) if torch.is_tensor(value) else _fill(b, x, mask, value)


def _fill(b, x, mask, number):
    x, mask = b.use(x), b.use(mask, "mask")
    return b.apply("where", [mask, b.use(number), x], {}, x.data.masked_fill(mask.data.bool(), number))


@handles("tril")
def _tril(b, x, diagonal=0):
    keep = b.constant("mask", torch.ones(x.shape[-2:], dtype=torch.bool).tril(diagonal))
    return b.apply("where", [keep, x, 0], {}, torch.tril(x.detach(), diagonal))


@handles("triu")
def _triu(b, x, diagonal=0):
    keep = b.constant("mask", torch.ones(x.shape[-2:], dtype=torch.bool).triu(diagonal))
    return b.apply("where", [keep, x, 0], {}, torch.triu(x.detach(), diagonal))
