"""Images made larger and smaller, padded, and taken apart into windows."""

import math

from .._creation import as_tensor, full
from .._functions import add, cat, index_select, mul

__all__ = "interpolate upsample pixel_shuffle pixel_unshuffle channel_shuffle pad unfold fold".split()


def interpolate(input, size=None, scale_factor=None, mode="nearest", align_corners=None, recompute_scale_factor=None, antialias=False):
    if antialias or mode not in ("nearest", "nearest-exact", "linear", "bilinear"):
        raise NotImplementedError(f"interpolation by {mode!r} is not part of this page{' with antialias' if antialias else ''}: it has 'nearest', 'linear' and 'bilinear'.")
    y = input
    for axis in range(2, input.dim()):
        n, k = input.shape[axis], axis - 2
        factor = scale_factor[k] if isinstance(scale_factor, (tuple, list)) else scale_factor
        wanted = int(math.floor(n * factor)) if size is None else size if isinstance(size, int) else size[k]
        # Where the factor is given, PyTorch goes by it, not by the sizes.
        step = n / wanted if factor is None or recompute_scale_factor else 1 / factor
        if mode.startswith("nearest"):
            shift = 0.5 if mode == "nearest-exact" else 0.0
            y = index_select(y, axis, as_tensor([min(int((j + shift) * step), n - 1) for j in range(wanted)]))
        else:
            y = _linear(y, axis, n, wanted, step, align_corners)
    return y


def _linear(x, axis, n, wanted, step, align_corners):
    """Between the two nearest numbers, each by how near it is."""
    if align_corners:
        step = (n - 1) / (wanted - 1) if wanted > 1 else 0.0
    places = [j * step if align_corners else max(0.0, (j + 0.5) * step - 0.5) for j in range(wanted)]
    low = [min(int(p), n - 1) for p in places]
    share = as_tensor([p - k for p, k in zip(places, low)], dtype=x.dtype).reshape(*[-1 if d == axis else 1 for d in range(x.dim())])
    first, second = (index_select(x, axis, as_tensor(at)) for at in (low, [min(k + 1, n - 1) for k in low]))
    return add(mul(first, 1 - share), mul(second, share))


upsample = interpolate


def pixel_shuffle(input, upscale_factor):
    *lead, c, h, w = input.shape
    r = upscale_factor
    x = input.reshape(-1, c // (r * r), r, r, h, w).permute(0, 1, 4, 2, 5, 3)
    return x.reshape(*lead, c // (r * r), h * r, w * r)


def pixel_unshuffle(input, downscale_factor):
    *lead, c, h, w = input.shape
    r = downscale_factor
    x = input.reshape(-1, c, h // r, r, w // r, r).permute(0, 1, 3, 5, 2, 4)
    return x.reshape(*lead, c * r * r, h // r, w // r)


def channel_shuffle(input, groups):
    n, c, *rest = input.shape
    return input.reshape(n, groups, c // groups, *rest).transpose(1, 2).reshape(n, c, *rest)


def pad(input, pad, mode="constant", value=None):
    y = input
    for k in range(len(pad) // 2):
        axis = y.dim() - 1 - k
        before, after = int(pad[2 * k]), int(pad[2 * k + 1])
        if before < 0 or after < 0:
            y = y.narrow(axis, max(0, -before), y.shape[axis] - max(0, -before) - max(0, -after))
        before, after = max(0, before), max(0, after)
        if before or after:
            y = _constant(y, axis, before, after, value) if mode == "constant" else index_select(y, axis, as_tensor(_places(mode, y.shape[axis], before, after)))
    return y


def _constant(x, axis, before, after, value):
    def around(n):
        return full([*x.shape[:axis], n, *x.shape[axis + 1 :]], float(value or 0.0), dtype=x.dtype)

    return cat([around(n) if isinstance(n, int) else n for n in (before, x, after) if not isinstance(n, int) or n], axis)


def _places(mode, n, before, after):
    """Which numbers stand where there are none."""
    around = range(-before, n + after)
    if mode == "replicate":
        return [min(max(k, 0), n - 1) for k in around]
    if mode == "circular":
        return [k % n for k in around]
    if mode == "reflect":
        if max(before, after) >= n:
            raise RuntimeError(f"Argument #4: Padding size should be less than the corresponding input dimension, but got: padding ({before}, {after}) at a dimension of size {n}")
        return [n - 1 - abs(n - 1 - abs(k)) for k in around]
    raise NotImplementedError(f"padding by {mode!r} is not part of this page: it has 'constant', 'reflect', 'replicate' and 'circular'.")


def _two(n):
    return (n, n) if isinstance(n, int) else tuple(n)


def _windows(shape, kernel_size, dilation, padding, stride):
    """For every place of a window, the places that it reads of a padded image: one list for each place within the window."""
    (h, w), (kh, kw), (dh, dw), (ph, pw), (sh, sw) = shape, *map(_two, (kernel_size, dilation, padding, stride))
    rows = range(0, h + 2 * ph - dh * (kh - 1), sh)
    columns = range(0, w + 2 * pw - dw * (kw - 1), sw)
    wide = w + 2 * pw
    return [[(i + a * dh) * wide + j + b * dw for i in rows for j in columns] for a in range(kh) for b in range(kw)]


def unfold(input, kernel_size, dilation=1, padding=0, stride=1):
    """Windows of an image, each as a column."""
    x = input.unsqueeze(0) if input.dim() == 3 else input
    n, c, h, w = x.shape
    ph, pw = _two(padding)
    flat = pad(x, (pw, pw, ph, ph)).reshape(n, c, -1)
    windows = _windows((h, w), kernel_size, dilation, padding, stride)
    found = index_select(flat, 2, as_tensor([p for at in windows for p in at]))
    y = found.reshape(n, c * len(windows), len(windows[0]))
    return y.squeeze(0) if input.dim() == 3 else y


def fold(input, output_size, kernel_size, dilation=1, padding=0, stride=1):
    """Columns back to an image: where windows overlap, they are added."""
    x = input.unsqueeze(0) if input.dim() == 2 else input
    (h, w), (ph, pw) = _two(output_size), _two(padding)
    windows = _windows((h, w), kernel_size, dilation, padding, stride)
    n, c = x.shape[0], x.shape[1] // len(windows)
    at = as_tensor([p for at in windows for p in at]).reshape(1, 1, -1).expand(n, c, len(windows) * len(windows[0]))
    wide = full((n, c, (h + 2 * ph) * (w + 2 * pw)), 0.0, dtype=x.dtype).scatter_add(2, at, x.reshape(n, c, -1))
    y = wide.reshape(n, c, h + 2 * ph, w + 2 * pw)[:, :, ph : ph + h, pw : pw + w]
    return y.squeeze(0) if input.dim() == 2 else y
