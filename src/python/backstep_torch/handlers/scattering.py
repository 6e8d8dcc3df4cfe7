"""Numbers that go to places which indices name."""

import torch

from ..registry import handles


@handles("scatter_add")
def _scatter_add(b, x, dim, index, src):
    if not x.dim() or index.dim() != x.dim():
        return NotImplemented
    return _added(b, x, dim, b.use(index, "indices"), _first(b, src, index.shape))


def _first(b, source, shape):
    """So many numbers of a source as there are indices."""
    for axis, n in enumerate(shape):
        source = b.slice(source, axis, 0, n)
    return source


@handles("scatter_reduce")
def _scatter_reduce(b, x, dim, index, src, reduce, *, include_self=True):
    return _scatter_add(b, x, dim, index, src) if reduce == "sum" and include_self else NotImplemented


@handles("index_add")
def _index_add(b, x, dim, index, source, *, alpha=1):
    if not x.dim():
        return NotImplemented
    y = b.reshape(source, source.shape or (1,))
    return _added(b, x, dim, _each_index(b, index, dim, y.shape), y if alpha == 1 else b.binary("mul", y, alpha))


def _added(b, x, dim, indices, source):
    x = b.use(x)
    axis = dim % x.ndim
    data = x.data.scatter_add(axis, indices.data, source.data.to(x.data.dtype))
    return b.apply("scatterAdd", [x, indices, source], {"axis": axis}, data)


def _each_index(b, index, dim, shape):
    """One index for each number of a shape, by its place along an axis."""
    axis = dim % len(shape)
    spread = index.reshape([-1 if d == axis else 1 for d in range(len(shape))]).expand(tuple(shape))
    return b.constant("indices", spread)


@handles("scatter")
def _scatter(b, x, dim, index, src=None, *, value=None, reduce=None):
    """What is put in places hides what was there; of a source, no two numbers may go to one place."""
    src = value if src is None else src
    if reduce is not None or not x.dim() or index.dim() != x.dim():
        return NotImplemented
    axis = dim % x.dim()
    counts = torch.zeros(x.shape, dtype=x.dtype).scatter_add(axis, index, torch.ones(index.shape, dtype=x.dtype))
    if torch.is_tensor(src) and src.dim():
        if bool((counts > 1).any()):
            return NotImplemented
        src = _added(b, _zeros(b, x), axis, b.use(index, "indices"), _first(b, src, index.shape))
    else:
        src = b.use(src)
    return _hidden(b, x, counts > 0, src)


@handles("index_fill")
def _index_fill(b, x, dim, index, value):
    if not x.dim():
        return NotImplemented
    mask = torch.zeros(x.shape, dtype=torch.bool).index_fill(dim, index, True)
    return _hidden(b, x, mask, b.use(value))


@handles("index_copy")
def _index_copy(b, x, dim, index, source):
    if not x.dim() or len(index.reshape(-1).unique()) != index.numel():
        return NotImplemented
    y = b.reshape(source, source.shape or (1,))
    src = _added(b, _zeros(b, x), dim, _each_index(b, index, dim, y.shape), y)
    return _hidden(b, x, torch.zeros(x.shape, dtype=torch.bool).index_fill(dim, index, True), src)


@handles("__setitem__")
def _setitem(b, x, index, new):
    return written(b, b.use(x), torch.arange(x.numel()).reshape(x.shape)[index], b.use(new))


def written(b, x, cells, new):
    """A tensor after numbers were written into some of its cells, which are given by their places; the others stay."""
    count = x.data.numel()
    mask = torch.zeros(count, dtype=torch.bool)
    mask[cells.reshape(-1)] = True
    if not cells.numel() or int(mask.sum()) != cells.numel():
        return NotImplemented
    if new.data.numel() > 1:
        numbers = torch.arange(new.data.numel()).reshape(new.shape[max(0, new.ndim - cells.dim()) :]).expand(cells.shape)
        places = torch.zeros(count, dtype=torch.long)
        places[cells.reshape(-1)] = numbers.reshape(-1)
        places = b.constant("places", places)
        flat = b.reshape(new, (-1,))
        new = b.reshape(b.apply("gather", [flat, places], {"axis": 0}, flat.data[places.data]), x.shape)
    else:
        new = b.reshape(new, ())
    return _hidden(b, x, mask.reshape(x.shape), new)


@handles("fill_diagonal")
def _fill_diagonal(b, x, fill_value, wrap=False):
    mask = torch.zeros(x.shape, dtype=torch.bool).fill_diagonal_(True, wrap)
    return _hidden(b, x, mask, b.use(fill_value))


def _zeros(b, x):
    return b.constant("zeros", torch.zeros(x.shape, dtype=x.dtype))


def _hidden(b, x, mask, src):
    x = b.use(x)
    data = torch.where(mask, src.data.to(x.data.dtype), x.data)
    return b.apply("where", [b.constant("mask", mask), src, x], {}, data)
