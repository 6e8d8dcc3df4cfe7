"""One number of many: sums, extremes, orders, shares."""

import builtins
import math

from . import _dtypes as dt
from ._machine import machine
from ._method import axes_of, method
from ._elements import abs, div, exp, log, maximum, minimum, mul, pow, sqrt
from ._pieces import gather, stack, unbind, where
from ._tensor import called, Tensor, op


def reduced(name, input, dim, keepdim, dtype=None):
    if not input.shape:
        return input
    attrs = {"axes": builtins.sorted(axes_of(dim, input.dim()))} if dim is not None and dim != () else {}
    if keepdim:
        attrs["keepdim"] = True
    return op(name, [input], attrs, dtype)


@method("sum")
def sum(input, dim=None, keepdim=False, *, dtype=None):
    if dtype is not None:
        input = input.to(dtype)
    return reduced("sum", input, dim, keepdim, None if input.dtype.is_floating_point else dt.int64)


@method("mean")
def mean(input, dim=None, keepdim=False, *, dtype=None):
    if dtype is not None:
        input = input.to(dtype)
    if not input.dtype.is_floating_point:
        raise RuntimeError(
            f"mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: {'Bool' if input.dtype is dt.bool_ else 'Long'}"
        )
    return reduced("mean", input, dim, keepdim)


def _correction(dim, unbiased, correction):
    if isinstance(dim, bool):
        return None, int(dim)
    return dim, int(bool(unbiased)) if correction is None else correction


@method("var")
def var(input, dim=None, unbiased=True, keepdim=False, *, correction=None):
    dim, correction = _correction(dim, unbiased, correction)
    n = math.prod(input.shape[d] for d in axes_of(dim, input.dim()))
    off = input - mean(input, dim, True) if input.shape else input - input
    total = sum(mul(off, off), dim, keepdim)
    return div(total, float(n - correction)) if n > correction else total * float("nan")


@method("std")
def std(input, dim=None, unbiased=True, keepdim=False, *, correction=None):
    return sqrt(var(input, dim, unbiased, keepdim, correction=correction))


@method("prod")
def prod(input, dim=None, keepdim=False):
    if dim is None:
        input, dim = input.reshape(-1), 0
    parts = unbind(input, dim)
    y = parts[0]
    for part in parts[1:]:
        y = mul(y, part)
    return y.unsqueeze(dim) if keepdim else y


@method("norm")
def norm(input, p="fro", dim=None, keepdim=False):
    if p in ("fro", 2, 2.0, None):
        return sqrt(sum(mul(input, input), dim, keepdim))
    if p == 1:
        return sum(abs(input), dim, keepdim)
    if p == math.inf:
        return amax(abs(input), dim, keepdim)
    return pow(sum(pow(abs(input), p), dim, keepdim), 1 / p)


class Extreme(tuple):
    """Values and their places, as max and sort give them."""

    def __new__(cls, pair, name="max"):
        self = super().__new__(cls, pair)
        self.name = name
        return self

    values = property(lambda self: self[0])
    indices = property(lambda self: self[1])

    def __repr__(self):
        return f"torch.return_types.{self.name}(\nvalues={self[0]!r},\nindices={self[1]!r})"


def _whole_extreme(kind, input, dim, keepdim):
    return Tensor(machine.reduce(kind, input._id, dim, keepdim, input.dtype.name), input.dtype)


def _extreme(kind):
    @method(kind)
    def f(input, dim=None, keepdim=False):
        if isinstance(dim, Tensor):
            return (maximum if kind == "max" else minimum)(input, dim)
        if dim is None:
            if not input.dtype.is_floating_point:
                return _whole_extreme(kind, input.reshape(-1), 0, False)
            if not input.numel():
                raise RuntimeError(f"{kind}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.")
            return called(f"{kind.capitalize()}Backward1", op(f"a{kind}", [input], {})) if input.shape else input
        (axis,) = axes_of(dim, input.dim())
        places = Tensor(machine.reduce(f"arg{kind}", input._id, axis, keepdim, "int64"), dt.int64)
        if not input.dtype.is_floating_point:
            return Extreme((_whole_extreme(kind, input, axis, keepdim), places), kind)
        return Extreme((op(kind, [input], {"axes": [axis], **({"keepdim": True} if keepdim else {})}), places), kind)

    @method(f"a{kind}")
    def over(input, dim=(), keepdim=False):
        return reduced(f"a{kind}", input, dim, keepdim)

    @method(f"arg{kind}")
    def where_it_is(input, dim=None, keepdim=False):
        if dim is None:
            input, dim = input.reshape(-1), 0
        (axis,) = axes_of(dim, input.dim())
        last = axis == input.dim() - 1 and kind == "max" and not keepdim and input.dtype.is_floating_point
        if last:
            return op("argmax", [input], None, dt.int64)
        return Tensor(machine.reduce(f"arg{kind}", input._id, axis, keepdim, "int64"), dt.int64)

    return f, over, where_it_is


