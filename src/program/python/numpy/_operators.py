"""Methods and operators of arrays."""

from . import _functions as f
from . import _joining as j
from ._array import asarray, ndarray

for name in "sum mean var std prod max min argmax argmin all any argsort round clip dot".split():
    setattr(ndarray, name, getattr(f, name))
for name in "cumsum repeat nonzero".split():
    setattr(ndarray, name, getattr(j, name))


def _operator(function, turned=False):
    def operator(self, other):
        if hasattr(other, "detach") or not isinstance(other, (ndarray, int, float, list, tuple)):
            return NotImplemented
        return function(other, self) if turned else function(self, other)

    return operator


SIGNS = {
    "add": f.add, "sub": f.subtract, "mul": f.multiply, "truediv": f.divide, "floordiv": f.floor_divide, "mod": f.mod,
    "pow": f.power, "matmul": f.matmul, "and": f.logical_and, "or": f.logical_or, "xor": f.logical_xor,
}


def _in_place(function):
    def changed(self, other):
        y = asarray(function(self, other))
        if y.dtype.is_float and not self.dtype.is_float:
            raise TypeError(
                f"Cannot cast ufunc output from dtype('{y.dtype}') to dtype('{self.dtype}') with casting rule 'same_kind'"
            )
        self[...] = y
        return self

    return changed


for sign, function in SIGNS.items():
    setattr(ndarray, f"__{sign}__", _operator(function))
    setattr(ndarray, f"__r{sign}__", _operator(function, turned=True))
    setattr(ndarray, f"__i{sign}__", _in_place(function))
COMPARED = {"eq": f.equal, "ne": f.not_equal, "lt": f.less, "le": f.less_equal, "gt": f.greater, "ge": f.greater_equal}
for sign, function in COMPARED.items():
    setattr(ndarray, f"__{sign}__", _operator(function))
ndarray.__neg__ = f.negative
ndarray.__pos__ = lambda self: self
ndarray.__abs__ = f.abs
ndarray.__invert__ = f.logical_not


def _sort(self, axis=-1):
    self[...] = f.sort(self, axis)


ndarray.sort = _sort
