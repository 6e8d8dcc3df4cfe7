"""Convolutions and pools of volumes, plane by plane: what lies under a window is planes side by side, as channels of an image."""

from .._functions import stack
from .._functions import max as largest

__all__ = ["conv3d", "max_pool3d", "avg_pool3d"]


def _three(n):
    return [n] * 3 if isinstance(n, int) else list(n)


def _windows(x, kernel, stride, padding, dilation):
    """For each place along the depth, the planes under a window, of a volume that was padded."""
    depth = x.shape[2] + 2 * padding
    for start in range(0, depth - dilation * (kernel - 1), stride):
        yield [start + dilation * k - padding for k in range(kernel)]


def conv3d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    from .functional import conv2d, pad

    alone = input.dim() == 4
    x = input.unsqueeze(0) if alone else input
    if x.dim() != 5:
        raise RuntimeError(f"Expected 4D (unbatched) or 5D (batched) input to conv3d, but got input of size: {list(input.shape)}")
    if x.shape[1] != weight.shape[1] * groups:
        raise RuntimeError(
            f"Given groups={groups}, weight of size {list(weight.shape)}, expected input{list(x.shape)} to have {weight.shape[1] * groups} channels, but got {x.shape[1]} channels instead"
        )
    stride, dilation = _three(stride), _three(dilation)
    if padding == "same":
        sides = [n for k, d in reversed(list(zip(weight.shape[2:], dilation))) for n in (d * (k - 1) // 2, d * (k - 1) - d * (k - 1) // 2)]
        x, padding = pad(x, sides), 0
    padding = _three(0 if padding == "valid" else padding)
    if padding[0]:
        x = pad(x, [0, 0, 0, 0, padding[0], padding[0]])
    # Channels of one group stay together: each channel is followed by its planes.
    kernels = weight.reshape(weight.shape[0], -1, *weight.shape[3:])
    planes = []
    for under in _windows(x, weight.shape[2], stride[0], 0, dilation[0]):
        image = stack([x.select(2, k) for k in under], 2)
        image = image.reshape(x.shape[0], -1, *x.shape[3:])
        planes.append(conv2d(image, kernels, bias, stride[1:], padding[1:], dilation[1:], groups))
    if not planes:
        raise RuntimeError(f"Calculated padded input size per channel: {tuple(x.shape[2:])}. Kernel size: {tuple(weight.shape[2:])}. Kernel size can't be greater than actual input size")
    y = stack(planes, 2)
    return y.squeeze(0) if alone else y


def _pooled(input, kernel_size, stride, padding, plane, together):
    kernel, padding = _three(kernel_size), _three(padding)
    stride = kernel if stride is None else _three(stride)
    alone = input.dim() == 4
    x = input.unsqueeze(0) if alone else input
    pooled = [plane(x.select(2, k), kernel[1:], stride[1:], padding[1:]) for k in range(x.shape[2])]
    found = [together([pooled[k] for k in under if 0 <= k < len(pooled)], kernel[0]) for under in _windows(x, kernel[0], stride[0], padding[0], 1)]
    y = stack(found, 2)
    return y.squeeze(0) if alone else y


def _refuse(name, ceil_mode):
    if ceil_mode:
        raise NotImplementedError(f"{name} with ceil_mode=True is not part of this page.")


def max_pool3d(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    from .functional import max_pool2d

    _refuse("max_pool3d", ceil_mode)
    return _pooled(input, kernel_size, stride, padding, max_pool2d, lambda planes, _: largest(stack(planes, 2), 2)[0])


def avg_pool3d(input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    from .functional import avg_pool2d

    _refuse("avg_pool3d", ceil_mode)
    if not count_include_pad:
        raise NotImplementedError("avg_pool3d with count_include_pad=False is not part of this page.")
    return _pooled(input, kernel_size, stride, padding, avg_pool2d, lambda planes, depth: stack(planes, 2).sum(2) / depth)
