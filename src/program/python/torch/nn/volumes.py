"""Layers of volumes, such as videos and scans."""

from . import functional as F
from .layers import _AvgPool, _BatchNorm, _Conv, _Pool

__all__ = ["Conv3d", "MaxPool3d", "AvgPool3d", "BatchNorm3d", "AdaptiveAvgPool3d"]


class Conv3d(_Conv):
    axes = 3

    def forward(self, input):
        if self.padding_mode != "zeros":
            raise NotImplementedError("Conv3d with another padding_mode than 'zeros' is not part of this page.")
        return F.conv3d(input, self.weight, self.bias, self.stride, self.padding, self.dilation, self.groups)


class MaxPool3d(_Pool):
    f = staticmethod(F.max_pool3d)


class AvgPool3d(_AvgPool):
    f = staticmethod(F.avg_pool3d)


class BatchNorm3d(_BatchNorm):
    takes = (5,)


class AdaptiveAvgPool3d(_Pool):
    def __init__(self, output_size):
        super().__init__(1)
        self.output_size = output_size

    def forward(self, x):
        if self.output_size not in (1, (1, 1, 1), [1, 1, 1]):
            raise NotImplementedError("AdaptiveAvgPool3d is on this page for the size 1 alone.")
        return x.mean((-3, -2, -1), keepdim=True)

    def extra_repr(self):
        return f"output_size={self.output_size}"
