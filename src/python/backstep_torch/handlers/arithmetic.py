"""Sums, products and powers of numbers."""

import math

import torch

from ..registry import handles


@handles("add")
def _add(b, x, other, *, alpha=1):
    return b.binary("add", x, other if alpha == 1 else b.binary("mul", other, alpha))


@handles("sub", "subtract")
def _sub(b, x, other, *, alpha=1):
    return b.binary("sub", x, other if alpha == 1 else b.binary("mul", other, alpha))


@handles("rsub")
def _rsub(b, x, other, *, alpha=1):
    return b.binary("sub", other, x if alpha == 1 else b.binary("mul", x, alpha))


@handles("mul", "multiply")
def _mul(b, x, other):
    return b.binary("mul", x, other)


@handles("div", "divide", "true_divide")
def _div(b, x, other, *, rounding_mode=None):
    if rounding_mode == "floor":
        return _floor_divide(b, x, other)
    return b.binary("div", x, other) if rounding_mode is None else NotImplemented


@handles("floor_divide")
def _floor_divide(b, x, other):
    quotient = b.binary("div", x, other)
    return b.unary("floor", quotient, torch.floor(quotient.data))


@handles("reciprocal")
def _reciprocal(b, x):
    return b.binary("div", 1, x)


@handles("square")
def _square(b, x):
    return b.binary("mul", x, x)


@handles("pow")
def _pow(b, x, exponent):
    if torch.is_tensor(exponent) or not torch.is_tensor(x):
        return NotImplemented
    if exponent == 2:
        return b.binary("mul", x, x)
    if exponent == 3:
        return b.binary("mul", b.binary("mul", x, x), x)
    if exponent == -1:
        return b.binary("div", 1, x)
    return b.unary("pow", x, x.detach().pow(exponent), exponent=exponent) if math.isfinite(exponent) else NotImplemented


@handles("addcmul")
def _addcmul(b, x, one, other, *, value=1):
    product = b.binary("mul", one, other)
    return b.binary("add", x, product if value == 1 else b.binary("mul", product, value))


@handles("maximum")
def _maximum(b, x, other):
    return b.binary("maximum", x, other)


@handles("minimum")
def _minimum(b, x, other):
    return b.binary("minimum", x, other)


@handles("fmax")
def _fmax(b, x, other):
    return _number(b, x, other, torch.ge)


@handles("fmin")
def _fmin(b, x, other):
    return _number(b, x, other, torch.le)


def _number(b, x, other, wins):
    """The one of two that wins, of equal ones the first; where one is NaN, the other."""
    x, other = b.use(x), b.use(other)
    first = wins(x.data, other.data) | other.data.isnan()
    return b.apply("where", [b.constant("mask", first), x, other], {}, torch.where(first, x.data, other.data))


@handles("outer", "ger")
def _outer(b, x, other):
    return b.binary("mul", b.reshape(x, (-1, 1)), other)


@handles("lerp")
def _lerp(b, x, end, weight):
    return b.binary("add", x, b.binary("mul", b.binary("sub", end, x), weight))


@handles("neg", "negative")
def _neg(b, x):
    return b.unary("neg", x, -x.detach())
