"""x[…] and x[…] = y, in all forms."""

import builtins

from . import _dtypes as dt
from ._creation import as_tensor, full
from ._functions import expand, nonzero, scatter_add, select, sliced, where
from ._machine import machine
from ._tensor import called, Tensor, off_trace, op, tensor_of


def _is_list(p):
    return isinstance(p, (list, range)) or (isinstance(p, Tensor) and p.dim() > 0) or hasattr(p, "_tensor")


def _parts(x, index):
    parts = list(index) if isinstance(index, tuple) else [index]
    parts = [as_tensor(list(p)) if isinstance(p, range) else as_tensor(p) if isinstance(p, list) else p for p in parts]
    parts = [p._tensor if hasattr(p, "_tensor") else p for p in parts]
    for p in parts:
        ok = p is None or p is Ellipsis or isinstance(p, (int, slice, Tensor)) or hasattr(p, "__index__")
        if not ok:
            raise IndexError(
                f"only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid indices (got {type(p).__name__})"
            )
        if isinstance(p, Tensor) and p.dtype.is_floating_point:
            raise IndexError("tensors used as indices must be long, int, byte or bool tensors")
    named = builtins.sum(p.dim() if isinstance(p, Tensor) and p.dtype is dt.bool_ else 1 for p in parts if p is not None and p is not Ellipsis)
    if named > x.dim():
        raise IndexError(f"too many indices for tensor of dimension {x.dim()}")
    if not any(p is Ellipsis for p in parts):
        parts.append(Ellipsis)
    at = next(k for k, p in enumerate(parts) if p is Ellipsis)
    parts[at : at + 1] = [slice(None)] * (x.dim() - named)
    return parts


def getitem(x, index):
    parts = _parts(x, index)
    # A mask names the places where it holds.
    if any(isinstance(p, Tensor) and p.dtype is dt.bool_ and p.dim() for p in parts):
        parts = [q for p in parts for q in (nonzero(p, as_tuple=True) if isinstance(p, Tensor) and p.dtype is dt.bool_ else [p])]
    y, axis, lists = x, 0, []
    for p in parts:
        if p is None:
            y = y.unsqueeze(axis)
            axis += 1
        elif isinstance(p, slice):
            y = sliced(y, axis, p)
            axis += 1
        elif isinstance(p, Tensor) and p.dim():
            lists.append((axis, p))
            axis += 1
        else:
            k = int(p)
            n = y.shape[axis]
            if not -n <= k < n:
                raise IndexError(f"index {k} is out of bounds for dimension {axis} with size {n}")
            y = select(y, axis, k)
    return called("Index", _listed(y, lists)) if lists else y


def _listed(x, lists):
    """Lists of places, side by side: those of the first axes name rows of what is left of the axes."""
    lists = [(axis, _from_start(p, x.shape[axis], axis)) for axis, p in lists]
    if len(lists) == 1 and lists[0][0] == 0 and x.dim() == 2:
        return op("embedding", [x, lists[0][1]], {}, x.dtype)
    axes = [axis for axis, _ in lists]
    rest = [d for d in range(x.dim()) if d not in axes]
    together = axes == list(range(axes[0], axes[0] + len(axes)))
    shape = _broadcast([p for _, p in lists])
    flat = full((), 0, dtype=dt.int64)
    for axis, p in lists:
        flat = flat * x.shape[axis] + expand(p, *shape)
    turned = x.permute(*axes, *rest) if axes + rest != list(range(x.dim())) else x
    rows = 1
    for axis in axes:
        rows *= x.shape[axis]
    left = [x.shape[d] for d in rest]
    y = op("embedding", [turned.reshape(rows, -1) if left else turned.reshape(rows, 1), flat.reshape(-1)], {}, x.dtype)
    y = y.reshape(*shape, *left)
    if together and axes[0] > 0:
        # The axes of lists that stand side by side stay where they were.
        k, before = len(shape), axes[0]
        order = list(range(k, k + before)) + list(range(k)) + list(range(k + before, y.dim()))
        y = y.permute(*order)
    return y


def _from_start(p, n, axis):
    """Negative places count from the end."""
    numbers = p._numbers()
    for k in numbers:
        if not -n <= k < n:
            raise IndexError(f"index {int(k)} is out of bounds for dimension {axis} with size {n}")
    return p + (p < 0).to(dt.int64) * n if any(k < 0 for k in numbers) else p


def _broadcast(tensors):
    rank = max(p.dim() for p in tensors)
    shape = []
    for d in range(rank):
        sizes = {p.shape[d - rank + p.dim()] for p in tensors if d - rank + p.dim() >= 0} - {1}
        if len(sizes) > 1:
            raise IndexError("shape mismatch: indexing tensors could not be broadcast together with shapes " + ", ".join(str(list(p.shape)) for p in tensors))
        shape.append(sizes.pop() if sizes else 1)
    return shape


def setitem(x, index, value):
    positions = getitem(x._positions(), index)
    value = tensor_of(value, x)
    value = value if value.dtype is x.dtype else value.to(x.dtype)
    if value.dim() > positions.dim():
        value = value.reshape(*value.shape[value.dim() - positions.dim() :])
    x._take(place(x, positions, value))


def place(x, positions, value):
    """x with other numbers at some of its places, which are counted from its start."""
    if not x.dtype.is_floating_point or not (machine.computed(x._id) or machine.computed(value._id)):
        return _replaced(x, positions, value)
    value = expand(value, *positions.shape)
    flat, at = x.reshape(-1), positions.reshape(-1)
    mark = [False] * x.numel()
    for p in at._numbers():
        mark[int(p)] = True
    cleared = where(as_tensor(mark), 0.0, flat)
    return scatter_add(cleared, 0, at, value.reshape(-1)).reshape(*x.shape)


def _replaced(x, positions, value):
    """The same of what is given: no op, since nothing of it was computed."""
    from ._creation import _made

    numbers = x._numbers()
    spread = off_trace("where", x.dtype, positions >= 0, value, value)
    for p, v in zip(positions._numbers(), spread._numbers()):
        numbers[int(p)] = v
    y = _made(numbers, tuple(x.shape), x.dtype)
    machine.call(y._id, machine.called(x._id), "", "")
    return y
