"""Convolutions and pools. Images are rows × columns × channels; the engine has channels first, so axes are turned around it."""

from torch.nn import functional as F

from .. import activations
from .._layer import Layer


def _tuple(n, k):
    return (n,) * k if isinstance(n, int) else tuple(n)


def _channels_first(x):
    return x.permute(0, x.dim() - 1, *range(1, x.dim() - 1))


def _channels_last(x):
    return x.permute(0, *range(2, x.dim()), 1)


def _length(n, kernel, stride, padding, dilation=1):
    if n is None:
        return None
    if padding == "same":
        return -(-n // stride)
    return (n - dilation * (kernel - 1) - 1) // stride + 1


def _around(x, kernel, stride, dilation, value=0.0):
    """Zeros for padding="same": what is left over goes to the end."""
    pads = []
    for n, k, s, d in reversed(list(zip(x.shape[2:], kernel, stride, dilation))):
        total = max((-(-n // s) - 1) * s + d * (k - 1) + 1 - n, 0)
        pads += [total // 2, total - total // 2]
    return F.pad(x, pads, value=value) if any(pads) else x


class _Conv(Layer):
    part = {"kind": "convolution"}
    axes = 2

    def __init__(self, filters, kernel_size, strides=1, padding="valid", data_format=None, dilation_rate=1, groups=1, activation=None, use_bias=True, kernel_initializer="glorot_uniform", bias_initializer="zeros", **more):
        super().__init__(**more)
        if data_format not in (None, "channels_last"):
            raise NotImplementedError("data_format='channels_first' is not part of this page: it has 'channels_last'.")
        if padding not in ("valid", "same"):
            raise NotImplementedError(f"padding={padding!r} is not part of this page: it has 'valid' and 'same'.")
        self.filters, self.padding, self.groups, self.use_bias = filters, padding, groups, use_bias
        self.kernel_size, self.strides = _tuple(kernel_size, self.axes), _tuple(strides, self.axes)
        self.dilation_rate = _tuple(dilation_rate, self.axes)
        self.activation = activations.get(activation)
        self.kernel_initializer, self.bias_initializer = kernel_initializer, bias_initializer

    def _check(self, shape):
        if len(shape) != self.axes + 2:
            raise ValueError(
                f'Input 0 of layer "{self.name}" is incompatible with the layer: expected min_ndim={self.axes + 2}, found ndim={len(shape)}. Full shape received: {shape}'
            )

    def build(self, shape):
        k = self.axes
        self.add_weight(
            (*self.kernel_size, shape[-1] // self.groups, self.filters),
            self.kernel_initializer,
            name="kernel",
            to_torch=lambda a: a.transpose(k + 1, k, *range(k)),
            to_keras=lambda a: a.transpose(*range(2, k + 2), 1, 0),
        )
        if self.use_bias:
            self.add_weight((self.filters,), self.bias_initializer, name="bias")

    kernel = property(lambda self: self._parameters["kernel"].permute(*range(2, self.axes + 2), 1, 0))

    def call(self, x):
        self._check(tuple(x.shape))
        y = _channels_first(x)
        if self.padding == "same":
            y = _around(y, self.kernel_size, self.strides, self.dilation_rate)
        f = F.conv2d if self.axes == 2 else F.conv1d
        y = f(y, self._parameters["kernel"], self._parameters.get("bias"), self.strides, 0, self.dilation_rate, self.groups)
        return self.activation(_channels_last(y))

    def compute_output_shape(self, shape):
        sizes = [
            _length(n, k, s, self.padding, d)
            for n, k, s, d in zip(shape[1:-1], self.kernel_size, self.strides, self.dilation_rate)
        ]
        if any(n is not None and n <= 0 for n in sizes):
            raise ValueError(
                f"Computed output size would be negative. Received `inputs shape={shape}`, `kernel_size={self.kernel_size}`, `dilation_rate={self.dilation_rate}`."
            )
        return (shape[0], *sizes, self.filters)


class Conv2D(_Conv):
    pass


class Conv1D(_Conv):
    axes = 1


class _Pool(Layer):
    part = {"kind": "pooling"}
    axes, largest = 2, True

    def __init__(self, pool_size=2, strides=None, padding="valid", data_format=None, **more):
        super().__init__(**more)
        if data_format not in (None, "channels_last"):
            raise NotImplementedError("data_format='channels_first' is not part of this page: it has 'channels_last'.")
        self.pool_size = _tuple(pool_size, self.axes)
        self.strides = self.pool_size if strides is None else _tuple(strides, self.axes)
        self.padding = padding

    def call(self, x):
        y = _channels_first(x)
        one = [1] * self.axes
        if self.padding == "same" and not self.largest:
            shape = self.compute_output_shape(tuple(x.shape))
            if any(n * s != m for n, s, m in zip(shape[1:-1], self.strides, x.shape[1:-1])):
                raise NotImplementedError("AveragePooling with padding='same' is here where the pools fill the image.")
        elif self.padding == "same":
            y = _around(y, self.pool_size, self.strides, one, float("-inf"))
        if self.axes == 1:
            y = (F.max_pool1d if self.largest else F.avg_pool1d)(y, self.pool_size[0], self.strides[0])
        else:
            y = (F.max_pool2d if self.largest else F.avg_pool2d)(y, self.pool_size, self.strides)
        return _channels_last(y)

    def compute_output_shape(self, shape):
        sizes = [_length(n, k, s, self.padding) for n, k, s in zip(shape[1:-1], self.pool_size, self.strides)]
        if any(n is not None and n <= 0 for n in sizes):
            raise ValueError(f"Computed output size would be negative. Received `inputs shape={shape}`, `pool_size={self.pool_size}`.")
        return (shape[0], *sizes, shape[-1])


class MaxPooling2D(_Pool):
    pass


class AveragePooling2D(_Pool):
    largest = False


class MaxPooling1D(_Pool):
    axes = 1


class AveragePooling1D(_Pool):
    axes, largest = 1, False


class _GlobalPool(Layer):
    part = {"kind": "pooling"}
    axes, largest = 2, False

    def __init__(self, data_format=None, keepdims=False, **more):
        super().__init__(**more)
        self.keepdims = keepdims

    def call(self, x, mask=None):
        over = list(range(1, self.axes + 1))
        if self.largest:
            return x.amax(over, self.keepdims)
        if mask is None:
            return x.mean(over, self.keepdims)
        counted = mask.to(x.dtype).unsqueeze(-1)
        return (x * counted).sum(over, self.keepdims) / counted.sum(over, self.keepdims)

    def compute_output_shape(self, shape):
        return (shape[0], *([1] * self.axes if self.keepdims else []), shape[-1])


class GlobalAveragePooling2D(_GlobalPool):
    pass


class GlobalMaxPooling2D(_GlobalPool):
    largest = True


class GlobalAveragePooling1D(_GlobalPool):
    axes = 1


class GlobalMaxPooling1D(_GlobalPool):
    axes, largest = 1, True


class ZeroPadding2D(Layer):
    def __init__(self, padding=1, data_format=None, **more):
        super().__init__(**more)
        rows, columns = _tuple(padding, 2)
        self.padding = (*_tuple(rows, 2), *_tuple(columns, 2))

    def call(self, x):
        top, bottom, left, right = self.padding
        return F.pad(x, [0, 0, left, right, top, bottom])

    def compute_output_shape(self, shape):
        top, bottom, left, right = self.padding
        n, rows, columns, c = shape
        return (n, None if rows is None else rows + top + bottom, None if columns is None else columns + left + right, c)


class UpSampling2D(Layer):
    def __init__(self, size=2, data_format=None, interpolation="nearest", **more):
        super().__init__(**more)
        self.size = _tuple(size, 2)

    def call(self, x):
        return x.repeat_interleave(self.size[0], 1).repeat_interleave(self.size[1], 2)

    def compute_output_shape(self, shape):
        return (shape[0], shape[1] * self.size[0], shape[2] * self.size[1], shape[3])
