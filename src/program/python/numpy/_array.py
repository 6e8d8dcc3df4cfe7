"""Arrays: numbers in a list that views share, as NumPy lays them out. Nothing of them is traced."""

import math

from ._dtypes import BY_NAME, dtype_of, scalar, stored, wider

F64, I64, BOOL = BY_NAME["float64"], BY_NAME["int64"], BY_NAME["bool"]


def steps_of(shape):
    steps, n = [], 1
    for d in reversed(shape):
        steps.append(n)
        n *= d
    return tuple(reversed(steps))


class ndarray:
    __array_priority__ = 1
    __hash__ = None

    def __init__(self, numbers, shape, dtype, steps=None, start=0):
        self._numbers, self._shape, self.dtype = numbers, tuple(shape), dtype
        self._steps, self._start = steps_of(shape) if steps is None else steps, start

    @classmethod
    def _of(cls, tensor):
        """The numbers of a tensor of torch."""
        kind = BY_NAME[tensor.dtype.name]
        return cls(stored(tensor._numbers(), kind), tensor.shape, kind)

    @property
    def _tensor(self):
        """A tensor of torch with these numbers."""
        from torch import _dtypes
        from torch._creation import _made

        return _made([float(x) for x in self._flat()], self.shape, _dtypes.BY_NAME[self.dtype.name])

    # Shape

    @property
    def shape(self):
        return self._shape

    @shape.setter
    def shape(self, shape):
        turned = self.reshape(shape)
        self._shape, self._steps = turned._shape, turned._steps

    ndim = property(lambda self: len(self._shape))
    size = property(lambda self: math.prod(self._shape))
    nbytes = property(lambda self: self.size * self.dtype.itemsize)
    itemsize = property(lambda self: self.dtype.itemsize)
    T = property(lambda self: self.transpose())
    flat = property(lambda self: iter(self.ravel()))

    def _whole(self):
        return self._start == 0 and len(self._numbers) == self.size and self._steps == steps_of(self._shape)

    def _places(self):
        places = [self._start]
        for n, step in zip(self._shape, self._steps):
            places = [p + k * step for p in places for k in range(n)]
        return places

    def _flat(self):
        if self._whole():
            return self._numbers
        numbers = self._numbers
        return [numbers[p] for p in self._places()]

    def _view(self, shape, steps, start=None):
        return ndarray(self._numbers, shape, self.dtype, tuple(steps), self._start if start is None else start)

    def reshape(self, *shape, order="C"):
        shape = tuple(shape[0]) if len(shape) == 1 and isinstance(shape[0], (tuple, list)) else shape
        wanted = [int(n) for n in shape]
        rest = math.prod(n for n in wanted if n != -1)
        if -1 in wanted and rest and self.size % rest == 0:
            wanted[wanted.index(-1)] = self.size // rest
        if math.prod(wanted) != self.size or -1 in wanted:
            raise ValueError(f"cannot reshape array of size {self.size} into shape {tuple(shape)}")
        if self._steps == steps_of(self._shape):
            return self._view(wanted, steps_of(wanted))
        return ndarray(list(self._flat()), wanted, self.dtype)

    def ravel(self):
        return self.reshape(-1)

    def flatten(self):
        return ndarray(list(self._flat()), (self.size,), self.dtype)

    def transpose(self, *axes):
        axes = axes[0] if len(axes) == 1 and isinstance(axes[0], (tuple, list)) else axes
        order = [axis_of(a, self.ndim) for a in axes] if axes and axes[0] is not None else range(self.ndim - 1, -1, -1)
        return self._view([self._shape[d] for d in order], [self._steps[d] for d in order])

    def swapaxes(self, a, b):
        order = list(range(self.ndim))
        order[a], order[b] = order[b], order[a]
        return self.transpose(order)

    def squeeze(self, axis=None):
        gone = range(self.ndim) if axis is None else [axis_of(axis, self.ndim)]
        kept = [d for d in range(self.ndim) if not (d in gone and self._shape[d] == 1)]
        return self._view([self._shape[d] for d in kept], [self._steps[d] for d in kept])

    def _spread(self, shape):
        """The same numbers, repeated over a larger shape."""
        lead = len(shape) - self.ndim
        steps = [0] * lead + [s if n == w else 0 for n, s, w in zip(self._shape, self._steps, shape[lead:])]
        return self if tuple(shape) == self._shape else self._view(shape, steps)

    # Numbers

    def astype(self, wanted, copy=True):
        kind = dtype_of(wanted)
        return ndarray(stored(list(self._flat()), kind), self._shape, kind)

    def copy(self):
        return ndarray(list(self._flat()), self._shape, self.dtype)

    __copy__ = copy

    def __deepcopy__(self, memo):
        return self.copy()

    def tolist(self):
        from torch._tensor import nested

        return nested(self._flat(), self._shape) if self.size else []

    def item(self, *index):
        if index:
            return self[index if len(index) > 1 else index[0]].item()
        if self.size != 1:
            raise ValueError("can only convert an array of size 1 to a Python scalar")
        return self._flat()[0]

    def fill(self, value):
        self[...] = value

    def __len__(self):
        if not self._shape:
            raise TypeError("len() of unsized object")
        return self._shape[0]

    def __iter__(self):
        return iter([self[k] for k in range(len(self))])

    def __bool__(self):
        if self.size > 1:
            raise ValueError("The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()")
        return bool(self.size and self._flat()[0])

    def __float__(self):
        return float(self.item())

    def __int__(self):
        return int(self.item())

    def __index__(self):
        if self.ndim or self.dtype.kind != "i":
            raise TypeError("only integer scalar arrays can be converted to a scalar index")
        return int(self.item())

    def __contains__(self, x):
        return bool((self == x).any())

    def __format__(self, form):
        return format(self.item(), form) if not self._shape else str(self)

    def __repr__(self):
        from ._printing import repr_of

        return repr_of(self)

    def __str__(self):
        from ._printing import str_of

        return str_of(self)

    def __getitem__(self, index):
        from ._index import getitem

        return getitem(self, index)

    def __setitem__(self, index, value):
        from ._index import setitem

        setitem(self, index, value)


