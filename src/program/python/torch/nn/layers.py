"""Layers with parameters, and pools."""

import math

from .._creation import empty, full, ones, zeros
from . import functional as F
from . import init
from .module import Module, Parameter

__all__ = [
    "Linear", "Conv1d", "Conv2d", "ConvTranspose2d", "MaxPool1d", "MaxPool2d", "AvgPool1d", "AvgPool2d", "AdaptiveAvgPool2d",
    "AdaptiveMaxPool2d", "AdaptiveAvgPool1d", "AdaptiveMaxPool1d", "ConvTranspose1d", "InstanceNorm1d", "InstanceNorm2d",
    "BatchNorm1d", "BatchNorm2d", "LayerNorm", "GroupNorm", "RMSNorm", "LocalResponseNorm", "Embedding", "Bilinear",
]


def _begin(weight, bias, fan_in=None):
    """As PyTorch begins its layers: uniform, within a bound that falls with the number of inputs."""
    init.kaiming_uniform_(weight, a=math.sqrt(5))
    if bias is not None:
        fan = weight.shape[1] * math.prod(weight.shape[2:]) if fan_in is None else fan_in
        bound = 1 / math.sqrt(fan) if fan > 0 else 0
        init.uniform_(bias, -bound, bound)


class Linear(Module):
    part = {"kind": "dense"}

    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        self.in_features, self.out_features = in_features, out_features
        self.weight = Parameter(empty(out_features, in_features, dtype=dtype))
        if bias:
            self.bias = Parameter(empty(out_features, dtype=dtype))
        else:
            self.register_parameter("bias", None)
        self.reset_parameters()

    def reset_parameters(self):
        _begin(self.weight, self.bias)

    def forward(self, input):
        return F.linear(input, self.weight, self.bias)

    def extra_repr(self):
        return f"in_features={self.in_features}, out_features={self.out_features}, bias={self.bias is not None}"


def _tuple(n, k):
    return (n,) * k if isinstance(n, int) else tuple(n)


# What F.pad calls each way to pad.
PADDED = {"zeros": "constant", "reflect": "reflect", "replicate": "replicate", "circular": "circular"}


