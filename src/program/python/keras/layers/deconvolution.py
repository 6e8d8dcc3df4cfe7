"""Convolutions turned round: each number of the input lays a kernel on the output."""

from torch.nn import functional as F

from .convolution import _Conv, _channels_first, _channels_last


class _ConvTranspose(_Conv):
    def __init__(self, filters, kernel_size, strides=1, padding="valid", output_padding=None, data_format=None, dilation_rate=1, activation=None, use_bias=True, **more):
        super().__init__(filters, kernel_size, strides, padding, data_format, dilation_rate, 1, activation, use_bias, **more)
        if output_padding is not None:
            raise NotImplementedError(f"{type(self).__name__} with output_padding is not part of this page.")

    def build(self, shape):
        k = self.axes
        self.add_weight(
            (*self.kernel_size, self.filters, shape[-1]),
            self.kernel_initializer,
            name="kernel",
            to_torch=lambda a: a.transpose(k + 1, k, *range(k)),
            to_keras=lambda a: a.transpose(*range(2, k + 2), 1, 0),
        )
        if self.use_bias:
            self.add_weight((self.filters,), self.bias_initializer, name="bias")

    def _sizes(self, shape):
        """With padding="same" as many as the stride times the input; else what the kernels cover."""
        return [
            None if n is None else n * s if self.padding == "same" else (n - 1) * s + max(d * (k - 1) + 1, s)
            for n, k, s, d in zip(shape, self.kernel_size, self.strides, self.dilation_rate)
        ]

    def call(self, x):
        self._check(tuple(x.shape))
        y = _channels_first(x)
        wanted = self._sizes(y.shape[2:])
        f = F.conv_transpose2d if self.axes == 2 else F.conv_transpose1d
        y = f(y, self._parameters["kernel"], None, self.strides, 0, 0, 1, self.dilation_rate)
        # What is too much at both ends is cut off, the odd one at the end; what is missing is 0.
        for d, (n, k, s, r) in enumerate(zip(wanted, self.kernel_size, self.strides, self.dilation_rate)):
            have, over = y.shape[d + 2], max(r * (k - 1) + 1 - s, 0)
            if have < n:
                y = F.pad(y, [0, 0] * (self.axes - 1 - d) + [0, n - have])
            elif have > n:
                y = y.narrow(d + 2, over // 2 if self.padding == "same" else 0, n)
        y = _channels_last(y)
        return self.activation(y + self._parameters["bias"] if self.use_bias else y)

    def compute_output_shape(self, shape):
        return (shape[0], *self._sizes(shape[1:-1]), self.filters)


class Conv2DTranspose(_ConvTranspose):
    pass


class Conv1DTranspose(_ConvTranspose):
    axes = 1
