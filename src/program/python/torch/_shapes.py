"""The same numbers in another shape."""

import builtins
import math

from . import _dtypes as dt
from ._creation import full, ones
from ._method import axes_of, method
from ._elements import mul
from ._tensor import called, off_trace, op, view


def turned(x):
    """Weights are kept as output × input; a row is multiplied by them the other way round."""
    return op("transpose", [x], {})



def wanted_shape(shape):
    shape = shape[0] if len(shape) == 1 and isinstance(shape[0], (tuple, list)) else shape
    return [int(n) for n in shape]


@method("view")
def _view(input, *shape):
    if not shape or isinstance(shape[0], dt.dtype):
        raise NotImplementedError("Tensor.view(dtype) is not part of this page.")
    return called("View", reshape(input, *shape))


@method("reshape")
def reshape(input, *shape):
    wanted = wanted_shape(shape)
    n = input.numel()
    if -1 in wanted:
        rest = math.prod(d for d in wanted if d != -1)
        if rest == 0 or n % rest:
            raise RuntimeError(f"shape '{wanted}' is invalid for input of size {n}")
        wanted[wanted.index(-1)] = n // rest
    if math.prod(wanted) != n:
        raise RuntimeError(f"shape '{wanted}' is invalid for input of size {n}")
    if tuple(wanted) == tuple(input.shape):
        return view(input, lambda x: x)
    if input.dim() > 1 and len(wanted) == 2 and wanted[0] == input.shape[0]:
        return view(input, lambda x: op("flatten", [x]))
    return view(input, lambda x: op("reshape", [x], {"shape": wanted}))


@method("view_as", "reshape_as")
def view_as(input, other):
    return reshape(input, *other.shape)


@method("flatten")
def flatten(input, start_dim=0, end_dim=-1):
    if not input.shape:
        return reshape(input, 1)
    start, end = axes_of([start_dim, end_dim], input.dim())
    return reshape(input, *input.shape[:start], -1, *input.shape[end + 1 :])


@method("ravel")
def ravel(input):
    return reshape(input, -1)


@method("squeeze")
def squeeze(input, dim=None):
    gone = axes_of(dim, input.dim()) if dim is not None else range(input.dim())
    return called("Squeeze", reshape(input, *[n for d, n in enumerate(input.shape) if not (d in gone and n == 1)]))


@method("unsqueeze")
def unsqueeze(input, dim):
    (axis,) = axes_of(dim, input.dim() + 1)
    return called("Unsqueeze", reshape(input, *input.shape[:axis], 1, *input.shape[axis:]))


@method("permute")
def permute(input, *dims):
    dims = axes_of(wanted_shape(dims), input.dim())
    if builtins.sorted(dims) != list(range(input.dim())):
        raise RuntimeError("permute(sparse_coo): number of dimensions in the tensor input does not match the desired ordering")
    if dims == list(range(input.dim())):
        return view(input, lambda x: x)
    if dims == [1, 0]:
        return called("Permute", view(input, turned))
    return called("Permute", view(input, lambda x: op("transpose", [x], {"axes": dims})))


@method("unflatten")
def unflatten(input, dim, sizes):
    (axis,) = axes_of(dim, input.dim())
    return reshape(input, *input.shape[:axis], *sizes, *input.shape[axis + 1 :])


@method("transpose", "swapaxes", "swapdims")
def transpose(input, dim0, dim1):
    order = list(range(input.dim()))
    a, b = axes_of([dim0, dim1], input.dim())
    order[a], order[b] = order[b], order[a]
    return called("Transpose", permute(input, *order))


@method("t")
def t(input):
    return called("T", permute(input, *range(input.dim() - 1, -1, -1))) if input.dim() > 1 else input


@method("movedim", "moveaxis")
def movedim(input, source, destination):
    (a,), (b,) = axes_of(source, input.dim()), axes_of(destination, input.dim())
    order = [d for d in range(input.dim()) if d != a]
    order.insert(b, a)
    return permute(input, *order)


@method("expand", "broadcast_to")
def expand(input, *sizes):
    wanted = wanted_shape(sizes)
    have = [1] * (len(wanted) - input.dim()) + list(input.shape)
    wanted = [h if w == -1 else w for h, w in zip(have, wanted)]
    for d, (h, w) in enumerate(zip(have, wanted)):
        if h not in (1, w):
            raise RuntimeError(
                f"The expanded size of the tensor ({w}) must match the existing size ({h}) at non-singleton dimension {d}."
            )
    if tuple(wanted) == tuple(input.shape):
        return view(input, lambda x: x)
    if not input.dtype.is_floating_point:
        return off_trace("maximum" if input.dtype is dt.bool_ else "add", input.dtype, input, full(wanted, 0, dtype=input.dtype))
    return mul(input, ones(*wanted, dtype=input.dtype))


@method("expand_as")
def expand_as(input, other):
    return expand(input, *other.shape)


broadcast_to = expand


def broadcast_shapes(*shapes):
    from ._size import Size

    sizes = []
    for d in range(1, max(map(len, shapes)) + 1):
        found = {shape[-d] for shape in shapes if len(shape) >= d} - {1}
        if len(found) > 1:
            raise RuntimeError("Shape mismatch: objects cannot be broadcast to a single shape")
        sizes.append(found.pop() if found else 1)
    return Size(sizes[::-1])


def broadcast_tensors(*tensors):
    shape = broadcast_shapes(*[x.shape for x in tensors])
    return tuple(expand(x, *shape) for x in tensors)
