"""Layer, group and batch norm."""

import math

import torch

from ..registry import handles


@handles("layer_norm")
def _layer_norm(b, x, normalized_shape, weight=None, bias=None, eps=1e-5, cudnn_enable=True):
    width = math.prod(normalized_shape)
    if weight is None and bias is not None:
        weight = b.constant("ones", torch.ones(tuple(normalized_shape), dtype=x.dtype))
    rows = b.reshape(x, (*x.shape[: x.dim() - len(normalized_shape)], width))
    learned = [b.reshape(w, (width,)) for w in (weight, bias) if w is not None]
    data = torch.layer_norm(rows.data, (width,), *(w.data for w in learned), eps=eps)
    return b.reshape(b.apply("layerNorm", [rows, *learned], {"epsilon": eps}, data), x.shape)


@handles("group_norm")
def _group_norm(b, x, num_groups, weight=None, bias=None, eps=1e-5, cudnn_enabled=True):
    rows = b.reshape(x, (x.shape[0], num_groups, -1))
    data = torch.layer_norm(rows.data, rows.shape[-1:], eps=eps)
    y = b.reshape(b.apply("layerNorm", [rows], {"epsilon": eps}, data), x.shape)
    for op, w in (("mul", weight), ("add", bias)):
        if w is not None:
            y = b.binary(op, y, b.reshape(w, (-1, *[1] * (x.dim() - 2))))
    return y


@handles("instance_norm")
def _instance_norm(b, x, weight, bias, mean, var, use_input_stats, momentum, eps, cudnn_enabled=True):
    return _group_norm(b, x, x.shape[1], weight, bias, eps) if use_input_stats else NotImplemented


@handles("rms_norm")
def _rms_norm(b, x, normalized_shape, weight=None, eps=None):
    axes = list(range(x.dim() - len(normalized_shape), x.dim()))
    mean = b.reduce("mean", b.binary("mul", x, x), axes, True)
    moved = b.binary("add", mean, torch.finfo(x.dtype).eps if eps is None else eps)
    y = b.binary("mul", x, b.unary("rsqrt", moved, moved.data.rsqrt()))
    return y if weight is None else b.binary("mul", y, weight)


@handles("batch_norm")
def _batch_norm(b, x, weight, bias, mean, var, training, momentum, eps, cudnn_enabled=True):
    given = [] if training else [mean, var]
    inputs = [x]
    if weight is not None or bias is not None or given:
        like = dict(dtype=x.dtype)
        inputs.append(b.constant("ones", torch.ones(x.shape[1], **like)) if weight is None else weight)
        if bias is not None or given:
            inputs.append(b.constant("zeros", torch.zeros(x.shape[1], **like)) if bias is None else bias)
    inputs = [b.use(w) for w in [*inputs, *given]]
    values = [v.data for v in inputs[1:]] + [None] * 4
    data = torch.nn.functional.batch_norm(
        x.detach(), *([None, None] if training else values[2:4]), values[0], values[1], training, 0.0, eps
    )
    return b.apply("batchNorm", inputs, {"epsilon": eps}, data)
