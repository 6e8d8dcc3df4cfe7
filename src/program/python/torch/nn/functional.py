"""Layers and losses as functions."""

import math

from .. import _dtypes as dt
from .._creation import full, ones
from .._functions import add, cat, div, einsum, matmul, mean, mul, transpose, where
from .._machine import machine
from .._tensor import called, op
from ._activations import *  # noqa: F403
from ._dropout import *  # noqa: F403
from ._images import *  # noqa: F403
from ._losses import *  # noqa: F403
from ._volumes import *  # noqa: F403


def linear(input, weight, bias=None):
    from .._shapes import turned

    if input.shape[-1] != weight.shape[-1]:
        rows = math.prod(input.shape[:-1])
        raise RuntimeError(
            f"mat1 and mat2 shapes cannot be multiplied ({rows}x{input.shape[-1]} and {weight.shape[-1]}x{weight.shape[0]})"
        )
    if not input.dtype.is_floating_point or input.dtype is not weight.dtype:
        raise RuntimeError(f"mat1 and mat2 must have the same dtype, but got {input.dtype.title} and {weight.dtype.title}")
    y = matmul(input, turned(weight))
    return y if bias is None else called("Addmm", add(y, bias))


# Convolutions


def _pair(n):
    return [n, n] if isinstance(n, int) else list(n)


