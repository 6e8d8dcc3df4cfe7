"""Layers that pad images, make them larger, and take them apart."""

from . import functional as F
from .module import Module

__all__ = [
    "ZeroPad2d", "ConstantPad1d", "ConstantPad2d", "ReflectionPad1d", "ReflectionPad2d", "ReplicationPad1d", "ReplicationPad2d", "Upsample",
    "UpsamplingNearest2d", "UpsamplingBilinear2d", "PixelShuffle", "PixelUnshuffle", "ChannelShuffle", "Unfold", "Fold",
]


class _Pad(Module):
    sides, mode = 4, "constant"

    def __init__(self, padding):
        super().__init__()
        self.padding = (padding,) * self.sides if isinstance(padding, int) else tuple(padding)

    def forward(self, x):
        return F.pad(x, self.padding, self.mode)

    def extra_repr(self):
        return f"{self.padding}"


class ZeroPad2d(_Pad):
    pass


class ConstantPad2d(_Pad):
    def __init__(self, padding, value=0.0):
        super().__init__(padding)
        self.value = value

    def forward(self, x):
        return F.pad(x, self.padding, value=self.value)

    def extra_repr(self):
        return f"padding={self.padding}, value={self.value}"


class ConstantPad1d(ConstantPad2d):
    sides = 2


class ReflectionPad2d(_Pad):
    mode = "reflect"


class ReflectionPad1d(ReflectionPad2d):
    sides = 2


class ReplicationPad2d(_Pad):
    mode = "replicate"


class ReplicationPad1d(ReplicationPad2d):
    sides = 2


class Upsample(Module):
    def __init__(self, size=None, scale_factor=None, mode="nearest", align_corners=None, recompute_scale_factor=None):
        super().__init__()
        self.size, self.mode, self.align_corners = size, mode, align_corners
        self.scale_factor = tuple(map(float, scale_factor)) if isinstance(scale_factor, tuple) else float(scale_factor) if scale_factor else None
        self.recompute_scale_factor = recompute_scale_factor

    def forward(self, x):
        return F.interpolate(x, self.size, self.scale_factor, self.mode, self.align_corners, self.recompute_scale_factor)

    def extra_repr(self):
        which = f"size={self.size}" if self.scale_factor is None else f"scale_factor={self.scale_factor}"
        return f"{which}, mode={self.mode!r}"


class UpsamplingNearest2d(Upsample):
    def __init__(self, size=None, scale_factor=None):
        super().__init__(size, scale_factor, "nearest")


class UpsamplingBilinear2d(Upsample):
    def __init__(self, size=None, scale_factor=None):
        super().__init__(size, scale_factor, "bilinear", align_corners=True)


def _of(name, f, *options):
    """A layer that is one function, whose options are given once."""

    def __init__(self, *args, **kwargs):
        Module.__init__(self)
        self._given = {**dict(zip(options, args)), **kwargs}

    return type(
        name,
        (Module,),
        {
            "__init__": __init__,
            "forward": lambda self, x: f(x, **self._given),
            "extra_repr": lambda self: ", ".join(f"{n}={v}" for n, v in self._given.items()),
        },
    )


PixelShuffle = _of("PixelShuffle", F.pixel_shuffle, "upscale_factor")
PixelUnshuffle = _of("PixelUnshuffle", F.pixel_unshuffle, "downscale_factor")
ChannelShuffle = _of("ChannelShuffle", F.channel_shuffle, "groups")
Unfold = _of("Unfold", F.unfold, "kernel_size", "dilation", "padding", "stride")
Fold = _of("Fold", F.fold, "output_size", "kernel_size", "dilation", "padding", "stride")
