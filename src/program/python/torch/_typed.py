"""torch.Tensor, torch.FloatTensor and the like, which name a type and make tensors of sizes or of numbers."""

from . import _dtypes as dt
from ._creation import full, tensor
from ._tensor import Tensor as _Tensor


class _Typed(type):
    """Any tensor of its type is one of its own, though all are made by one class."""

    def __call__(cls, *given, dtype=None, device=None):
        kind = cls._dtype or dt.default()
        if len(given) == 1 and (isinstance(given[0], (list, tuple, _Tensor)) or hasattr(given[0], "_tensor")):
            # A torch.Size names sizes, all else are numbers.
            if type(given[0]).__name__ != "Size":
                return tensor(given[0], dtype=kind)
            given = given[0]
        return full(tuple(int(n) for n in given) if given else (0,), 0.0, dtype=kind)

    def __instancecheck__(cls, x):
        return isinstance(x, _Tensor) and (cls._dtype is None or x.dtype is cls._dtype)

    def __subclasscheck__(cls, other):
        return cls._dtype is None and _Tensor in getattr(other, "__mro__", ())

    def __eq__(cls, other):
        return cls is other or (cls._dtype is None and other is _Tensor)

    def __hash__(cls):
        return hash(cls.__name__)

    # Methods are those of every tensor: torch.Tensor.add(x, y).

    def __getattr__(cls, name):
        return getattr(_Tensor, name)

    def __setattr__(cls, name, value):
        setattr(_Tensor, name, value)

    def __dir__(cls):
        return dir(_Tensor)

    def __repr__(cls):
        return f"<class 'torch.{cls.__name__}'>"


Tensor = _Typed("Tensor", (), {"_dtype": None})
BY_DTYPE = {d: _Typed(f"{d.title}Tensor", (), {"_dtype": d}) for d in dt.BY_NAME.values()}
FloatTensor, DoubleTensor, LongTensor, IntTensor = (BY_DTYPE[d] for d in (dt.float32, dt.float64, dt.int64, dt.int32))
ShortTensor, CharTensor, ByteTensor, BoolTensor = (BY_DTYPE[d] for d in (dt.int16, dt.int8, dt.uint8, dt.bool_))


def type_of(input, dtype=None, non_blocking=False):
    """What x.type() says, and x.type(torch.LongTensor) makes."""
    if dtype is None:
        return f"torch.{input.dtype.title}Tensor"
    if isinstance(dtype, str):
        dtype = next((d for d in BY_DTYPE if dtype == f"torch.{d.title}Tensor"), None)
        if dtype is None:
            raise ValueError("invalid type: write x.to(torch.float32), with the type's own name")
    return input.to(dtype._dtype if isinstance(dtype, _Typed) else dtype)


def set_default_tensor_type(t):
    name = t if isinstance(t, str) else f"torch.{t.__name__}"
    dt.set_default_dtype(dt.float64 if name == "torch.DoubleTensor" else dt.float32)
