"""Other names of the same functions, and functions that are a few lines of others."""

import builtins
import math

from . import _dtypes as dt
from ._creation import arange, as_tensor, full
from ._elements import (
    abs, add, clamp, div, exp, ge, gt, le, log, lt, maximum, minimum, mul, ne, neg, sign, sqrt, sub,
)
from ._method import METHODS, axes_of, method
from ._pieces import flip, gather, split, stack, tensor_split, vstack, where
from ._products import diag, matmul
from ._shapes import expand, movedim, reshape, transpose
from ._sums import amax, amin, cumsum, max, mean, min, sort, std, sum, var
from ._tensor import Tensor, tensor_of

OTHER_NAMES = {
    "greater": gt, "greater_equal": ge, "less": lt, "less_equal": le, "not_equal": ne, "subtract": sub, "negative": neg, "absolute": abs,
    "swapaxes": transpose, "swapdims": transpose, "moveaxis": movedim, "split_with_sizes": split, "row_stack": vstack, "sgn": sign,
    "diagonal": diag, "fmax": maximum, "fmin": minimum,
}
for _name, _function in OTHER_NAMES.items():
    globals()[_name] = METHODS[_name] = _function
METHODS["ndimension"] = lambda self: self.dim()
METHODS["tensor_split"] = tensor_split


@method("clamp_min")
def clamp_min(input, min):
    return clamp(input, min=min)


@method("clamp_max")
def clamp_max(input, max):
    return clamp(input, max=max)


@method("exp2")
def exp2(input):
    return exp(mul(input, math.log(2)))


@method("logit")
def logit(input, eps=None):
    x = input if eps is None else clamp(input, eps, 1 - eps)
    return log(div(x, sub(1, x)))


@method("asinh", "arcsinh")
def asinh(input):
    # Of the number without its sign, so that nothing is lost to a difference.
    x = abs(input)
    return mul(sign(input), log(add(x, sqrt(add(mul(x, x), 1)))))


@method("acosh", "arccosh")
def acosh(input):
    return log(add(input, sqrt(sub(mul(input, input), 1))))


@method("atanh", "arctanh")
def atanh(input):
    return mul(log(div(add(input, 1), sub(1, input))), 0.5)


arcsinh, arccosh, arctanh = asinh, acosh, atanh


@method("deg2rad")
def deg2rad(input):
    return mul(input, math.pi / 180)


@method("rad2deg")
def rad2deg(input):
    return mul(input, 180 / math.pi)


@method("xlogy")
def xlogy(input, other):
    x, y = (a if isinstance(a, Tensor) else tensor_of(float(a)) for a in (input, other))
    return where(x == 0, 0.0, mul(x, log(where(x == 0, 1.0, y))))


@method("heaviside")
def heaviside(input, values):
    return where(input == 0, values, (input > 0).to(input.dtype))


@method("logaddexp")
def logaddexp(input, other):
    most = maximum(input, other)
    return add(most, log(add(exp(neg(abs(sub(input, other)))), 1)))


@method("aminmax")
def aminmax(input, *, dim=None, keepdim=False):
    return (min(input), max(input)) if dim is None else (amin(input, dim, keepdim), amax(input, dim, keepdim))


def std_mean(input, dim=None, unbiased=True, keepdim=False, *, correction=None):
    return std(input, dim, unbiased, keepdim, correction=correction), mean(input, None if isinstance(dim, bool) else dim, keepdim)


@method("nanmean")
def nanmean(input, dim=None, keepdim=False):
    there = input == input
    return div(sum(where(there, input, 0.0), dim, keepdim), sum(there.to(input.dtype), dim, keepdim))


@method("cov")
def cov(input, *, correction=1):
    x = reshape(input, 1, -1) if input.dim() < 2 else input
    off = sub(x, mean(x, 1, True))
    y = div(matmul(off, transpose(off, 0, 1)), float(x.shape[1] - correction))
    return y.squeeze() if input.dim() < 2 else y


@method("corrcoef")
def corrcoef(input):
    y = cov(input)
    if not y.dim():
        return div(y, y)
    size = sqrt(diag(y))
    return div(div(y, size.reshape(-1, 1)), size)


@method("diff")
def diff(input, n=1, dim=-1):
    for _ in range(n):
        size = input.shape[dim]
        input = sub(input.narrow(dim, 1, size - 1), input.narrow(dim, 0, size - 1))
    return input


def trapezoid(y, x=None, *, dx=1.0, dim=-1):
    n = y.shape[dim]
    both = add(y.narrow(dim, 1, n - 1), y.narrow(dim, 0, n - 1))
    return div(sum(mul(both, dx if x is None else diff(x)), dim), 2)


trapz = trapezoid


def _furthest(kind):
    @method(kind)
    def f(input, dim):
        (axis,) = axes_of(dim, input.dim())
        rows = movedim(input.detach(), axis, -1).tolist()

        def places(row):
            if isinstance(row[0], list):
                return [places(part) for part in row]
            best, found = 0, []
            for k, x in enumerate(row):
                best = k if (x >= row[best] if kind == "cummax" else x <= row[best]) else best
                found.append(best)
            return found

        from ._sums import Extreme

        at = movedim(as_tensor(places(rows)), -1, axis)
        return Extreme((gather(input, axis, at), at), kind)

    return f


