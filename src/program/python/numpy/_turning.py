"""Arrays turned, shifted, counted and compared: each a few lines of other functions."""

import math

from ._array import array, asarray, axis_of
from ._creation import linspace, zeros
from ._functions import abs, max, mean, multiply, sort, sqrt, square, subtract, sum
from ._joining import nonzero, split, where


def tri(n, m=None, k=0, dtype=float):
    m = n if m is None else m
    return array([[float(j - i <= k) for j in range(m)] for i in range(n)], dtype)


def _triangle(keep):
    def f(m, k=0):
        m = asarray(m)
        rows, columns = m.shape[-2:]
        return where(array([[keep(j - i, k) for j in range(columns)] for i in range(rows)]), m, zeros((), m.dtype))

    return f


tril, triu = _triangle(lambda off, k: off <= k), _triangle(lambda off, k: off >= k)


def flip(m, axis=None):
    m = asarray(m)
    axes = range(m.ndim) if axis is None else [axis_of(a, m.ndim) for a in ([axis] if isinstance(axis, int) else axis)]
    return m[tuple(slice(None, None, -1) if d in axes else slice(None) for d in range(m.ndim))]


def fliplr(m):
    return flip(m, 1)


def flipud(m):
    return flip(m, 0)


def roll(a, shift, axis=None):
    a = asarray(a)
    if axis is None:
        return roll(a.ravel(), shift, 0).reshape(a.shape)
    axis = axis_of(axis, a.ndim)
    n = a.shape[axis]
    return a[(slice(None),) * axis + ([(k - shift) % n for k in range(n)],)]


def swapaxes(a, axis1, axis2):
    return asarray(a).swapaxes(axis1, axis2)


def moveaxis(a, source, destination):
    a = asarray(a)
    order = [d for d in range(a.ndim) if d != axis_of(source, a.ndim)]
    order.insert(axis_of(destination, a.ndim), axis_of(source, a.ndim))
    return a.transpose(order)


def array_split(a, sections, axis=0):
    n = asarray(a).shape[axis]
    sizes = [n // sections + (k < n % sections) for k in range(sections)]
    ends = [0]
    for size in sizes:
        ends.append(ends[-1] + size)
    return split(a, ends[1:-1], axis)


def diff(a, n=1, axis=-1):
    a = asarray(a)
    lead = (slice(None),) * axis_of(axis, a.ndim)
    for _ in range(n):
        a = subtract(a[(*lead, slice(1, None))], a[(*lead, slice(None, -1))])
    return a


def isclose(a, b, rtol=1e-05, atol=1e-08):
    b = asarray(b)
    return abs(subtract(a, b)) <= abs(b) * rtol + atol


def argwhere(a):
    return array([list(place) for place in zip(*[at.tolist() for at in nonzero(a)])])


def bincount(x, minlength=0):
    counts = [0] * minlength
    for k in asarray(x).tolist():
        counts.extend([0] * (k + 1 - len(counts)))
        counts[k] += 1
    return array(counts)


def average(a, axis=None, weights=None):
    if weights is None:
        return mean(a, axis)
    return sum(multiply(a, weights), axis) / sum(weights)


def percentile(a, q):
    ordered = sort(asarray(a).ravel()).tolist()

    def one(share):
        at = share / 100 * (len(ordered) - 1)
        low = math.floor(at)
        high = math.ceil(at)
        return ordered[low] + (ordered[high] - ordered[low]) * (at - low)

    return one(q) if isinstance(q, (int, float)) else array([one(share) for share in q])


def quantile(a, q):
    return percentile(a, q * 100 if isinstance(q, (int, float)) else [x * 100 for x in q])


def logspace(start, stop, num=50, base=10.0):
    return array([base**x for x in linspace(start, stop, num).tolist()])


def vectorize(f):
    def g(*arrays):
        first = asarray(arrays[0])
        others = [asarray(a).ravel().tolist() for a in arrays]
        return array([f(*numbers) for numbers in zip(*others)]).reshape(first.shape)

    return g


class linalg:
    @staticmethod
    def norm(x, ord=None, axis=None, keepdims=False):
        x = asarray(x)
        if ord is None or (ord == 2 and (axis is not None or x.ndim == 1)):
            return sqrt(sum(square(x), axis, keepdims=keepdims))
        if ord == 1 and (axis is not None or x.ndim == 1):
            return sum(abs(x), axis, keepdims=keepdims)
        if ord == math.inf and (axis is not None or x.ndim == 1):
            return max(abs(x), axis, keepdims=keepdims)
        raise NotImplementedError("np.linalg.norm is on this page for ord None, 1, 2 and inf of vectors, and without ord of matrices.")
