"""What arrays are computed with. Sums are added up as NumPy adds them, so that the last digit agrees."""

import builtins
import math

from ._array import BOOL, F64, I64, answer, asarray, axis_of, ndarray
from ._dtypes import dtype_of, wider


def broadcast_shape(*shapes):
    rank = builtins.max(map(len, shapes))
    found = []
    for d in range(rank):
        sizes = {s[d - rank + len(s)] for s in shapes if d - rank + len(s) >= 0} - {1}
        if len(sizes) > 1:
            texts = " ".join("(" + ",".join(map(str, s)) + ("," if len(s) == 1 else "") + ")" for s in shapes)
            raise ValueError(f"operands could not be broadcast together with shapes {texts} ")
        found.append(sizes.pop() if sizes else 1)
    return tuple(found)


def _kind(xs, arrays):
    """The type of the answer: a Python number takes that of the array beside it."""
    strong = [a.dtype for x, a in zip(xs, arrays) if isinstance(x, ndarray) or hasattr(x, "kind")]
    weak = [a.dtype for x, a in zip(xs, arrays) if not (isinstance(x, ndarray) or hasattr(x, "kind"))]
    if not strong:
        return wider(*weak)
    kind = wider(*strong)
    for w in weak:
        if w.is_float and not kind.is_float:
            kind = F64
        elif w is I64 and kind is BOOL:
            kind = I64
    return kind


def _elementwise(f, kind_of=None):
    def g(*xs, dtype=None):
        arrays = [asarray(x) for x in xs]
        shape = broadcast_shape(*[a.shape for a in arrays])
        kind = _kind(xs, arrays)
        kind = kind_of(kind) if kind_of else kind
        return answer([f(*n) for n in zip(*[a._spread(shape)._flat() for a in arrays])], shape, kind)

    return g


def _floating(kind):
    return kind if kind.is_float else F64


def _truth(kind):
    return BOOL


def _guarded(f, otherwise):
    """Where Python raises, IEEE 754 has an answer."""

    def g(*xs):
        try:
            return f(*xs)
        except (ZeroDivisionError, ValueError, OverflowError):
            return otherwise(*xs)

    return g


def _by_zero(a, b=0.0):
    return math.nan if not a or a != a else math.copysign(math.inf, a) * math.copysign(1.0, b)


def _odd_power(a, b):
    return math.inf if not a or builtins.abs(a) > 1 else math.nan


def _numbers(kind):
    return I64 if kind is BOOL else kind


