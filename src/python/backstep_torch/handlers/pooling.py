"""Pooling of images and of lines."""

import torch

from ..registry import handles
from .convolution import pair


def _pool(b, op, f, x, kernel, stride, padding, ceil, **more):
    attrs = {"kernel": pair(kernel), "stride": pair(kernel if stride in (None, [], ()) else stride)}
    attrs.update(padding=pair(padding), ceil=bool(ceil), **more)
    images = b.reshape(x, (1, *x.shape)) if x.dim() == 3 else b.use(x)
    known = {"kernel_size": "kernel", "stride": "stride", "padding": "padding", "ceil_mode": "ceil"}
    given = {k: attrs[v] for k, v in known.items()}
    if "countIncludePad" in attrs:
        given["count_include_pad"] = attrs["countIncludePad"]
    y = b.apply(op, [images], attrs, f(images.data, **given))
    return b.reshape(y, y.shape[1:]) if x.dim() == 3 else y


@handles("max_pool2d")
def _max_pool2d(b, x, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    if pair(dilation) != [1, 1]:
        return NotImplemented
    return _pool(b, "maxPool2d", torch.max_pool2d, x, kernel_size, stride, padding, ceil_mode)


@handles("avg_pool2d")
def _avg_pool2d(
    b, x, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None
):
    if divisor_override is not None:
        return NotImplemented
    pool = torch.nn.functional.avg_pool2d
    return _pool(
        b, "avgPool2d", pool, x, kernel_size, stride, padding, ceil_mode, countIncludePad=bool(count_include_pad)
    )


def _flat_pool(pool, b, x, kernel, stride, padding, *rest):
    lines = b.reshape(x, (*x.shape[:-1], 1, x.shape[-1]))
    one = lambda n, start: [start, pair(n)[0]]
    y = pool(b, lines, one(kernel, 1), one(kernel if stride in (None, [], ()) else stride, 1), one(padding, 0), *rest)
    return y if y is NotImplemented else b.reshape(y, (*y.shape[:-2], y.shape[-1]))


@handles("max_pool1d")
def _max_pool1d(b, x, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    return _flat_pool(_max_pool2d, b, x, kernel_size, stride, padding, dilation, ceil_mode)


@handles("avg_pool1d")
def _avg_pool1d(b, x, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    return _flat_pool(_avg_pool2d, b, x, kernel_size, stride, padding, ceil_mode, count_include_pad)


def _adaptive(b, x, output_size, pool):
    wanted = list(output_size) if isinstance(output_size, (tuple, list)) else [output_size, output_size]
    sizes = list(x.shape[-2:])
    wanted = [n if n is not None else size for n, size in zip(wanted, sizes)]
    if any(size % n for n, size in zip(wanted, sizes)):
        return NotImplemented
    return pool(b, x, [size // n for n, size in zip(wanted, sizes)])


@handles("adaptive_avg_pool2d")
def _adaptive_avg_pool2d(b, x, output_size):
    return _adaptive(b, x, output_size, _avg_pool2d)
