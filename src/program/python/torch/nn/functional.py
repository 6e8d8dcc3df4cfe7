"""Layers and losses as functions."""

import math

from .. import _dtypes as dt
from .._creation import _drawn, full, ones
from .._functions import add, cat, div, matmul, mean, mul, transpose, where
from .._machine import machine
from .._tensor import called, op
from ._activations import *  # noqa: F403
from ._losses import *  # noqa: F403


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


def dropout(input, p=0.5, training=True, inplace=False):
    if not 0 <= p <= 1:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
    if not training or p == 0:
        return input
    from .._remarks import active

    active("Dropout", training)
    # What is kept is drawn as PyTorch draws it; a number that is kept grows, so that the expected sum stays.
    kept = _drawn("uniform", input.shape, dt.float64, 0.0, 1.0)
    mask = (kept < 1 - p).to(input.dtype)
    mask = full(tuple(input.shape), 0.0, dtype=input.dtype) if p == 1 else mask * (1 / (1 - p))
    machine.call(mask._id, "dropout_mask", "dropout mask", "")
    return mul(input, mask)


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
    return _pooled("maxPool2d", input, kernel_size, stride, padding, ceil_mode)


def avg_pool2d(input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    more = {} if count_include_pad else {"countIncludePad": False}
    return _pooled("avgPool2d", input, kernel_size, stride, padding, ceil_mode, more)


def max_pool1d(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    stride = kernel_size if stride is None else stride
    y = max_pool2d(input.unsqueeze(-2), [1, _one(kernel_size)], [1, _one(stride)], [0, _one(padding)], 1, ceil_mode)
    return y.squeeze(-2)


def avg_pool1d(input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    stride = kernel_size if stride is None else stride
    y = avg_pool2d(input.unsqueeze(-2), [1, _one(kernel_size)], [1, _one(stride)], [0, _one(padding)], ceil_mode)
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


def interpolate(input, size=None, scale_factor=None, mode="nearest"):
    if mode != "nearest":
        raise NotImplementedError(f"interpolation by {mode!r} is not part of this page: it has 'nearest'.")
    from .._creation import as_tensor
    from .._functions import index_select

    y = input
    for axis in range(2, input.dim()):
        n = input.shape[axis]
        k = axis - 2
        factor = scale_factor[k] if isinstance(scale_factor, (tuple, list)) else scale_factor
        wanted = int(n * factor) if size is None else size if isinstance(size, int) else size[k]
        y = index_select(y, axis, as_tensor([j * n // wanted for j in range(wanted)]))
    return y


def pixel_shuffle(input, upscale_factor):
    n, c, h, w = input.shape
    r = upscale_factor
    return input.reshape(n, c // (r * r), r, r, h, w).permute(0, 1, 4, 2, 5, 3).reshape(n, c // (r * r), h * r, w * r)


def pad(input, pad, mode="constant", value=None):
    if mode != "constant":
        raise NotImplementedError(f"padding by {mode!r} is not part of this page: it has 'constant'.")
    y = input
    for k in range(len(pad) // 2):
        axis = y.dim() - 1 - k
        before, after = pad[2 * k], pad[2 * k + 1]
        if before < 0 or after < 0:
            y = y.narrow(axis, max(0, -before), y.shape[axis] - max(0, -before) - max(0, -after))
        shape = list(y.shape)

        def around(n):
            return full([*shape[:axis], n, *shape[axis + 1 :]], float(value or 0.0), dtype=y.dtype)

        parts = ([around(before)] if before > 0 else []) + [y] + ([around(after)] if after > 0 else [])
        y = cat(parts, axis) if len(parts) > 1 else y
    return y


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
    return group_norm(input, input.shape[1], weight, bias, eps)


def normalize(input, p=2.0, dim=1, eps=1e-12):
    from .._functions import clamp, norm

    return div(input, clamp(norm(input, p, dim, True), min=eps))


# Embeddings


def embedding(input, weight, padding_idx=None):
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


def __getattr__(name):
    from .._missing import refuse

    return refuse("torch.nn.functional", name, globals())

