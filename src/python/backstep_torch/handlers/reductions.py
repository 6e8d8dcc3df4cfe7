"""Sums, means and softmax along axes."""

import math

import torch

from ..registry import handles


def _reduction(op):
    @handles(op)
    def handler(b, x, dim=None, keepdim=False, *, axis=None, dtype=None):
        if dtype not in (None, x.dtype) or not x.is_floating_point():
            return NotImplemented
        return b.reduce(op, x, dim if axis is None else axis, keepdim)


_reduction("sum")
_reduction("mean")


def _extreme(name):
    @handles(name)
    def along(b, x, *args, **kwargs):
        data = b.shadow()
        if torch.is_tensor(data):
            # Of two tensors it is number by number; of all numbers of one, equal ones share the gradient, and so do NaNs,
            # of which Backstep's op shares among none, as amax does.
            if args:
                return b.binary(f"{name}imum", x, args[0])
            return NotImplemented if bool(data.isnan()) else b.unary(f"a{name}", x, data)
        dim = args[0] if args else kwargs["dim"]
        keepdim = args[1] if len(args) > 1 else kwargs.get("keepdim", False)
        value = b.unary(name, x, data.values, axes=[dim % max(x.dim(), 1)], **({"keepdim": True} if keepdim else {}))
        return [value, b.constant("places", data.indices)]

    @handles(f"a{name}")
    def over(b, x, dim=(), keepdim=False):
        return b.reduce(f"a{name}", x, dim, keepdim)


_extreme("max")
_extreme("min")


@handles("cumsum")
def _cumsum(b, x, dim, *, dtype=None):
    if dtype not in (None, x.dtype) or not x.dim():
        return NotImplemented
    return b.unary("cumsum", x, x.detach().cumsum(dim), axis=dim % x.dim())


@handles("logsumexp")
def _logsumexp(b, x, dim, keepdim=False):
    axes = [dim] if isinstance(dim, int) else list(dim)
    if len(axes) != 1 or not x.dim():
        return NotImplemented
    data = x.detach().logsumexp(axes, keepdim)
    return b.unary("logsumexp", x, data, axis=axes[0] % x.dim(), **({"keepdim": True} if keepdim else {}))


def _spread(b, x, dim, correction, keepdim):
    """The mean of what the squares lie off the mean, over n less the correction."""
    axes = list(range(x.dim())) if dim is None or dim == () else [dim] if isinstance(dim, int) else list(dim)
    n = math.prod(x.shape[d] for d in axes)
    if not x.dim() or n <= correction:
        return NotImplemented
    off = b.binary("sub", x, b.reduce("mean", x, axes, True))
    total = b.reduce("sum", b.binary("mul", off, off), axes, keepdim)
    return b.binary("div", total, n - correction)


def _correction(dim, unbiased, correction):
    """var(False) says by its first argument what var(unbiased=False) does."""
    if isinstance(dim, bool):
        return None, int(dim)
    return dim, int(bool(unbiased)) if correction is None else correction


@handles("var")
def _var(b, x, dim=None, unbiased=True, keepdim=False, *, correction=None):
    dim, correction = _correction(dim, unbiased, correction)
    return _spread(b, x, dim, correction, keepdim)


@handles("std")
def _std(b, x, dim=None, unbiased=True, keepdim=False, *, correction=None):
    dim, correction = _correction(dim, unbiased, correction)
    spread = _spread(b, x, dim, correction, keepdim)
    # Of equal numbers the slope of the root is infinite: PyTorch gives NaN or 0 there, by version.
    if spread is NotImplemented or bool((spread.data == 0).any()):
        return NotImplemented
    return b.unary("sqrt", spread, spread.data.sqrt())


@handles("norm", "linalg_vector_norm", "linalg_norm")
def _norm(b, x, p="fro", dim=None, keepdim=False, *, ord=None, dtype=None, out=None):
    p = p if ord is None else ord
    if p not in ("fro", 2, None) or dtype not in (None, x.dtype) or not x.dim():
        return NotImplemented
    data = b.shadow()
    if dim is None and not keepdim:
        return b.unary("norm", x, data)
    if bool((data == 0).any()):
        return NotImplemented
    squares = b.reduce("sum", b.binary("mul", x, x), dim, keepdim)
    return b.unary("sqrt", squares, squares.data.sqrt())


@handles("frobenius_norm")
def _frobenius_norm(b, x, dim=(), keepdim=False):
    return _norm(b, x, "fro", tuple([dim] if isinstance(dim, int) else dim) or None, keepdim)


def _softmax_of(op, f, *names):
    @handles(*names)
    def handler(b, x, dim, dtype=None):
        if dtype not in (None, x.dtype):
            return NotImplemented
        return b.unary(op, x, f(x.detach(), dim), axis=dim % max(x.dim(), 1))


_softmax_of("softmax", torch.softmax, "softmax")
_softmax_of("logSoftmax", torch.log_softmax, "log_softmax")