add = _elementwise(lambda a, b: a + b)
subtract = _elementwise(lambda a, b: a - b)
multiply = _elementwise(lambda a, b: a * b)
divide = true_divide = _elementwise(_guarded(lambda a, b: a / b, _by_zero), _floating)
floor_divide = _elementwise(_guarded(lambda a, b: a // b, _by_zero), _numbers)
mod = remainder = _elementwise(_guarded(lambda a, b: a % b, lambda a, b: math.nan), _numbers)


def _real_power(a, b):
    y = a**b
    return y if not isinstance(y, complex) else math.nan


power = _elementwise(_guarded(_real_power, _odd_power), _numbers)
maximum = _elementwise(lambda a, b: a if a >= b or a != a else b)
minimum = _elementwise(lambda a, b: a if a <= b or a != a else b)
equal, not_equal = _elementwise(lambda a, b: a == b, _truth), _elementwise(lambda a, b: a != b, _truth)
less, less_equal = _elementwise(lambda a, b: a < b, _truth), _elementwise(lambda a, b: a <= b, _truth)
greater, greater_equal = _elementwise(lambda a, b: a > b, _truth), _elementwise(lambda a, b: a >= b, _truth)
logical_and = _elementwise(lambda a, b: bool(a) and bool(b), _truth)
logical_or = _elementwise(lambda a, b: bool(a) or bool(b), _truth)
logical_xor = _elementwise(lambda a, b: bool(a) != bool(b), _truth)
logical_not = _elementwise(lambda a: not a, _truth)
isnan, isinf = _elementwise(lambda a: a != a, _truth), _elementwise(lambda a: math.isinf(a), _truth)
isfinite = _elementwise(lambda a: math.isfinite(a), _truth)
negative, abs = _elementwise(lambda a: -a), _elementwise(builtins.abs)
absolute = abs
square = _elementwise(lambda a: a * a)
sign = _elementwise(lambda a: (a > 0) - (a < 0) if a == a else a)
exp = _elementwise(_guarded(math.exp, lambda a: math.inf), _floating)
log = _elementwise(_guarded(math.log, lambda a: -math.inf if a == 0 else math.nan), _floating)
log2 = _elementwise(_guarded(math.log2, lambda a: -math.inf if a == 0 else math.nan), _floating)
log10 = _elementwise(_guarded(math.log10, lambda a: -math.inf if a == 0 else math.nan), _floating)
log1p = _elementwise(_guarded(math.log1p, lambda a: -math.inf if a == -1 else math.nan), _floating)
sqrt = _elementwise(_guarded(math.sqrt, lambda a: math.nan), _floating)
sin, cos = (_elementwise(_guarded(f, lambda a: math.nan), _floating) for f in (math.sin, math.cos))
tanh, tan = _elementwise(math.tanh, _floating), _elementwise(math.tan, _floating)
floor, ceil = (_elementwise(_guarded(f, lambda a: a), _floating) for f in (math.floor, math.ceil))


def round(a, decimals=0):
    a = asarray(a)
    scale = 10.0**decimals
    whole = _guarded(lambda x: float(builtins.round(x * scale)) / scale, lambda x: x)
    return answer([whole(x) if a.dtype.is_float else x for x in a._flat()], a.shape, a.dtype)


around = round


def clip(a, a_min=None, a_max=None):
    a = a if a_min is None else maximum(a, a_min)
    return a if a_max is None else minimum(a, a_max)


# Along axes


def _pairwise(x):
    """NumPy's sum of numbers side by side: eight at a time, and halves of what is long."""
    n = len(x)
    if n < 8:
        total = x[0] if n else 0.0
        for v in x[1:]:
            total = total + v
        return total
    if n <= 128:
        r = list(x[:8])
        whole = n - n % 8
        for k in range(8, whole, 8):
            for j in range(8):
                r[j] += x[k + j]
        total = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]))
        for v in x[whole:]:
            total += v
        return total
    half = n // 2
    half -= half % 8
    return _pairwise(x[:half]) + _pairwise(x[half:])


def _in_turn(x):
    total = x[0] if x else 0.0
    for v in x[1:]:
        total = total + v
    return total


def _lines(a, axes):
    """What lies along the axes, a list for every other place."""
    kept = [d for d in range(a.ndim) if d not in axes]
    turned = a.transpose([*kept, *axes]) if axes and kept else a
    numbers = turned._flat()
    n = math.prod(a.shape[d] for d in axes)
    return [numbers[k : k + n] for k in range(0, len(numbers), n)] if n else []


def _reduced(a, axis, keepdims, kind, f, last=None):
    a = asarray(a)
    axes = list(range(a.ndim)) if axis is None else [axis_of(d, a.ndim) for d in ([axis] if isinstance(axis, int) else axis)]
    chosen = last if last and (a.ndim - 1 in axes) else f
    shape = tuple(1 if d in axes else n for d, n in enumerate(a.shape) if keepdims or d not in axes)
    return answer([chosen(line) for line in _lines(a, axes)], shape, kind or a.dtype)


def sum(a, axis=None, dtype=None, keepdims=False):
    a = asarray(a)
    kind = dtype_of(dtype) if dtype else I64 if not a.dtype.is_float else a.dtype
    return _reduced(a, axis, keepdims, kind, _in_turn, _pairwise)


def mean(a, axis=None, dtype=None, keepdims=False):
    a = asarray(a)
    kind = _floating(a.dtype)
    total = sum(a.astype(kind), axis, None, keepdims)
    return divide(total, kind.type(a.size / total.size))


