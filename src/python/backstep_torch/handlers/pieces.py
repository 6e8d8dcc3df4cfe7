"""Pieces of tensors: put together, cut out, looked up."""

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
        return NotImplemented
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
    if x.dim() != 2 or dim not in (0, -2):
        return NotImplemented
    return b.apply("embedding", [b.use(x), b.use(index, "indices")], {}, x.detach()[index])