def axis_of(axis, ndim):
    if not -ndim <= axis < ndim:
        raise IndexError(f"axis {axis} is out of bounds for array of dimension {ndim}")
    return axis % ndim


def _nested(x):
    """The numbers of nested lists, their shape and the type that holds them."""
    if hasattr(x, "__array__"):
        x = x.__array__()
    if isinstance(x, ndarray):
        return x._flat(), x._shape, x.dtype
    if hasattr(x, "detach"):
        return _nested(x.numpy())
    if isinstance(x, (list, tuple, range, zip, map)):
        parts = [_nested(p) for p in x]
        if not parts:
            return [], (0,), F64
        if any(p[1] != parts[0][1] for p in parts):
            raise ValueError(
                "setting an array element with a sequence. The requested array has an inhomogeneous shape after 1 dimensions. "
                f"The detected shape was ({len(parts)},) + inhomogeneous part."
            )
        return [n for p in parts for n in p[0]], (len(parts), *parts[0][1]), wider(*[p[2] for p in parts])
    if hasattr(x, "kind") and hasattr(x, "item"):
        return [x.item()], (), x.dtype
    for python, kind in ((bool, BOOL), (int, I64), (float, F64)):
        if isinstance(x, python):
            return [x], (), kind
    raise TypeError(f"an array of this page is made of numbers and lists of them, not of {type(x).__name__}")


def array(x, dtype=None, copy=True, ndmin=0):
    numbers, shape, found = _nested(x)
    kind = found if dtype is None else dtype_of(dtype)
    return ndarray(stored(list(numbers), kind), (1,) * (ndmin - len(shape)) + tuple(shape), kind)


def asarray(x, dtype=None):
    return x if isinstance(x, ndarray) and (dtype is None or dtype_of(dtype) is x.dtype) else array(x, dtype)


def answer(numbers, shape, kind):
    """An array, or a number where it has no axes."""
    numbers = stored(numbers, kind)
    return ndarray(numbers, shape, kind) if shape else scalar(numbers[0], kind)
