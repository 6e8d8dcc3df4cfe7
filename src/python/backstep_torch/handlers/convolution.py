"""Convolutions of images and of lines."""

import torch

from ..registry import handles


def pair(x):
    if isinstance(x, (tuple, list)):
        return [int(x[0]), int(x[-1])]
    return [int(x), int(x)]


@handles("conv2d")
def _conv2d(b, x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    stride, dilation = pair(stride), pair(dilation)
    if isinstance(padding, str):
        room = [d * (k - 1) for d, k in zip(dilation, weight.shape[2:])]
        if padding == "same" and any(r % 2 for r in room):
            return NotImplemented
        padding = [r // 2 for r in room] if padding == "same" else 0
    attrs = {"stride": stride, "padding": pair(padding), "dilation": dilation, "groups": groups}
    inputs = [b.use(w) for w in (x, weight, bias) if w is not None]
    alone = inputs[0].ndim == 3
    if alone:
        inputs[0] = b.reshape(x, (1, *x.shape))
    y = b.apply("conv2d", inputs, attrs, torch.conv2d(*(v.data for v in inputs), **attrs))
    return b.reshape(y, y.shape[1:]) if alone else y


@handles("conv1d")
def _conv1d(b, x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    if isinstance(padding, str):
        room = pair(dilation)[0] * (weight.shape[2] - 1)
        if padding == "same" and room % 2:
            return NotImplemented
        padding = room // 2 if padding == "same" else 0
    sizes = [[start, pair(n)[0]] for start, n in ((1, stride), (0, padding), (1, dilation))]
    lines = b.reshape(x, (*([1] if x.dim() == 2 else []), *x.shape[:-1], 1, x.shape[-1]))
    kernels = b.reshape(weight, (*weight.shape[:2], 1, weight.shape[2]))
    y = _conv2d(b, lines, kernels, bias, *sizes, groups)
    return b.reshape(y, (*y.shape[:-2], y.shape[-1]) if x.dim() == 3 else (y.shape[1], y.shape[-1]))
