"""Pieces of tensors: put together, cut out, looked up."""

import math

import torch

from ..registry import handles


@handles("pad", "constant_pad_nd")
def _pad(b, x, pad, mode="constant", value=None):
    if isinstance(mode, (int, float)):
        mode, value = "constant", mode
    if mode != "constant" or any(n < 0 for n in pad):
        return NotImplemented
    y = b.use(x)
    for k in range(len(pad) // 2):
        axis = y.ndim - 1 - k
        around = [
            b.constant("padding", torch.full((*y.shape[:axis], n, *y.shape[axis + 1:]), value or 0.0, dtype=x.dtype))
            if n
            else None
            for n in pad[2 * k: 2 * k + 2]
        ]
        if any(around):
            parts = [v for v in (around[0], y, around[1]) if v is not None]
            y = b.apply("concat", parts, {"axis": axis}, torch.cat([v.data for v in parts], axis))
    return y


@handles("cat", "concat", "concatenate")
def _cat(b, tensors, dim=0, *, axis=None):
    # A cache that is still empty has no axes yet.
    tensors = [x for x in tensors if x.numel()]
    if not tensors:
        return NotImplemented
    axis = (dim if axis is None else axis) % tensors[0].dim()
    values = [b.use(x) for x in tensors]
    if len(values) == 1:
        return values[0]
    return b.apply("concat", values, {"axis": axis}, torch.cat([v.data for v in values], axis))


@handles("stack")
def _stack(b, tensors, dim=0):
    values = [b.use(x) for x in tensors]
    axis = dim % (values[0].ndim + 1)
    return b.apply("stack", values, {"axis": axis}, torch.stack([v.data for v in values], axis))


@handles("select")
def _select(b, x, dim, index):
    return b.select(x, dim, index)


@handles("narrow")
def _narrow(b, x, dim, start, length):
    return b.slice(x, dim, int(start), int(start) + length)


@handles("_slice")
def _slice(b, x, dim=0, start=None, end=None, step=1):
    """A part of x[...], as PyTorch 1.13 computes it."""
    return b.slice(x, dim, start, end, step)


@handles("unbind")
def _unbind(b, x, dim=0):
    return [b.select(x, dim, k) for k in range(x.shape[dim])]


@handles("chunk", "split", "split_with_sizes", "tensor_split", "unsafe_chunk", "unsafe_split")
def _split(b, x, sizes, dim=0):
    pieces, start, out = b.shadow(), 0, []
    for piece in pieces:
        out.append(b.slice(x, dim, start, start + piece.shape[dim]))
        start += piece.shape[dim]
    return out if all(v is not NotImplemented for v in out) else NotImplemented


@handles("__getitem__")
def _getitem(b, x, index):
    parts = list(index) if isinstance(index, tuple) else [index]
    if len(parts) == 1 and torch.is_tensor(parts[0]) and x.dim() == 2 and parts[0].dtype == torch.long:
        if bool((parts[0] >= 0).all()):
            return b.apply("embedding", [b.use(x), b.use(parts[0], "indices")], {}, x.detach()[parts[0]])
    if not all(p is None or p is Ellipsis or type(p) in (int, slice) for p in parts):
        return _named(b, x, parts)
    if Ellipsis not in parts:
        parts.append(Ellipsis)
    at = parts.index(Ellipsis)
    named = sum(p is not None and p is not Ellipsis for p in parts)
    parts[at : at + 1] = [slice(None)] * (x.dim() - named)
    # New axes come last, by a reshape.
    value, axis = b.use(x), 0
    for p in [p for p in parts if p is not None]:
        if type(p) is int:
            value = b.select(value, axis, p)
        else:
            value = b.slice(value, axis, p.start, p.stop, p.step)
            if value is NotImplemented:
                return value
            axis += 1
    return b.reshape(value, b.shadow().shape) if None in parts else value


@handles("embedding")
def _embedding(b, weight, indices, padding_idx=-1, scale_grad_by_freq=False, sparse=False):
    if scale_grad_by_freq or sparse:
        return NotImplemented
    attrs = {"paddingIndex": padding_idx} if padding_idx >= 0 else {}
    return b.apply("embedding", [b.use(weight), b.use(indices, "indices")], attrs, weight.detach()[indices])


@handles("index_select")
def _index_select(b, x, dim, index):
    return _along(b, x, dim % max(x.dim(), 1), index.reshape(-1)) if x.dim() else NotImplemented


@handles("flip")
def _flip(b, x, *dims):
    dims = dims[0] if dims and isinstance(dims[0], (tuple, list)) else dims
    for dim in dims:
        x = _along(b, x, dim % b.use(x).ndim, torch.arange(b.use(x).shape[dim] - 1, -1, -1))
    return x


@handles("masked_select")
def _masked_select(b, x, mask):
    return _named(b, x, [mask]) if mask.shape == x.shape else NotImplemented


@handles("roll")
def _roll(b, x, shifts, dims=None):
    pairs = [(shifts, dims)] if isinstance(shifts, int) and isinstance(dims, int) else list(zip(shifts, dims)) if dims else []
    if not pairs:
        return NotImplemented
    for shift, dim in pairs:
        n = b.use(x).shape[dim]
        x = _along(b, x, dim % b.use(x).ndim, (torch.arange(n) - shift) % n)
    return x


@handles("repeat_interleave")
def _repeat_interleave(b, x, repeats, dim=None):
    if not isinstance(repeats, int) or dim is None:
        return NotImplemented
    return _along(b, x, dim % x.dim(), torch.arange(x.shape[dim]).repeat_interleave(repeats))


@handles("upsample_nearest2d", "upsample_nearest1d")
def _upsample_nearest(b, x, output_size=None, scale_factors=None, *more):
    data = b.shadow()
    for axis in range(2, x.dim()):
        n = b.use(x).shape[axis]
        x = _along(b, x, axis, torch.arange(data.shape[axis]) * n // data.shape[axis])
    return x if torch.equal(x.data, data) else NotImplemented


@handles("hstack", "vstack", "column_stack")
def _stacked(b, tensors):
    whole = b.shadow()
    values = [b.use(x) for x in tensors]
    if whole.dim() > 2 or any(v.ndim not in (1, 2) for v in values):
        return NotImplemented
    axis = 0 if whole.dim() == 1 or sum(v.shape[0] if v.ndim == 2 else 1 for v in values) == whole.shape[0] else 1
    if whole.dim() == 2:
        values = [v if v.ndim == 2 else b.reshape(v, (1, -1) if axis == 0 else (-1, 1)) for v in values]
    y = b.apply("concat", values, {"axis": axis}, torch.cat([v.data for v in values], axis))
    return y if torch.equal(y.data, whole) else NotImplemented


@handles("gather", "take_along_dim")
def _gather(b, x, index=None, dim=None, *more, **kwargs):
    if isinstance(index, int):  # gather(x, dim, index), and take_along_dim(x, index, dim)
        index, dim = dim, index
    if dim is None or not x.dim() or index.dim() != x.dim():
        return NotImplemented
    return b.apply("gather", [b.use(x), b.use(index, "indices")], {"axis": dim % x.dim()}, b.shadow())


def _along(b, x, axis, index):
    """The places of an axis that indices name; the axis becomes those of the indices."""
    x = b.use(x)
    order = [axis, *(d for d in range(x.ndim) if d != axis)]
    first = b.transpose(x, order)
    rest = first.shape[1:]
    rows = _rows(b, b.reshape(first, (x.shape[axis], -1)), index)
    rows = b.reshape(rows, (*index.shape, *rest))
    k = index.dim()
    back = [k + d for d in range(axis)] + list(range(k)) + [k + d for d in range(axis, len(rest))]
    return b.transpose(rows, back)


def _rows(b, table, index):
    """Rows of a matrix; negative indices count from its end."""
    index = torch.where(index < 0, index + table.shape[0], index)
    return b.apply("embedding", [table, b.constant("indices", index)], {}, table.data[index])


def _chosen(b, x, parts):
    """Indices for the first axes, side by side, name rows of what is left of the axes: x[range(n), y]."""
    try:
        indices = torch.broadcast_tensors(*(torch.as_tensor(p).long() for p in parts))
    except (TypeError, ValueError, RuntimeError):
        return NotImplemented
    flat = torch.zeros_like(indices[0])
    for n, index in zip(x.shape, indices):
        flat = flat * n + torch.where(index < 0, index + n, index)
    m = len(parts)
    rows = _rows(b, b.reshape(x, (math.prod(x.shape[:m]), math.prod(x.shape[m:]))), flat)
    return b.reshape(rows, (*flat.shape, *x.shape[m:]))


def _is_index(p):
    return isinstance(p, (list, range)) or (torch.is_tensor(p) and p.dtype in (torch.long, torch.int32) and p.dim() > 0)


def _named(b, x, parts):
    """A use of indices that are tensors, lists or ranges; NotImplemented where they are none, or stand among others."""
    parts = [torch.tensor(p) if isinstance(p, list) and p and all(type(q) is bool for q in p) else p for p in parts]
    if any(p is Ellipsis for p in parts):
        at = next(k for k, p in enumerate(parts) if p is Ellipsis)
        taken = sum(p.dim() if torch.is_tensor(p) and p.dtype == torch.bool else 1 for p in parts) - 1
        parts = [*parts[:at], *[slice(None)] * (x.dim() - taken), *parts[at + 1 :]]
    if len(parts) == 1 and torch.is_tensor(parts[0]) and parts[0].dtype == torch.bool:
        mask = parts[0]
        return _chosen(b, x, list(torch.nonzero(mask, as_tuple=True))) if mask.dim() and bool(mask.any()) else NotImplemented
    parts = [torch.nonzero(p).reshape(-1) if torch.is_tensor(p) and p.dtype == torch.bool and p.dim() == 1 else p for p in parts]
    while parts and type(parts[-1]) is slice and parts[-1] == slice(None):
        parts = parts[:-1]
    if parts and all(_is_index(p) for p in parts):
        return _chosen(b, x, parts)
    places = [k for k, p in enumerate(parts) if _is_index(p)]
    others = [p for p in parts if not _is_index(p)]
    if len(places) != 1 or not all(type(p) is slice and p == slice(None) for p in others):
        return NotImplemented
    return _along(b, x, places[0], torch.as_tensor(parts[places[0]]).long())
