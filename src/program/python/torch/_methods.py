"""Methods and operators of tensors: those of the functions, and the same in place."""

from . import _dtypes as dt
from . import _functions as f
from ._index import getitem, setitem
from ._machine import free
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


IN_PLACE = """add sub subtract mul multiply div divide true_divide floor_divide remainder fmod pow exp exp2 expm1 log log1p log2 log10 sqrt rsqrt tanh sigmoid relu
abs absolute neg negative floor ceil round trunc fix frac clamp clip clamp_min clamp_max square reciprocal sign sgn sin cos tan sinh cosh asinh acosh atanh erf logit
xlogy heaviside deg2rad rad2deg nan_to_num lerp addcmul addcdiv addmm addmv addr baddbmm masked_fill masked_scatter scatter scatter_add index_add index_copy
index_fill tril triu cumsum cumprod eq ne lt le gt ge logical_and logical_or logical_not logical_xor bitwise_and bitwise_or bitwise_xor bitwise_not hypot"""
for name in IN_PLACE.split():
    if name in f.METHODS:
        setattr(Tensor, f"{name}_", _in_place(f.METHODS[name]))
for sign, name in {"iadd": "add", "isub": "sub", "imul": "mul", "itruediv": "div", "ifloordiv": "floor_divide", "imod": "remainder", "ipow": "pow", "iand": "bitwise_and", "ior": "bitwise_or", "ixor": "bitwise_xor"}.items():
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
    lambda self, p=0.5, generator=None: (_drawn("uniform", self.shape, p.dtype if isinstance(p, Tensor) else dt.float64, 0.0, 1.0, generator=generator) < p).to(self.dtype)
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


def _in_another_shape(name):
    """The same numbers in another shape, in place: the tensor names what its function gives."""

    def changed(self, *args, **kwargs):
        turned = f.METHODS[name](self, *args, **kwargs)
        if self._base is None:
            return self._take(turned)
        # A view shows the same numbers in another way from now on.
        again, id = self._again, self._id_
        self._again = lambda base: f.METHODS[name](again(base), *args, **kwargs)
        self._id_, self._shape = turned._share(), None
        free(id)
        return self

    return changed


for name in ("squeeze", "unsqueeze", "transpose", "t", "swapaxes", "swapdims"):
    setattr(Tensor, f"{name}_", _in_another_shape(name))


def _resize(self, *sizes):
    from ._shapes import wanted_shape

    wanted = wanted_shape(sizes)
    n = 1
    for size in wanted:
        n *= size
    numbers = self._numbers()[:n]
    from ._creation import _made

    return self._take(_made(numbers + [0.0] * (n - len(numbers)), tuple(wanted), self.dtype))


Tensor.resize_ = _resize
Tensor.resize_as_ = lambda self, other: _resize(self, *other.shape)


def _stride(self, dim=None):
    """As the numbers lie in a tensor that is no view."""
    steps, n = [], 1
    for size in reversed(self.shape):
        steps.insert(0, n)
        n *= size
    return tuple(steps) if dim is None else steps[dim]


Tensor.stride = _stride
Tensor.is_sparse = Tensor.is_quantized = False
Tensor.is_complex = lambda self: False
Tensor.is_same_size = lambda self, other: self.shape == other.shape
Tensor.get_device = lambda self: -1
Tensor.to_dense = Tensor.coalesce = Tensor.share_memory_ = lambda self: self
Tensor.is_shared = lambda self: True
Tensor.is_pinned = lambda self: False
# As pickle and copy take a tensor apart.
Tensor.__reduce__ = lambda self: (_restored, (type(self), self.tolist(), tuple(self.shape), self.dtype, self._needs and not self._computed))


def _restored(kind, numbers, shape, dtype, wanted):
    from ._creation import tensor

    made = tensor(numbers, dtype=dtype).reshape(shape)
    return made.requires_grad_(wanted) if kind is Tensor else kind(made, wanted)


Tensor.bernoulli = lambda self, p=None, generator=None: self.clone().bernoulli_(self if p is None else p, generator=generator)
