"""Arrays together and apart, and what is chosen of them."""

from ._array import answer, array, asarray, axis_of, ndarray
from ._dtypes import wider
from ._functions import _kind, add, broadcast_shape
from ._index import nonzero as _nonzero


def cumsum(a, axis=None):
    a = asarray(a)
    a = a.ravel() if axis is None else a
    axis = axis_of(axis or 0, a.ndim)
    rows = []
    for k in range(a.shape[axis]):
        part = a[(slice(None),) * axis + (k,)]
        rows.append(add(rows[-1], part) if rows else part)
    return stack(rows, axis)


def concatenate(arrays, axis=0):
    arrays = [asarray(a) for a in arrays]
    if axis is None:
        arrays, axis = [a.ravel() for a in arrays], 0
    axis = axis_of(axis, arrays[0].ndim)
    for a in arrays[1:]:
        for d in range(a.ndim):
            if d != axis and a.shape[d] != arrays[0].shape[d]:
                raise ValueError(
                    f"all the input array dimensions except for the concatenation axis must match exactly, but along dimension {d}, the array at index 0 has size {arrays[0].shape[d]} and the array at index 1 has size {a.shape[d]}"
                )
    moved = [a.transpose([axis, *[d for d in range(a.ndim) if d != axis]]) for a in arrays]
    numbers = [x for a in moved for x in a._flat()]
    joined = array(numbers, wider(*[a.dtype for a in arrays])).reshape(-1, *moved[0].shape[1:])
    order = list(range(1, axis + 1)) + [0] + list(range(axis + 1, joined.ndim))
    return joined.transpose(order).copy() if axis else joined


def stack(arrays, axis=0):
    arrays = [asarray(a) for a in arrays]
    if len({a.shape for a in arrays}) > 1:
        raise ValueError("all input arrays must have the same shape")
    return concatenate([expand_dims(a, axis) for a in arrays], axis)


def vstack(arrays):
    return concatenate([a.reshape(1, -1) if a.ndim < 2 else a for a in map(asarray, arrays)])


def hstack(arrays):
    arrays = [asarray(a) for a in arrays]
    return concatenate(arrays, 0 if arrays[0].ndim < 2 else 1)


def column_stack(arrays):
    return concatenate([a.reshape(-1, 1) if a.ndim < 2 else a for a in map(asarray, arrays)], 1)


def expand_dims(a, axis):
    a = asarray(a)
    axis = axis_of(axis, a.ndim + 1)
    return a.reshape(*a.shape[:axis], 1, *a.shape[axis:])


def split(a, sections, axis=0):
    n = a.shape[axis]
    if isinstance(sections, int):
        if n % sections:
            raise ValueError("array split does not result in an equal division")
        sections = list(range(n // sections, n, n // sections))
    edges = [0, *sections, n]
    return [a[(slice(None),) * axis + (slice(i, j),)] for i, j in zip(edges, edges[1:])]


def where(condition, x=None, y=None):
    if x is None:
        return tuple(_nonzero(asarray(condition)))
    condition, arrays = asarray(condition), [asarray(x), asarray(y)]
    shape = broadcast_shape(condition.shape, *[a.shape for a in arrays])
    triples = zip(*[a._spread(shape)._flat() for a in [condition, *arrays]])
    return answer([a if c else b for c, a, b in triples], shape, _kind([x, y], arrays))


def nonzero(a):
    return tuple(_nonzero(asarray(a)))


def unique(a, return_counts=False, return_index=False, return_inverse=False):
    a = asarray(a)
    numbers = a._flat()
    found = sorted(set(numbers))
    answers = [ndarray(found, (len(found),), a.dtype)]
    if return_index:
        answers.append(array([numbers.index(x) for x in found]))
    if return_inverse:
        answers.append(array([found.index(x) for x in numbers]).reshape(a.shape))
    if return_counts:
        answers.append(array([numbers.count(x) for x in found]))
    return answers[0] if len(answers) == 1 else tuple(answers)


def reshape(a, shape):
    return asarray(a).reshape(shape)


def transpose(a, axes=None):
    return asarray(a).transpose(*([axes] if axes is not None else []))


def repeat(a, n, axis=None):
    a = asarray(a)
    a, axis = (a.ravel(), 0) if axis is None else (a, axis)
    return a[(slice(None),) * axis + ([k for k in range(a.shape[axis]) for _ in range(n)],)]


def tile(a, times):
    a = asarray(a)
    for d, n in enumerate([times] if isinstance(times, int) else times):
        a = concatenate([a] * n, d if not isinstance(times, int) else -1)
    return a
