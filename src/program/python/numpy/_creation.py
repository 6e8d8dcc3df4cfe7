"""Arrays out of nothing, and out of files."""

import math

from ._array import F64, I64, array, asarray, ndarray
from ._dtypes import dtype_of, stored


def _shape(shape):
    return (int(shape),) if hasattr(shape, "__index__") else tuple(int(n) for n in shape)


def full(shape, fill_value, dtype=None):
    if not isinstance(fill_value, (int, float)):
        made = full(shape, 0.0, dtype or asarray(fill_value).dtype)
        made[...] = fill_value
        return made
    kind = dtype_of(dtype) if dtype else asarray(fill_value).dtype
    return ndarray(stored([fill_value] * math.prod(_shape(shape)), kind), _shape(shape), kind)


def zeros(shape, dtype=float):
    return full(shape, 0, dtype)


def ones(shape, dtype=float):
    return full(shape, 1, dtype)


empty = zeros


def zeros_like(a, dtype=None):
    return full(asarray(a).shape, 0, dtype or asarray(a).dtype)


def ones_like(a, dtype=None):
    return full(asarray(a).shape, 1, dtype or asarray(a).dtype)


def full_like(a, value, dtype=None):
    return full(asarray(a).shape, value, dtype or asarray(a).dtype)


empty_like = zeros_like


def eye(n, m=None, dtype=float):
    m = n if m is None else m
    return array([[float(i == j) for j in range(m)] for i in range(n)], dtype)


identity = eye


def arange(start, stop=None, step=1, dtype=None):
    start, stop = (0, start) if stop is None else (start, stop)
    whole = all(isinstance(x, int) for x in (start, stop, step))
    kind = dtype_of(dtype) if dtype else I64 if whole else F64
    n = max(0, math.ceil((stop - start) / step))
    # The second number less the first, as it is in floating point, is the step.
    by = step if whole else (start + step) - start
    return ndarray(stored([start + k * by for k in range(n)], kind), (n,), kind)


def linspace(start, stop, num=50, endpoint=True, dtype=None):
    parts = num - 1 if endpoint else num
    step = (stop - start) / parts if parts else 0.0
    numbers = [k * step + start for k in range(num)]
    if endpoint and num > 1:
        numbers[-1] = float(stop)
    return array(numbers, dtype or float)


def meshgrid(x, y, indexing="xy"):
    x, y = asarray(x), asarray(y)
    if indexing == "ij":
        return [x.reshape(-1, 1)._spread((x.size, y.size)).copy(), y._spread((x.size, y.size)).copy()]
    return [x._spread((y.size, x.size)).copy(), y.reshape(-1, 1)._spread((y.size, x.size)).copy()]


def diag(a):
    a = asarray(a)
    if a.ndim == 1:
        return array([[x if i == j else 0 for j in range(a.size)] for i, x in enumerate(a.tolist())], a.dtype)
    return array([a[k, k].item() for k in range(min(a.shape))], a.dtype)


def loadtxt(fname, dtype=float, comments="#", delimiter=None, skiprows=0, usecols=None, unpack=False):
    if isinstance(fname, str):
        with open(fname) as opened:
            lines = opened.read().splitlines()
    else:
        lines = list(fname)
    rows = []
    for line in lines[skiprows:]:
        words = (line.split(comments)[0] if comments else line).strip()
        if words:
            rows.append([float(w) for w in words.split(delimiter)])
    columns = [usecols] if isinstance(usecols, int) else usecols
    rows = [[row[k] for k in columns] for row in rows] if columns else rows
    for k, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise ValueError(f"the number of columns changed from {len(rows[0])} to {len(row)} at row {k + 1}")
    a = array(rows, dtype).squeeze()
    return a.T if unpack else a


def genfromtxt(fname, dtype=float, delimiter=None, skip_header=0):
    return loadtxt(fname, dtype, "#", delimiter, skip_header)
