"""Numbers by their order: what is chosen is gathered from where it stood."""

import torch

from ..registry import handles


def _taken(b, x, dim, indices):
    """The numbers that indices name along an axis, and the indices."""
    x, where = b.use(x), b.constant("places", indices)
    return [b.apply("gather", [x, where], {"axis": dim % x.ndim}, x.data.gather(dim, indices)), where]


@handles("topk")
def _topk(b, x, k, dim=-1, largest=True, sorted=True):
    return _taken(b, x, dim, b.shadow().indices) if x.dim() else NotImplemented


@handles("sort", "msort")
def _sort(b, x, dim=-1, descending=False, *, stable=None):
    if not x.dim():
        return NotImplemented
    found = b.shadow()
    return _taken(b, x, dim, found.indices) if isinstance(found, tuple) else NotImplemented


@handles("kthvalue")
def _kth(b, x, k, dim=-1, keepdim=False):
    return _one(b, x, dim, keepdim)


@handles("median")
def _median(b, x, dim=None, keepdim=False):
    return NotImplemented if dim is None else _one(b, x, dim, keepdim)


def _one(b, x, dim, keepdim):
    """One number of each line."""
    if not x.dim():
        return NotImplemented
    places = b.shadow().indices
    places = places if keepdim else places.unsqueeze(dim)
    y, where = _taken(b, x, dim, places)
    return [y, where] if keepdim else [b.reshape(y, y.data.squeeze(dim).shape), b.reshape(where, places.squeeze(dim).shape)]