max, amax, argmax = _extreme("max")
min, amin, argmin = _extreme("min")


def _held(kind):
    @method(kind)
    def f(input, dim=None, keepdim=False):
        if dim is None:
            input, dim, keepdim = input.reshape(-1), 0, False
        return Tensor(machine.reduce(kind, input._id, axes_of(dim, input.dim())[0], keepdim, "bool"), dt.bool_)

    return f


all, any = _held("all"), _held("any")


@method("cumsum")
def cumsum(input, dim, *, dtype=None):
    return op("cumsum", [input], {"axis": axes_of(dim, input.dim())[0]})


@method("logsumexp")
def logsumexp(input, dim, keepdim=False):
    if isinstance(dim, (tuple, list)):
        largest = amax(input.detach(), dim, True)
        y = log(sum(exp(input - largest), dim, True)) + largest
        return y if keepdim else y.reshape(*[n for d, n in enumerate(input.shape) if d not in axes_of(dim, input.dim())])
    (axis,) = axes_of(dim, input.dim())
    return op("logsumexp", [input], {"axis": axis, **({"keepdim": True} if keepdim else {})})


@method("argsort")
def argsort(input, dim=-1, descending=False, stable=False):
    (axis,) = axes_of(dim, input.dim())
    return Tensor(machine.order(input._id, axis, descending), dt.int64)


@method("sort")
def sort(input, dim=-1, descending=False, stable=False):
    places = argsort(input, dim, descending)
    return Extreme((gather(input, dim, places), places), "sort")


@method("topk")
def topk(input, k, dim=-1, largest=True, sorted=True):
    if k > input.shape[dim]:
        raise RuntimeError("selected index k out of range")
    places = argsort(input, dim, largest).narrow(dim, 0, k)
    return Extreme((gather(input, dim, places), places), "topk")


@method("kthvalue")
def kthvalue(input, k, dim=-1, keepdim=False):
    places = argsort(input, dim).narrow(dim, k - 1, 1)
    values = gather(input, dim, places)
    return Extreme((values, places) if keepdim else (values.squeeze(dim), places.squeeze(dim)), "kthvalue")


@method("median")
def median(input, dim=None, keepdim=False):
    if dim is None:
        return kthvalue(input.reshape(-1), (input.numel() + 1) // 2)[0]
    return Extreme(kthvalue(input, (input.shape[dim] + 1) // 2, dim, keepdim), "median")


@method("quantile")
def quantile(input, q, dim=None, keepdim=False):
    if dim is None:
        input, dim = input.reshape(-1), 0
    line, n = sort(input, dim)[0], input.shape[dim] - 1
    below = builtins.min(int(q * n), builtins.max(n - 1, 0))
    low = line.narrow(dim, below, 1)
    y = low + (line.narrow(dim, builtins.min(below + 1, n), 1) - low) * (q * n - below)
    return y if keepdim else y.squeeze(dim)


@method("cumprod")
def cumprod(input, dim):
    parts = list(unbind(input, dim))
    for k in range(1, len(parts)):
        parts[k] = mul(parts[k - 1], parts[k])
    return stack(parts, dim)


@method("nansum")
def nansum(input, dim=None, keepdim=False):
    return sum(where(input != input, 0.0, input), dim, keepdim)


@method("count_nonzero")
def count_nonzero(input, dim=None):
    return sum(input != 0, dim)


def var_mean(input, dim=None, unbiased=True, keepdim=False, *, correction=None):
    return var(input, dim, unbiased, keepdim, correction=correction), mean(input, dim, keepdim)


@method("dist")
def dist(input, other, p=2):
    return norm(input - other, p)


def cdist(x1, x2, p=2.0):
    return norm(x1.unsqueeze(-2) - x2.unsqueeze(-3), p, -1)


@method("softmax")
def softmax(input, dim=None, dtype=None):
    if dtype is not None:
        input = input.to(dtype)
    return op("softmax", [input], {"axis": axes_of(-1 if dim is None else dim, input.dim())[0]})


@method("log_softmax")
def log_softmax(input, dim=None, dtype=None):
    return op("logSoftmax", [input], {"axis": axes_of(-1 if dim is None else dim, input.dim())[0]})
