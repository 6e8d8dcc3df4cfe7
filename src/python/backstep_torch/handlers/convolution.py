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
    return _of_images(b, inputs, lambda xs: b.apply("conv2d", xs, attrs, torch.conv2d(*(v.data for v in xs), **attrs)))


@handles("conv_transpose2d")
def _conv_transpose2d(b, x, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    attrs = {"stride": pair(stride), "padding": pair(padding), "dilation": pair(dilation), "groups": groups}
    more = pair(output_padding)
    inputs = [b.use(w) for w in (x, weight, bias) if w is not None]

    def apply(xs):
        data = torch.conv_transpose2d(*(v.data for v in xs), output_padding=more, **attrs)
        return b.apply("convTranspose2d", xs, {**attrs, "outputPadding": more}, data)

    return _of_images(b, inputs, apply)


def _of_images(b, inputs, apply):
    """What is applied to several images; one alone is several of one."""
    x = inputs[0]
    if x.ndim != 3:
        return apply(inputs)
    y = apply([b.reshape(x, (1, *x.shape)), *inputs[1:]])
    return b.reshape(y, y.shape[1:])


@handles("conv1d")
def _conv1d(b, x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    if isinstance(padding, str):
        room = pair(dilation)[0] * (weight.shape[2] - 1)
        if padding == "same" and room % 2:
            return NotImplemented
        padding = room // 2 if padding == "same" else 0
    sizes = _sizes(stride=stride, padding=padding, dilation=dilation)
    return _of_lines(b, x, weight, lambda lines, kernels: _conv2d(b, lines, kernels, bias, groups=groups, **sizes))


@handles("conv_transpose1d")
def _conv_transpose1d(b, x, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    sizes = _sizes(stride=stride, padding=padding, output_padding=output_padding, dilation=dilation)
    return _of_lines(b, x, weight, lambda lines, kernels: _conv_transpose2d(b, lines, kernels, bias, groups=groups, **sizes))


def _sizes(**along):
    """The same of images of one row."""
    across = {"stride": 1, "dilation": 1}
    return {name: [across.get(name, 0), pair(n)[0]] for name, n in along.items()}


def _of_lines(b, x, weight, f):
    """What is computed of lines: f of images of one row, and of kernels of one row."""
    lines = b.reshape(x, (*([1] if x.dim() == 2 else []), *x.shape[:-1], 1, x.shape[-1]))
    kernels = b.reshape(weight, (*weight.shape[:2], 1, weight.shape[2]))
    y = f(lines, kernels)
    return b.reshape(y, (*y.shape[:-2], y.shape[-1]) if x.dim() == 3 else (y.shape[1], y.shape[-1]))
