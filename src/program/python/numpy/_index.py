"""a[…] and a[…] = b: slices and numbers give views, lists and masks copies."""

from ._array import BOOL, I64, answer, array, asarray, ndarray, steps_of
from ._dtypes import scalar, stored


def _parts(a, index):
    parts = list(index) if isinstance(index, tuple) else [index]
    found = []
    for p in parts:
        p = array(p) if isinstance(p, (list, range)) else p
        p = ndarray._of(p) if hasattr(p, "detach") else p
        if isinstance(p, ndarray) and p.dtype is BOOL and p.ndim:
            if p.shape != a.shape[len(found) : len(found) + p.ndim]:
                raise IndexError(
                    f"boolean index did not match indexed array along dimension 0; dimension is {a.shape[0]} but corresponding boolean dimension is {p.shape[0]}"
                )
            found += nonzero(p)
        elif isinstance(p, ndarray) and p.size and p.dtype is not I64 and p.dtype.name != "int32":
            raise IndexError("arrays used as indices must be of integer (or boolean) type")
        elif p is None or p is Ellipsis or isinstance(p, (slice, ndarray)) or hasattr(p, "__index__"):
            found.append(p)
        else:
            raise IndexError(
                "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices"
            )
    named = sum(p is not None and p is not Ellipsis for p in found)
    if named > a.ndim:
        raise IndexError(f"too many indices for array: array is {a.ndim}-dimensional, but {named} were indexed")
    if not any(p is Ellipsis for p in found):
        found.append(Ellipsis)
    at = next(k for k, p in enumerate(found) if p is Ellipsis)
    found[at : at + 1] = [slice(None)] * (a.ndim - named)
    return found


def nonzero(a):
    numbers, found = a._flat(), []
    for k, x in enumerate(numbers):
        if x:
            place = []
            for n, step in zip(a.shape, steps_of(a.shape)):
                place.append(k // step % n)
            found.append(place)
    return [ndarray([p[d] for p in found], (len(found),), I64) for d in range(max(a.ndim, 1))]


def _checked(k, n, axis):
    k = int(k)
    if not -n <= k < n:
        raise IndexError(f"index {k} is out of bounds for axis {axis} with size {n}")
    return k % n


def _chosen(a, index):
    """A view of what numbers and slices choose, and lists of places with their axes in it."""
    shape, steps, start, lists, axis = [], [], a._start, [], 0
    for p in _parts(a, index):
        if p is None:
            shape.append(1)
            steps.append(0)
            continue
        n, step = a._shape[axis], a._steps[axis]
        if isinstance(p, slice):
            places = range(*p.indices(n))
            start += places.start * step if len(places) else 0
            shape.append(len(places))
            steps.append(step * places.step)
        elif isinstance(p, ndarray) and p.ndim:
            lists.append((len(shape), ndarray([_checked(k, n, axis) for k in p._flat()], p.shape, I64)))
            shape.append(n)
            steps.append(step)
        else:
            start += _checked(p, n, axis) * step
        axis += 1
    return a._view(shape, steps, start), lists


def _places(view, lists):
    """Where in the list of numbers each of the chosen ones is, and their shape."""
    if not lists:
        return view._places(), view._shape
    from ._functions import broadcast_shape

    axes = [axis for axis, _ in lists]
    among = broadcast_shape(*[p.shape for _, p in lists])
    spread = [p._spread(among)._flat() for _, p in lists]
    offsets = [sum(p[k] * view._steps[d] for d, p in zip(axes, spread)) for k in range(len(spread[0]))]
    before = [d for d in range(view.ndim) if d not in axes and d < axes[0]]
    if axes != list(range(axes[0], axes[0] + len(axes))):
        before = []
    after = [d for d in range(view.ndim) if d not in axes and d not in before]
    places = [view._start]
    for group in (before, None, after):
        if group is None:
            places = [p + o for p in places for o in offsets]
            continue
        for d in group:
            places = [p + k * view._steps[d] for p in places for k in range(view._shape[d])]
    return places, (*[view._shape[d] for d in before], *among, *[view._shape[d] for d in after])


def getitem(a, index):
    view, lists = _chosen(a, index)
    if lists:
        places, shape = _places(view, lists)
        return answer([a._numbers[p] for p in places], shape, a.dtype)
    return view if view._shape or index is Ellipsis else scalar(a._numbers[view._start], a.dtype)


def setitem(a, index, value):
    from ._functions import broadcast_shape

    places, shape = _places(*_chosen(a, index))
    value = asarray(value)
    if value.ndim > len(shape):
        value = value.squeeze()
    try:
        fits = broadcast_shape(value.shape, shape) == tuple(shape)
    except ValueError:
        fits = False
    if not fits:
        raise ValueError(f"could not broadcast input array from shape {value.shape} into shape {tuple(shape)}")
    for p, x in zip(places, stored(value._spread(shape)._flat(), a.dtype)):
        a._numbers[p] = x
