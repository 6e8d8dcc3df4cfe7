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