class _Conv(Module):
    part = {"kind": "convolution"}
    axes = 2
    turned = False

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode="zeros", device=None, dtype=None):
        super().__init__()
        if padding_mode not in PADDED:
            raise ValueError(f"padding_mode must be one of {set(PADDED)}, but got padding_mode='{padding_mode}'")
        if padding_mode != "zeros" and self.turned:
            raise ValueError(f'Only "zeros" padding mode is supported for {type(self).__name__}')
        self.padding_mode = padding_mode
        if in_channels % groups:
            raise ValueError("in_channels must be divisible by groups")
        if out_channels % groups:
            raise ValueError("out_channels must be divisible by groups")
        self.in_channels, self.out_channels, self.groups = in_channels, out_channels, groups
        self.kernel_size, self.stride = _tuple(kernel_size, self.axes), _tuple(stride, self.axes)
        self.padding = padding if isinstance(padding, str) else _tuple(padding, self.axes)
        self.dilation = _tuple(dilation, self.axes)
        first, second = (in_channels, out_channels) if self.turned else (out_channels, in_channels)
        self.weight = Parameter(empty(first, second // groups, *self.kernel_size, dtype=dtype))
        if bias:
            self.bias = Parameter(empty(out_channels, dtype=dtype))
        else:
            self.register_parameter("bias", None)
        self.reset_parameters()

    def reset_parameters(self):
        _begin(self.weight, self.bias)

    def forward(self, input):
        f = F.conv2d if self.axes == 2 else F.conv1d
        padding = self.padding
        if self.padding_mode != "zeros":
            sides = [n for pair in reversed(self._around()) for n in pair]
            input, padding = F.pad(input, sides, PADDED[self.padding_mode]), 0
        return f(input, self.weight, self.bias, self.stride, padding, self.dilation, self.groups)

    def _around(self):
        """How much is padded before and after, along each axis."""
        if self.padding == "valid":
            return [(0, 0)] * self.axes
        if self.padding == "same":
            missing = [d * (k - 1) for d, k in zip(self.dilation, self.kernel_size)]
            return [(n // 2, n - n // 2) for n in missing]
        return [(n, n) for n in self.padding]

    def extra_repr(self):
        text = f"{self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size}, stride={self.stride}"
        if self.padding != (0,) * self.axes:
            text += f", padding={self.padding}"
        if self.dilation != (1,) * self.axes:
            text += f", dilation={self.dilation}"
        if self.groups != 1:
            text += f", groups={self.groups}"
        text += ", bias=False" if self.bias is None else ""
        return text + (f", padding_mode={self.padding_mode}" if self.padding_mode != "zeros" else "")


class Conv2d(_Conv):
    pass


class Conv1d(_Conv):
    axes = 1


class ConvTranspose2d(_Conv):
    turned = True

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1, padding_mode="zeros"):
        super().__init__(in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode)
        self.output_padding = _tuple(output_padding, self.axes)

    def forward(self, input):
        return F.conv_transpose2d(input, self.weight, self.bias, self.stride, self.padding, self.output_padding, self.groups, self.dilation)


    def extra_repr(self):
        more = f", output_padding={self.output_padding}" if any(self.output_padding) else ""
        return super().extra_repr().replace(", bias=False", "") + more + (", bias=False" if self.bias is None else "")


class ConvTranspose1d(ConvTranspose2d):
    axes = 1

    def forward(self, input):
        return F.conv_transpose1d(input, self.weight, self.bias, self.stride, self.padding, self.output_padding, self.groups, self.dilation)


class _Pool(Module):
    part = {"kind": "pooling"}
    f = None

    def __init__(self, kernel_size, stride=None, padding=0, dilation=1, return_indices=False, ceil_mode=False):
        super().__init__()
        self.kernel_size, self.stride = kernel_size, kernel_size if stride is None else stride
        if return_indices or _tuple(dilation, 2) != (1, 1):
            raise NotImplementedError(f"{type(self).__name__} with return_indices or dilation is not part of this page.")
        self.padding, self.dilation, self.ceil_mode = padding, dilation, ceil_mode

    def forward(self, x):
        return type(self).f(x, self.kernel_size, self.stride, self.padding, ceil_mode=self.ceil_mode)

    def extra_repr(self):
        text = f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}"
        return text + (f", dilation={self.dilation}, ceil_mode={self.ceil_mode}" if "Max" in type(self).__name__ else "")


class MaxPool2d(_Pool):
    f = staticmethod(F.max_pool2d)


class MaxPool1d(_Pool):
    f = staticmethod(F.max_pool1d)


class _AvgPool(_Pool):
    def __init__(self, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
        super().__init__(kernel_size, stride, padding, ceil_mode=ceil_mode)
        self.count_include_pad = count_include_pad

    def forward(self, x):
        return type(self).f(x, self.kernel_size, self.stride, self.padding, self.ceil_mode, self.count_include_pad)


class AvgPool2d(_AvgPool):
    f = staticmethod(F.avg_pool2d)


class AvgPool1d(_AvgPool):
    f = staticmethod(F.avg_pool1d)

    def extra_repr(self):
        return ", ".join(f"{n}={_tuple(getattr(self, n), 1)}" for n in ("kernel_size", "stride", "padding"))


class AdaptiveAvgPool2d(Module):
    part = {"kind": "pooling"}
    f = staticmethod(F.adaptive_avg_pool2d)

    def __init__(self, output_size):
        super().__init__()
        self.output_size = output_size

    def forward(self, x):
        return type(self).f(x, self.output_size)

    def extra_repr(self):
        return f"output_size={self.output_size}"


class AdaptiveMaxPool2d(AdaptiveAvgPool2d):
    f = staticmethod(F.adaptive_max_pool2d)


class AdaptiveAvgPool1d(AdaptiveAvgPool2d):
    f = staticmethod(F.adaptive_avg_pool1d)


class AdaptiveMaxPool1d(AdaptiveAvgPool2d):
    f = staticmethod(F.adaptive_max_pool1d)


class _BatchNorm(Module):
    part = {"kind": "norm", "norm": "batch"}

    def __init__(self, num_features, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True):
        super().__init__()
        if momentum is None:
            raise NotImplementedError("BatchNorm with momentum=None is not part of this page: give it a number, as 0.1.")
        self.num_features, self.eps, self.momentum = num_features, eps, momentum
        self.affine, self.track_running_stats = affine, track_running_stats
        for name, value in (("weight", 1.0), ("bias", 0.0)):
            self.register_parameter(name, Parameter(full((num_features,), value)) if affine else None)
        if track_running_stats:
            self.register_buffer("running_mean", zeros(num_features))
            self.register_buffer("running_var", ones(num_features))
            self.register_buffer("num_batches_tracked", full((), 0))
        else:
            self.running_mean = self.running_var = None

    def forward(self, x):
        if x.dim() not in self.takes:
            raise ValueError(f"expected {' or '.join(f'{n}D' for n in self.takes)} input (got {x.dim()}D input)")
        if x.shape[1] != self.num_features:
            raise RuntimeError(f"running_mean should contain {x.shape[1]} elements not {self.num_features}")
        if self.training and self.track_running_stats:
            self.num_batches_tracked = self.num_batches_tracked + 1
        training = self.training or not self.track_running_stats
        return F.batch_norm(x, self.running_mean, self.running_var, self.weight, self.bias, training, self.momentum, self.eps)

    def extra_repr(self):
        return f"{self.num_features}, eps={self.eps}, momentum={self.momentum}, affine={self.affine}, track_running_stats={self.track_running_stats}"


class BatchNorm1d(_BatchNorm):
    takes = (2, 3)


class BatchNorm2d(_BatchNorm):
    takes = (4,)


class _InstanceNorm(_BatchNorm):
    def __init__(self, num_features, eps=1e-05, momentum=0.1, affine=False, track_running_stats=False):
        if track_running_stats:
            raise NotImplementedError("InstanceNorm with track_running_stats=True is not part of this page.")
        super().__init__(num_features, eps, momentum, affine, track_running_stats)

    def forward(self, x):
        return F.instance_norm(x, weight=self.weight, bias=self.bias, eps=self.eps)


class InstanceNorm1d(_InstanceNorm):
    pass


class InstanceNorm2d(_InstanceNorm):
    pass


class LayerNorm(Module):
    part = {"kind": "norm", "norm": "layer"}

    def __init__(self, normalized_shape, eps=1e-05, elementwise_affine=True, bias=True, device=None, dtype=None):
        super().__init__()
        self.normalized_shape = (normalized_shape,) if isinstance(normalized_shape, int) else tuple(normalized_shape)
        self.eps, self.elementwise_affine = eps, elementwise_affine
        self.register_parameter("weight", Parameter(ones(*self.normalized_shape)) if elementwise_affine else None)
        self.register_parameter("bias", Parameter(zeros(*self.normalized_shape)) if elementwise_affine and bias else None)

    def forward(self, x):
        return F.layer_norm(x, self.normalized_shape, self.weight, self.bias, self.eps)

    def extra_repr(self):
        return f"{self.normalized_shape}, eps={self.eps}, elementwise_affine={self.elementwise_affine}"


class RMSNorm(Module):
    part = {"kind": "norm", "norm": "rms"}

    def __init__(self, normalized_shape, eps=None, elementwise_affine=True):
        super().__init__()
        self.normalized_shape = (normalized_shape,) if isinstance(normalized_shape, int) else tuple(normalized_shape)
        self.eps, self.elementwise_affine = eps, elementwise_affine
        self.register_parameter("weight", Parameter(ones(*self.normalized_shape)) if elementwise_affine else None)

    def forward(self, x):
        return F.rms_norm(x, self.normalized_shape, self.weight, self.eps)

    def extra_repr(self):
        return f"{self.normalized_shape}, eps={self.eps}, elementwise_affine={self.elementwise_affine}"


class GroupNorm(Module):
    part = {"kind": "norm", "norm": "group"}

    def __init__(self, num_groups, num_channels, eps=1e-05, affine=True):
        super().__init__()
        if num_channels % num_groups:
            raise ValueError("num_channels must be divisible by num_groups")
        self.num_groups, self.num_channels, self.eps, self.affine = num_groups, num_channels, eps, affine
        for name, value in (("weight", 1.0), ("bias", 0.0)):
            self.register_parameter(name, Parameter(full((num_channels,), value)) if affine else None)

    def forward(self, x):
        return F.group_norm(x, self.num_groups, self.weight, self.bias, self.eps)

    def extra_repr(self):
        return f"{self.num_groups}, {self.num_channels}, eps={self.eps}, affine={self.affine}"


class Embedding(Module):
    part = {"kind": "embedding"}

    def __init__(self, num_embeddings, embedding_dim, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False, _weight=None):
        super().__init__()
        if max_norm is not None or scale_grad_by_freq:
            raise NotImplementedError("Embedding with max_norm or scale_grad_by_freq is not part of this page.")
        self.num_embeddings, self.embedding_dim, self.padding_idx = num_embeddings, embedding_dim, padding_idx
        self.weight = Parameter(empty(num_embeddings, embedding_dim) if _weight is None else _weight)
        if _weight is None:
            init.normal_(self.weight)
            if padding_idx is not None:
                from .._modes import no_grad

                with no_grad():
                    self.weight[padding_idx] = 0.0

    @classmethod
    def from_pretrained(cls, embeddings, freeze=True, padding_idx=None):
        made = cls(*embeddings.shape, padding_idx=padding_idx, _weight=embeddings)
        made.weight.requires_grad_(not freeze)
        return made

    def forward(self, x):
        return F.embedding(x, self.weight, self.padding_idx)

    def extra_repr(self):
        text = f"{self.num_embeddings}, {self.embedding_dim}"
        return text + ("" if self.padding_idx is None else f", padding_idx={self.padding_idx}")


class LocalResponseNorm(Module):
    def __init__(self, size, alpha=0.0001, beta=0.75, k=1.0):
        super().__init__()
        self.size, self.alpha, self.beta, self.k = size, alpha, beta, k

    def forward(self, x):
        return F.local_response_norm(x, self.size, self.alpha, self.beta, self.k)

    def extra_repr(self):
        return f"{self.size}, alpha={self.alpha}, beta={self.beta}, k={self.k}"


class Bilinear(Module):
    part = {"kind": "dense"}

    def __init__(self, in1_features, in2_features, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        self.in1_features, self.in2_features, self.out_features = in1_features, in2_features, out_features
        self.weight = Parameter(empty(out_features, in1_features, in2_features, dtype=dtype))
        self.register_parameter("bias", Parameter(empty(out_features, dtype=dtype)) if bias else None)
        bound = 1 / math.sqrt(in1_features)
        init.uniform_(self.weight, -bound, bound)
        if bias:
            init.uniform_(self.bias, -bound, bound)

    def forward(self, input1, input2):
        return F.bilinear(input1, input2, self.weight, self.bias)

    def extra_repr(self):
        return f"in1_features={self.in1_features}, in2_features={self.in2_features}, out_features={self.out_features}, bias={self.bias is not None}"
