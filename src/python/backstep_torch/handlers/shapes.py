"""The same numbers in another shape, or in several places."""

import torch

from ..registry import handles


@handles("view", "reshape", "view_as", "reshape_as", "flatten", "unflatten", "squeeze", "unsqueeze", "ravel")
def _reshape(b, x, *args, **kwargs):
    data = b.shadow()
    # x.view(dtype) reads the same bytes as other numbers.
    return b.reshape(x, data.shape) if data.dtype == x.dtype else NotImplemented


@handles("contiguous", "clone", "to", "float", "double", "cpu", "type", "type_as", "alias", "positive")
def _same(b, x, *args, **kwargs):
    # The same numbers in another place; what is or was whole numbers has no gradient and is given.
    y = b.shadow()
    if y.is_complex():
        return NotImplemented
    if not (x.is_floating_point() and y.is_floating_point()):
        return None
    # A narrower type rounds, which is an op of its own.
    return b.use(x) if bool(((x == y) | x.isnan()).all()) else NotImplemented


@handles("copy")
def _copy(b, x, source, non_blocking=False):
    return b.expand(source, x.shape)


@handles("fill")
def _filled(b, x, value):
    if torch.is_tensor(value):
        return b.expand(value, x.shape)
    return b.constant("constant", torch.full_like(x, value))


@handles("zero")
def _zero(b, x):
    return b.constant("zeros", torch.zeros_like(x))


@handles("permute")
def _permute(b, x, *dims):
    return b.transpose(x, dims[0] if isinstance(dims[0], (tuple, list)) else dims)


@handles("transpose", "swapaxes", "swapdims")
def _transpose(b, x, dim0, dim1):
    axes = list(range(x.dim()))
    axes[dim0], axes[dim1] = axes[dim1], axes[dim0]
    return b.transpose(x, axes)


@handles("t")
def _t(b, x):
    return b.transpose(x, range(x.dim())[::-1])


@handles("T")
def _reversed(b, x, *_):
    return b.transpose(x, range(x.dim())[::-1])


@handles("mT", "adjoint")
def _turned(b, x, *_):
    return _transpose(b, x, -2, -1)


@handles("movedim", "moveaxis")
def _movedim(b, x, source, destination):
    marks = torch.empty([1] * x.dim()).as_strided([1] * x.dim(), list(range(1, x.dim() + 1)))
    return b.transpose(x, [s - 1 for s in torch.movedim(marks, source, destination).stride()])


@handles("expand", "expand_as", "broadcast_to")
def _expand(b, x, *args, **kwargs):
    return b.expand(x, b.shadow().shape)


@handles("repeat", "tile")
def _repeat(b, x, *sizes):
    sizes = list(sizes[0] if isinstance(sizes[0], (tuple, list)) else sizes)
    sizes = [1] * (x.dim() - len(sizes)) + sizes
    shape = [1] * (len(sizes) - x.dim()) + list(x.shape)
    if len(shape) > 4:
        return NotImplemented
    # Each axis n times: first an axis of its own for the copies, then both as one.
    apart = [m for n in shape for m in (1, n)]
    value = b.expand(b.reshape(x, apart), [m for k, n in zip(sizes, shape) for m in (k, n)])
    return b.reshape(value, [k * n for k, n in zip(sizes, shape)])


@handles("broadcast_tensors")
def _broadcast_tensors(b, *tensors):
    tensors = tensors[0] if isinstance(tensors[0], (tuple, list)) else tensors
    names = ["input", "target"] if len(tensors) == 2 else [None] * len(tensors)
    shape = torch.broadcast_shapes(*(x.shape for x in tensors))
    return [b.expand(b.use(x, name), shape) for x, name in zip(tensors, names)]


@handles("pixel_shuffle")
def _pixel_shuffle(b, x, upscale_factor):
    r, (*images, channels, rows, columns) = upscale_factor, x.shape
    apart = b.reshape(x, (*images, channels // (r * r), r, r, rows, columns))
    k = len(images)
    turned = b.transpose(apart, [*range(k), k, k + 3, k + 1, k + 4, k + 2])
    return b.reshape(turned, (*images, channels // (r * r), rows * r, columns * r))
