"""Number by number."""

import builtins
import math

from . import _dtypes as dt
from ._method import method
from ._tensor import Tensor, off_trace, op, tensor_of


def pair(a, b):
    a = tensor_of(a, b if isinstance(b, Tensor) else None)
    return a, tensor_of(b, a)


def fit(a, b):
    """Says as PyTorch does what does not fit."""
    for d in range(1, builtins.min(a.dim(), b.dim()) + 1):
        m, n = a.shape[-d], b.shape[-d]
        if m != n and 1 not in (m, n):
            raise RuntimeError(
                f"The size of tensor a ({m}) must match the size of tensor b ({n}) at non-singleton dimension {builtins.max(a.dim(), b.dim()) - d}"
            )


def _binary(name, whole=None):
    def f(input, other):
        a, b = pair(input, other)
        fit(a, b)
        kind = dt.wider(a.dtype, b.dtype)
        if not kind.is_floating_point:
            return off_trace(whole or name, dt.int64 if kind is dt.bool_ else kind, a, b)
        return op(name, [a, b])

    return f


_add = _binary("add")
_sub = _binary("sub")


@method("add")
def add(input, other, *, alpha=1):
    return _add(input, other if alpha == 1 else mul(other, alpha))


@method("sub", "subtract")
def sub(input, other, *, alpha=1):
    return _sub(input, other if alpha == 1 else mul(other, alpha))


mul = multiply = method("mul", "multiply")(_binary("mul"))
maximum = method("maximum")(_binary("maximum"))
minimum = method("minimum")(_binary("minimum"))


@method("div", "divide", "true_divide")
def div(input, other, *, rounding_mode=None):
    a, b = pair(input, other)
    fit(a, b)
    if rounding_mode == "floor":
        return floor_divide(a, b)
    if rounding_mode == "trunc":
        return off_trace("truncate", dt.wider(a.dtype, b.dtype), div(a, b))
    if not dt.wider(a.dtype, b.dtype).is_floating_point:
        return off_trace("div", dt.default(), a, b)
    return op("div", [a, b])


divide = true_divide = div


@method("floor_divide")
def floor_divide(input, other):
    a, b = pair(input, other)
    return off_trace("floorDivide", dt.wider(a.dtype, b.dtype), a, b)


@method("remainder", "fmod")
def remainder(input, other):
    a, b = pair(input, other)
    return off_trace("remainder", dt.wider(a.dtype, b.dtype), a, b)


@method("pow")
def pow(input, exponent):
    if isinstance(exponent, Tensor) and not exponent.shape and not exponent.requires_grad:
        exponent = exponent.item()
    if not isinstance(input, Tensor):
        return exp(mul(exponent, math.log(input)))
    if isinstance(exponent, Tensor):
        return exp(mul(exponent, log(input)))
    if not input.dtype.is_floating_point:
        if isinstance(exponent, int):
            return off_trace("pow", input.dtype, input, tensor_of(exponent, input))
        input = input.to(dt.default())
    if exponent == 2:
        return mul(input, input)
    if exponent == 3:
        return mul(mul(input, input), input)
    return op("pow", [input], {"exponent": exponent})


def _unary(name, engine=None, whole=None):
    def f(input):
        if not input.dtype.is_floating_point:
            if whole:
                return off_trace(whole, input.dtype, input)
            input = input.to(dt.default())
        return op(engine or name, [input])

    f.__name__ = name
    return method(name)(f)


exp = _unary("exp")
log = _unary("log")
sqrt = _unary("sqrt")
rsqrt = _unary("rsqrt")
sin = _unary("sin")
cos = _unary("cos")
tanh = _unary("tanh")
sigmoid = _unary("sigmoid")
relu = _unary("relu")
abs = absolute = _unary("abs", whole="abs")
neg = negative = _unary("neg", whole="neg")
floor = _unary("floor", whole="floor")
sign = _unary("sign")


@method("square")
def square(input):
    return mul(input, input)


@method("reciprocal")
def reciprocal(input):
    return div(1.0, input)


@method("round")
def round(input, *, decimals=0):
    scale = 10**decimals
    return off_trace("round", input.dtype, input) if decimals == 0 else round(input * scale) / scale


@method("ceil")
def ceil(input):
    return off_trace("ceil", input.dtype, input)


@method("log1p")
def log1p(input):
    return log(input + 1)


@method("log2")
def log2(input):
    return log(input) / math.log(2)


@method("log10")
def log10(input):
    return log(input) / math.log(10)


@method("clamp", "clip")
def clamp(input, min=None, max=None):
    if isinstance(min, Tensor) or isinstance(max, Tensor):
        input = input if min is None else maximum(input, min)
        return input if max is None else minimum(input, max)
    if not input.dtype.is_floating_point:
        input = input if min is None else off_trace("maximum", input.dtype, input, tensor_of(min, input))
        return input if max is None else off_trace("minimum", input.dtype, input, tensor_of(max, input))
    return op("clip", [input], {k: v for k, v in (("min", min), ("max", max)) if v is not None})


clip = clamp


def _compared(name, symbol):
    def f(input, other):
        a, b = pair(input, other)
        fit(a, b)
        return off_trace(name, dt.bool_, a, b)

    return method(name)(f)


eq, ne = _compared("eq", "=="), _compared("ne", "!=")
lt, le, gt, ge = _compared("lt", "<"), _compared("le", "<="), _compared("gt", ">"), _compared("ge", ">=")


def _logical(name, kind):
    def f(input, *other):
        return off_trace(kind, dt.bool_, input, *[tensor_of(x, input) for x in other])

    return method(name)(f)


logical_and, logical_or = _logical("logical_and", "and"), _logical("logical_or", "or")
logical_xor, logical_not = _logical("logical_xor", "xor"), _logical("logical_not", "not")
isnan, isinf, isfinite = _logical("isnan", "isnan"), _logical("isinf", "isinf"), _logical("isfinite", "isfinite")


@method("equal")
def equal(input, other):
    return input.shape == other.shape and bool((input == other).all())


@method("allclose")
def allclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False):
    near = abs(input.detach() - other.detach()) <= abs(other.detach()) * rtol + atol
    return bool(near.all())
