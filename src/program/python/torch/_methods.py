"""Methods and operators of tensors: those of the functions, and the same in place."""

from . import _dtypes as dt
from . import _functions as f
from ._index import getitem, setitem
from ._tensor import Tensor

for name, function in f.METHODS.items():
    setattr(Tensor, name, function)

Tensor.__getitem__ = getitem
Tensor.__setitem__ = setitem


def _operator(function, turned=False):
    def operator(self, other):
        if not isinstance(other, (Tensor, int, float, bool)) and not hasattr(other, "_tensor"):
            return NotImplemented
        return function(other, self) if turned else function(self, other)

    return operator


for sign, function in {"add": f.add, "sub": f.sub, "mul": f.mul, "truediv": f.div, "floordiv": f.floor_divide, "mod": f.remainder, "pow": f.pow, "matmul": f.matmul}.items():
    setattr(Tensor, f"__{sign}__", _operator(function))
    setattr(Tensor, f"__r{sign}__", _operator(function, turned=True))
for sign in ("eq", "ne", "lt", "le", "gt", "ge"):
    setattr(Tensor, f"__{sign}__", _operator(getattr(f, sign)))
Tensor.__hash__ = object.__hash__
Tensor.__and__ = _operator(f.bitwise_and)
Tensor.__or__ = _operator(f.bitwise_or)
Tensor.__xor__ = _operator(f.bitwise_xor)
Tensor.__invert__ = f.bitwise_not
Tensor.__neg__ = f.neg
Tensor.__pos__ = lambda self: self
Tensor.__abs__ = f.abs


def _in_place(function):
    def changed(self, *args, **kwargs):
        y = function(self, *args, **kwargs)
        if tuple(y.shape) != tuple(self.shape):
            raise RuntimeError(
                f"output with shape {list(self.shape)} doesn't match the broadcast shape {list(y.shape)}"
            )
        if dt.sort_of(y.dtype) > dt.sort_of(self.dtype):
            raise RuntimeError(f"result type {y.dtype.title} can't be cast to the desired output type {self.dtype.title}")
        return self._take(y if y.dtype is self.dtype else y.to(self.dtype))

    return changed


for name in "add sub mul div floor_divide remainder pow exp log sqrt rsqrt tanh sigmoid relu abs neg floor ceil round clamp clip square reciprocal sign masked_fill scatter_add scatter index_add tril triu sin cos".split():
    setattr(Tensor, f"{name}_", _in_place(f.METHODS[name]))
for sign, name in {"iadd": "add", "isub": "sub", "imul": "mul", "itruediv": "div", "ifloordiv": "floor_divide", "ipow": "pow"}.items():
    setattr(Tensor, f"__{sign}__", _in_place(f.METHODS[name]))


def _given(make):
    """What takes numbers from nowhere: no op, so nothing of it is traced."""

    def changed(self, *args, **kwargs):
        return self._take(make(self, *args, **kwargs))

    return changed


from ._creation import _drawn, full  # noqa: E402

Tensor.zero_ = _given(lambda self: full(tuple(self.shape), 0.0, dtype=self.dtype))
Tensor.fill_ = _given(lambda self, value: full(tuple(self.shape), float(value), dtype=self.dtype))
Tensor.copy_ = _given(lambda self, source, non_blocking=False: f.expand(source.to(self.dtype), *self.shape).clone())
Tensor.uniform_ = _given(
    lambda self, a=0.0, b=1.0, generator=None: _drawn("uniform", self.shape, self.dtype, float(a), float(b), generator=generator)
)
Tensor.normal_ = _given(
    lambda self, mean=0.0, std=1.0, generator=None: _drawn("normal", self.shape, self.dtype, float(mean), float(std), generator=generator)
)
Tensor.exponential_ = _given(
    lambda self, lambd=1.0, generator=None: _drawn("exponential", self.shape, self.dtype, float(lambd), generator=generator)
)
Tensor.bernoulli_ = _given(
    lambda self, p=0.5, generator=None: (_drawn("uniform", self.shape, dt.float64, 0.0, 1.0, generator=generator) < p).to(self.dtype)
)
Tensor.random_ = _given(lambda self, low=None, high=None, generator=None: _random(self, low, high, generator))


def _random(self, low, high, generator):
    if low is None:
        return _drawn("long", self.shape, self.dtype, generator=generator)
    low, high = (0, low) if high is None else (low, high)
    return _drawn("integer", self.shape, self.dtype, float(low), float(high), generator=generator)


Tensor.numpy = lambda self: _numpy(self)


def _numpy(self):
    if self.requires_grad:
        raise RuntimeError("Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.")
    import numpy

    return numpy.ndarray._of(self)


