"""Number by number."""

import builtins
import math

from . import _dtypes as dt
from ._method import method
from ._tensor import called, Tensor, off_trace, op, tensor_of


def pair(a, b):
    a = tensor_of(a, b if isinstance(b, Tensor) else None)
    b = tensor_of(b, a)
    if a.dtype is not b.dtype:
        kind = joint(a, b)
        if kind.is_floating_point:
            # A tensor without axes, and whole numbers, take the type of the other.
            a = a.to(kind) if a.dtype.is_floating_point else a
            b = b.to(kind) if b.dtype.is_floating_point else b
    return a, b


def joint(a, b):
    """The type of what is computed from both: one without axes counts only where its kind of number is another."""
    if bool(a.dim()) != bool(b.dim()):
        large, small = (a, b) if a.dim() else (b, a)
        if dt.sort_of(small.dtype) <= dt.sort_of(large.dtype):
            return large.dtype
        return small.dtype
    return dt.wider(a.dtype, b.dtype)


def result_type(tensor, other):
    return joint(*pair(tensor, other))


def fit(a, b):
    """Says as PyTorch does what does not fit."""
    for d in range(1, builtins.min(a.dim(), b.dim()) + 1):
        m, n = a.shape[-d], b.shape[-d]
        if m != n and 1 not in (m, n):
            raise RuntimeError(
                f"The size of tensor a ({m}) must match the size of tensor b ({n}) at non-singleton dimension {builtins.max(a.dim(), b.dim()) - d}"
            )


# What sums and products of truths are.
TRUTHS = {"add": "or", "mul": "and", "maximum": "or", "minimum": "and"}


def _binary(name, whole=None):
    def f(input, other):
        if isinstance(input, Tensor) and isinstance(other, Tensor) and input.dtype is other.dtype and input.dtype.is_floating_point:
            try:
                return op(name, [input, other])
            except RuntimeError:
                # To look at shapes takes time: only what does not fit is looked at.
                fit(input, other)
                raise
        a, b = pair(input, other)
        fit(a, b)
        kind = a.dtype if a.dtype is b.dtype else joint(a, b)
        if kind is dt.bool_:
            if name not in TRUTHS:
                raise RuntimeError("Subtraction, the `-` operator, with a bool tensor is not supported: use ^ or logical_xor.")
            return off_trace(TRUTHS[name], kind, a, b)
        if not kind.is_floating_point:
            return off_trace(whole or name, kind, a, b)
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


def rsub(input, other, *, alpha=1):
    return sub(other, input, alpha=alpha)


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


@method("remainder")
def remainder(input, other):
    a, b = pair(input, other)
    return off_trace("remainder", joint(a, b), a, b)


@method("fmod")
def fmod(input, other):
    a, b = pair(input, other)
    return off_trace("fmod", joint(a, b), a, b)


@method("pow")
def pow(input, exponent):
    if isinstance(exponent, Tensor) and not exponent.shape and not exponent.requires_grad:
        exponent = exponent.item()
    if not isinstance(input, Tensor):
        if isinstance(input, int) and isinstance(exponent, Tensor) and not exponent.dtype.is_floating_point:
            return off_trace("pow", exponent.dtype, tensor_of(input, exponent), exponent)
        return exp(mul(exponent, math.log(input)))
    if isinstance(exponent, Tensor):
        return exp(mul(exponent, log(input)))
    if not input.dtype.is_floating_point:
        if isinstance(exponent, int):
            return off_trace("pow", input.dtype, input, tensor_of(exponent, input))
        input = input.to(dt.default())
    if exponent == 2:
        return called("Pow", mul(input, input))
    if exponent == 3:
        return called("Pow", mul(mul(input, input), input))
    return op("pow", [input], {"exponent": exponent})


def _unary(name, engine=None, whole=None):
    def f(input):
        if not input.dtype.is_floating_point:
            if name == "neg" and input.dtype is dt.bool_:
                raise RuntimeError("Negation, the `-` operator, on a bool tensor is not supported: use ~ or logical_not.")
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
erf = _unary("erf")
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
    return _flat("round", input) if decimals == 0 else round(input * scale) / scale


def _flat(kind, input):
    """Steps: where a gradient is asked for, it is 0."""
    y = off_trace(kind, input.dtype, input)
    return y + floor(input) * 0 if input.requires_grad else y


@method("ceil")
def ceil(input):
    return _flat("ceil", input)


@method("trunc", "fix")
def trunc(input):
    return _flat("truncate", input)


fix = trunc


@method("frac")
def frac(input):
    return input - trunc(input)


@method("positive")
def positive(input):
    return input


@method("expm1")
def expm1(input):
    return exp(input) - 1


@method("sinh")
def sinh(input):
    return (exp(input) - exp(-input)) / 2


@method("cosh")
def cosh(input):
    return (exp(input) + exp(-input)) / 2


@method("tan")
def tan(input):
    return div(sin(input), cos(input))


@method("erfc")
def erfc(input):
    return 1 - erf(input)


@method("hypot")
def hypot(input, other):
    return sqrt(input * input + other * other)


@method("addcmul")
def addcmul(input, tensor1, tensor2, *, value=1):
    return add(input, mul(tensor1, tensor2), alpha=value)


@method("addcdiv")
def addcdiv(input, tensor1, tensor2, *, value=1):
    return add(input, div(tensor1, tensor2), alpha=value)


@method("lerp")
def lerp(input, end, weight):
    return add(input, mul(weight, sub(end, input)))


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


def _compared(name):
    def f(input, other):
        a, b = pair(input, other)
        fit(a, b)
        return off_trace(name, dt.bool_, a, b)

    return method(name)(f)


eq, ne = _compared("eq"), _compared("ne")
lt, le, gt, ge = _compared("lt"), _compared("le"), _compared("gt"), _compared("ge")


def _logical(name, kind):
    def f(input, *other):
        return off_trace(kind, dt.bool_, input, *[tensor_of(x, input) for x in other])

    return method(name)(f)


logical_and, logical_or = _logical("logical_and", "and"), _logical("logical_or", "or")


def _bitwise(name, kind, truths):
    def f(input, *other):
        others = [tensor_of(x, input) for x in other]
        both = dt.wider(input.dtype, *[x.dtype for x in others])
        if both.is_floating_point:
            raise RuntimeError(f"{name} works on truths and whole numbers, and not on {both}")
        return off_trace(truths if both is dt.bool_ else kind, both, input, *others)

    return method(name)(f)


bitwise_and, bitwise_or = _bitwise("bitwise_and", "bitAnd", "and"), _bitwise("bitwise_or", "bitOr", "or")
bitwise_xor, bitwise_not = _bitwise("bitwise_xor", "bitXor", "xor"), _bitwise("bitwise_not", "bitNot", "not")
logical_xor, logical_not = _logical("logical_xor", "xor"), _logical("logical_not", "not")
isnan, isinf, isfinite = _logical("isnan", "isnan"), _logical("isinf", "isinf"), _logical("isfinite", "isfinite")


@method("equal")
def equal(input, other):
    return input.shape == other.shape and bool((input == other).all())


@method("isclose")
def isclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False):
    near = abs(input.detach() - other.detach()) <= abs(other.detach()) * rtol + atol
    # Infinities, whose difference is no number, are near where they are the same.
    near = near | (input == other)
    return near | ((input != input) & (other != other)) if equal_nan else near


@method("allclose")
def allclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False):
    return bool(isclose(input, other, rtol, atol, equal_nan).all())