def _same(padding, kernel, dilation):
    if padding == "same":
        return [d * (k - 1) // 2 for k, d in zip(kernel, dilation)]
    return [0, 0] if padding == "valid" else _pair(padding)


def conv2d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    alone = input.dim() == 3
    x = input.unsqueeze(0) if alone else input
    if x.dim() != 4:
        raise RuntimeError(
            f"Expected 3D (unbatched) or 4D (batched) input to conv2d, but got input of size: {list(input.shape)}"
        )
    if x.shape[1] != weight.shape[1] * groups:
        raise RuntimeError(
            f"Given groups={groups}, weight of size {list(weight.shape)}, expected input{list(x.shape)} to have {weight.shape[1] * groups} channels, but got {x.shape[1]} channels instead"
        )
    dilation = _pair(dilation)
    attrs = {
        "stride": _pair(stride),
        "padding": _same(padding, weight.shape[2:], dilation),
        "dilation": dilation,
        "groups": groups,
    }
    y = op("conv2d", [x, weight] + ([] if bias is None else [bias]), attrs)
    return y.squeeze(0) if alone else y


def _one(n):
    return n if isinstance(n, int) else n[0]


def conv1d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    padding = padding if isinstance(padding, str) else [0, _one(padding)]
    if padding == "same":
        padding = [0, _one(dilation) * (weight.shape[-1] - 1) // 2]
    y = conv2d(input.unsqueeze(-2), weight.unsqueeze(-2), bias, [1, _one(stride)], padding, [1, _one(dilation)], groups)
    return y.squeeze(-2)


def conv_transpose2d(input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    attrs = {
        "stride": _pair(stride),
        "padding": _pair(padding),
        "outputPadding": _pair(output_padding),
        "dilation": _pair(dilation),
        "groups": groups,
    }
    return op("convTranspose2d", [input, weight] + ([] if bias is None else [bias]), attrs)


def _pooled(name, input, kernel_size, stride, padding, ceil_mode, more=None):
    attrs = {"kernel": _pair(kernel_size), "padding": _pair(padding), **(more or {})}
    if stride is not None:
        attrs["stride"] = _pair(stride)
    if ceil_mode:
        attrs["ceil"] = True
    alone = input.dim() == 3
    y = op(name, [input.unsqueeze(0) if alone else input], attrs)
    return y.squeeze(0) if alone else y


def max_pool2d(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
    if return_indices or _pair(dilation) != [1, 1]:
        raise NotImplementedError("max_pool2d with return_indices or dilation is not part of this page.")
    return _pooled("maxPool2d", input, kernel_size, stride, padding, ceil_mode)


def avg_pool2d(input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    more = {} if count_include_pad else {"countIncludePad": False}
    return _pooled("avgPool2d", input, kernel_size, stride, padding, ceil_mode, more)


def max_pool1d(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    stride = kernel_size if stride is None else stride
    y = max_pool2d(input.unsqueeze(-2), [1, _one(kernel_size)], [1, _one(stride)], [0, _one(padding)], _one(dilation), ceil_mode)
    return y.squeeze(-2)


def avg_pool1d(input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    stride = kernel_size if stride is None else stride
    y = avg_pool2d(input.unsqueeze(-2), [1, _one(kernel_size)], [1, _one(stride)], [0, _one(padding)], ceil_mode, count_include_pad)
    return y.squeeze(-2)


def _adaptive(pool, input, output_size):
    wanted = [n if w is None else w for n, w in zip(input.shape[-2:], _pair(output_size))]
    if any(n % w for n, w in zip(input.shape[-2:], wanted)):
        # Windows that overlap, and are not all of one size: each by itself.
        (h, w), (rows, columns) = input.shape[-2:], wanted
        cells = []
        for i in range(rows):
            for j in range(columns):
                part = input[..., i * h // rows : -(-(i + 1) * h // rows), j * w // columns : -(-(j + 1) * w // columns)]
                cells.append(pool(part, list(part.shape[-2:])).flatten(-2))
        return cat(cells, -1).reshape(*input.shape[:-2], rows, columns)
    kernel = [n // w for n, w in zip(input.shape[-2:], wanted)]
    return pool(input, kernel, kernel)


def adaptive_avg_pool2d(input, output_size):
    return _adaptive(avg_pool2d, input, output_size)


def adaptive_max_pool2d(input, output_size):
    return _adaptive(max_pool2d, input, output_size)


def adaptive_avg_pool1d(input, output_size):
    return adaptive_avg_pool2d(input.unsqueeze(-2), (1, _one(output_size))).squeeze(-2)


def adaptive_max_pool1d(input, output_size):
    return adaptive_max_pool2d(input.unsqueeze(-2), (1, _one(output_size))).squeeze(-2)


def conv_transpose1d(input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    steps = ([1, _one(stride)], [0, _one(padding)], [0, _one(output_padding)], groups, [1, _one(dilation)])
    return conv_transpose2d(input.unsqueeze(-2), weight.unsqueeze(-2), bias, *steps).squeeze(-2)


# Normalization


def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-05):
    shape = [normalized_shape] if isinstance(normalized_shape, int) else list(normalized_shape)
    if list(input.shape[-len(shape) :]) != shape:
        raise RuntimeError(
            f"Given normalized_shape={shape}, expected input with shape [*, {', '.join(map(str, shape))}], but got input of size{list(input.shape)}"
        )
    if len(shape) > 1:
        flat = input.reshape(*input.shape[: -len(shape)], -1)
        w, b = (None if p is None else p.reshape(-1) for p in (weight, bias))
        return layer_norm(flat, flat.shape[-1], w, b, eps).reshape(*input.shape)
    given = [w for w in (weight, bias) if w is not None]
    if weight is None and bias is not None:
        given = [ones(*shape, dtype=input.dtype), bias]
    return op("layerNorm", [input, *given], {"epsilon": eps})


def rms_norm(input, normalized_shape, weight=None, eps=None):
    eps = 1.1920928955078125e-07 if eps is None else eps
    y = mul(input, op("rsqrt", [mean(mul(input, input), -1, True) + eps]))
    return y if weight is None else mul(y, weight)


def batch_norm(input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-05):
    if input.dim() < 2:
        raise ValueError(f"expected 2D or more input (got {input.dim()}D input)")
    given = [w for w in (weight, bias) if w is not None]
    from .._remarks import active

    active("Batch normalization", training and running_mean is not None)
    if training:
        if input.numel() == input.shape[1]:
            raise ValueError(f"Expected more than 1 value per channel when training, got input size {input.shape}")
        y = op("batchNorm", [input, *given], {"epsilon": eps})
        if running_mean is not None:
            from .._modes import no_grad

            with no_grad():
                for running, kind in ((running_mean, "mean"), (running_var, "variance")):
                    attrs = {"statistic": kind, "momentum": momentum}
                    running._take(op("runningStatistic", [running, input.detach()], attrs))
        return y
    given = given or [ones(input.shape[1], dtype=input.dtype), full((input.shape[1],), 0.0, dtype=input.dtype)]
    return op("batchNorm", [input, *given, running_mean, running_var], {"epsilon": eps})


def group_norm(input, num_groups, weight=None, bias=None, eps=1e-05):
    n, c = input.shape[:2]
    y = layer_norm(input.reshape(n, num_groups, -1), input.numel() // (n * num_groups), eps=eps).reshape(*input.shape)
    shape = (1, c, *[1] * (input.dim() - 2))
    y = y if weight is None else mul(y, weight.reshape(*shape))
    return y if bias is None else add(y, bias.reshape(*shape))


def instance_norm(input, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True, momentum=0.1, eps=1e-05):
    if running_mean is not None or not use_input_stats:
        raise NotImplementedError("instance_norm with running statistics is not part of this page.")
    return group_norm(input, input.shape[1], weight, bias, eps)


def normalize(input, p=2.0, dim=1, eps=1e-12):
    from .._functions import clamp, norm

    return div(input, clamp(norm(input, p, dim, True), min=eps))


# Embeddings


def embedding(input, weight, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False):
    if max_norm is not None or scale_grad_by_freq:
        raise NotImplementedError("embedding with max_norm or scale_grad_by_freq is not part of this page.")
    if input.dtype.is_floating_point:
        raise RuntimeError(
            "Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got torch.FloatTensor instead (while checking arguments for embedding)"
        )
    last = weight.shape[0] - 1
    for k in input._numbers():
        if not 0 <= k <= last:
            raise IndexError("index out of range in self")
    return op("embedding", [weight, input], {} if padding_idx is None else {"paddingIndex": padding_idx}, weight.dtype)


def one_hot(tensor, num_classes=-1):
    from .._creation import as_tensor

    numbers = [int(x) for x in tensor._numbers()]
    n = max(numbers) + 1 if num_classes == -1 else num_classes
    if any(not 0 <= k < n for k in numbers):
        raise RuntimeError("Class values must be smaller than num_classes." if max(numbers) >= n else "Class values must be non-negative.")
    rows = [[int(k == c) for c in range(n)] for k in numbers]
    return as_tensor(rows).reshape(*tensor.shape, n)


# Attention


def scaled_dot_product_attention(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None):
    return attend(query, key, value, attn_mask, dropout_p, is_causal, scale)[0]


def attend(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None):
    scale = 1 / math.sqrt(query.shape[-1]) if scale is None else scale
    machine.enter("attention", "", '{"kind": "attention"}')
    try:
        scores = matmul(mul(query, scale), transpose(key, -2, -1))
        if is_causal:
            attn_mask = ones(*scores.shape[-2:]).tril() > 0
        masked = attn_mask is not None
        if masked and attn_mask.dtype is dt.bool_:
            scores = where(~attn_mask, -math.inf, scores)
        elif masked:
            scores = add(scores, attn_mask)
        weights = op("softmax", [scores], {"axis": scores.dim() - 1, **({"masked": True} if masked else {})})
        weights = dropout(weights, dropout_p) if dropout_p else weights
        return matmul(weights, value), weights
    finally:
        machine.leave("")


def local_response_norm(input, size, alpha=0.0001, beta=0.75, k=1.0):
    squares, axis = mul(input, input), 1
    before, n = size // 2, input.shape[1]
    # The channels around each, of which those beyond the first and the last are 0.
    wide = pad(squares.transpose(1, -1), (before, (size - 1) // 2)).transpose(1, -1)
    total = wide.narrow(axis, 0, n)
    for shift in range(1, size):
        total = add(total, wide.narrow(axis, shift, n))
    return div(input, (total / size * alpha + k) ** beta)


def bilinear(input1, input2, weight, bias=None):
    y = einsum("...i,oij,...j->...o", input1, weight, input2)
    return y if bias is None else add(y, bias)


def __getattr__(name):
    from .._missing import refuse

    return refuse("torch.nn.functional", name, globals())