def var(a, axis=None, ddof=0, keepdims=False):
    a = asarray(a)
    a = a.astype(_floating(a.dtype))
    off = subtract(a, mean(a, axis, None, True))
    total = sum(multiply(off, off), axis, None, keepdims)
    return divide(total, a.dtype.type(a.size / total.size - ddof))


def std(a, axis=None, ddof=0, keepdims=False):
    return sqrt(var(a, axis, ddof, keepdims))


def prod(a, axis=None, keepdims=False):
    return _reduced(a, axis, keepdims, None, math.prod)


def _furthest(best):
    def f(line):
        odd = [x for x in line if x != x]
        return odd[0] if odd else best(line)

    return f


_largest, _smallest = _furthest(builtins.max), _furthest(builtins.min)


def max(a, axis=None, keepdims=False):
    return _reduced(a, axis, keepdims, None, _largest)


def min(a, axis=None, keepdims=False):
    return _reduced(a, axis, keepdims, None, _smallest)


amax, amin = max, min


def argmax(a, axis=None):
    return _reduced(a, axis, False, I64, lambda line: line.index(_largest(line)))


def argmin(a, axis=None):
    return _reduced(a, axis, False, I64, lambda line: line.index(_smallest(line)))


def all(a, axis=None, keepdims=False):
    return _reduced(a, axis, keepdims, BOOL, lambda line: False not in [bool(x) for x in line])


def any(a, axis=None, keepdims=False):
    return _reduced(a, axis, keepdims, BOOL, lambda line: True in [bool(x) for x in line])


def median(a, axis=None):
    def middle(line):
        line, n = sorted(line), len(line)
        return line[n // 2] if n % 2 else (line[n // 2 - 1] + line[n // 2]) / 2

    return _reduced(a, axis, False, F64, middle)


def argsort(a, axis=-1):
    a = asarray(a)
    turned = a.swapaxes(axis, -1)
    orders = [sorted(range(len(line)), key=line.__getitem__) for line in _lines(turned, [a.ndim - 1])]
    return ndarray([k for o in orders for k in o], turned.shape, I64).swapaxes(axis, -1)


def sort(a, axis=-1):
    a = asarray(a)
    turned = a.swapaxes(axis, -1)
    lines = [sorted(line) for line in _lines(turned, [a.ndim - 1])]
    return ndarray([x for line in lines for x in line], turned.shape, a.dtype).swapaxes(axis, -1)


# Products


def matmul(a, b):
    a, b = asarray(a), asarray(b)
    if not a.ndim or not b.ndim:
        raise ValueError("matmul: Input operand does not have enough dimensions")
    left, right = a.ndim == 1, b.ndim == 1
    a, b = a.reshape(1, -1) if left else a, b.reshape(-1, 1) if right else b
    (n, inner), (other, m) = a.shape[-2:], b.shape[-2:]
    if inner != other:
        raise ValueError(
            f"matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size {other} is different from {inner})"
        )
    lead = broadcast_shape(a.shape[:-2], b.shape[:-2]) if a.ndim > 2 or b.ndim > 2 else ()
    rows = _lines(a._spread((*lead, n, inner)), [len(lead) + 1])
    columns = _lines(b._spread((*lead, inner, m)), [len(lead)])
    products = [
        math.fsum(x * y for x, y in zip(row, column))
        for k in range(math.prod(lead))
        for row in rows[k * n : (k + 1) * n]
        for column in columns[k * m : (k + 1) * m]
    ]
    shape = (*lead, *([] if left else [n]), *([] if right else [m]))
    return answer(products, shape, wider(a.dtype, b.dtype))


def dot(a, b):
    a, b = asarray(a), asarray(b)
    return multiply(a, b) if not a.ndim or not b.ndim else matmul(a, b)


def outer(a, b):
    return multiply(asarray(a).reshape(-1, 1), asarray(b).reshape(1, -1))


def allclose(a, b, rtol=1e-05, atol=1e-08):
    return bool(all(less_equal(abs(subtract(a, b)), add(atol, multiply(rtol, abs(b))))))


def array_equal(a, b):
    a, b = asarray(a), asarray(b)
    return a.shape == b.shape and bool(all(equal(a, b)))