cummax, cummin = _furthest("cummax"), _furthest("cummin")


@method("mode")
def mode(input, dim=-1, keepdim=False):
    from ._sums import Extreme

    (axis,) = axes_of(dim, input.dim())
    rows = movedim(input.detach(), axis, -1)
    flat = rows.reshape(-1, rows.shape[-1]).tolist()
    # Of those that come as often, the smallest; of its places, the last.
    found = [builtins.min(set(row), key=lambda x: (-row.count(x), x)) for row in flat]
    places = [len(row) - 1 - row[::-1].index(x) for row, x in zip(flat, found)]
    at = as_tensor(places).reshape(*rows.shape[:-1]).unsqueeze(axis)
    values = gather(input, axis, at)
    return Extreme((values, at) if keepdim else (values.squeeze(axis), at.squeeze(axis)), "mode")


def msort(input):
    return sort(input, 0)[0]


METHODS["msort"] = msort


def isin(elements, test_elements):
    wanted = set(test_elements.reshape(-1).tolist()) if isinstance(test_elements, Tensor) else {test_elements}
    return as_tensor([x in wanted for x in elements.reshape(-1).tolist()]).reshape(*elements.shape)


def fliplr(input):
    return flip(input, 1)


def flipud(input):
    return flip(input, 0)


def rot90(input, k=1, dims=(0, 1)):
    for _ in range(k % 4):
        input = transpose(flip(input, dims[1]), *dims)
    return input


METHODS.update(fliplr=fliplr, flipud=flipud, rot90=rot90)


def _at_least(axes):
    def f(*tensors):
        if len(tensors) != 1 or isinstance(tensors[0], (tuple, list)):
            return tuple(f(x) for x in (tensors[0] if len(tensors) == 1 else tensors))
        x = tensors[0]
        if x.dim() >= axes:
            return x
        if axes == 3:
            return x.reshape(1, -1, 1) if x.dim() < 2 else x.unsqueeze(-1)
        return x.reshape(*[1] * (axes - 1), -1)

    return f


atleast_1d, atleast_2d, atleast_3d = _at_least(1), _at_least(2), _at_least(3)


@method("addmv")
def addmv(input, mat, vec, *, beta=1, alpha=1):
    return add(mul(input, beta) if beta != 1 else input, matmul(mat, vec), alpha=alpha)


@method("addr")
def addr(input, vec1, vec2, *, beta=1, alpha=1):
    return add(mul(input, beta) if beta != 1 else input, mul(vec1.reshape(-1, 1), vec2), alpha=alpha)


def chain_matmul(*matrices):
    y = matrices[0]
    for x in matrices[1:]:
        y = matmul(y, x)
    return y


def vander(x, N=None, increasing=False):
    n = len(x) if N is None else N
    return stack([x**k for k in (range(n) if increasing else range(n - 1, -1, -1))], 1)


def spmm(input, mat2):
    """A product with a matrix that is mostly 0: kept whole here, which gives the same."""
    return matmul(input, mat2)


@method("fill_diagonal_")
def fill_diagonal_(self, fill_value, wrap=False):
    n = builtins.min(self.shape)
    at = arange(n)
    self[at, at] = float(fill_value)
    return self


@method("sum_to_size")
def sum_to_size(input, *size):
    size = size[0] if len(size) == 1 and not isinstance(size[0], int) else size
    extra = input.dim() - len(size)
    y = sum(input, list(range(extra))) if extra else input
    gone = [d for d, (have, want) in enumerate(zip(y.shape, size)) if have != want]
    return sum(y, gone, True) if gone else y


@method("unfold")
def unfold(input, dimension, size, step):
    """Windows along an axis, each as a last axis."""
    (axis,) = axes_of(dimension, input.dim())
    starts = range(0, input.shape[axis] - size + 1, step)
    return stack([movedim(input.narrow(axis, s, size), axis, -1) for s in starts], axis)


@method("index_put")
def index_put(input, indices, values, accumulate=False):
    y = input.clone()
    return y.index_put_(indices, values, accumulate)


def _index_put_(self, indices, values, accumulate=False):
    if accumulate:
        flat, n = None, 1
        for axis in range(len(indices) - 1, -1, -1):
            flat = indices[axis] * n if flat is None else flat + indices[axis] * n
            n *= self.shape[axis]
        if len(indices) != self.dim():
            raise NotImplementedError("index_put_ with accumulate=True is not part of this page for rows: give an index for every axis.")
        values = expand(values, *flat.shape) if isinstance(values, Tensor) else full(tuple(flat.shape), values, dtype=self.dtype)
        return self._take(self.reshape(-1).scatter_add(0, flat.reshape(-1), values.reshape(-1)).reshape(*self.shape))
    self[tuple(indices)] = values
    return self


METHODS["index_put_"] = _index_put_


def masked_scatter(input, mask, source):
    mask = expand(mask, *input.shape)
    places = cumsum(mask.reshape(-1).long(), 0) - 1
    taken = source.reshape(-1)[clamp(places, min=0)]
    return where(mask, taken.reshape(*input.shape), input)


METHODS["masked_scatter"] = masked_scatter
