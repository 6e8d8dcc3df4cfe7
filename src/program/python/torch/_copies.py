"""Copies, also in another type."""

import builtins

from . import _dtypes as dt
from ._creation import as_tensor, full
from ._method import METHODS, method
from ._pieces import cat
from ._shapes import expand, wanted_shape
from ._tensor import called, Tensor, off_trace, op, tensor_of


@method("clone")
def clone(input, *, memory_format=None):
    if not input.dtype.is_floating_point:
        return off_trace("same", input.dtype, input)
    y = Tensor(input._share(), input.dtype)
    y._needs = y._computed = input.requires_grad and _grad_mode()
    return called("Clone", y)


def _grad_mode():
    from ._modes import is_grad_enabled

    return is_grad_enabled()


@method("contiguous")
def contiguous(input):
    return input


@method("to")
def to(input, *args, dtype=None, **kwargs):
    for a in args:
        if isinstance(a, dt.dtype):
            dtype = a
        elif isinstance(a, Tensor):
            dtype = a.dtype
        elif isinstance(a, str) and a.split(":")[0] not in ("cpu", "meta"):
            from ._tensor import called, device

            device(a)
    if dtype is None or dtype is input.dtype:
        return input
    kind = "ne" if dtype is dt.bool_ else "truncate" if not dtype.is_floating_point and input.dtype.is_floating_point else "same"
    others = [tensor_of(0.0)] if kind == "ne" else []
    if dtype.is_floating_point and input.requires_grad:
        return op("mul", [input, full((), 1.0, dtype=dtype)], None, dtype)
    return off_trace(kind, dtype, input, *others)


for _name, _dtype in {
    "float": dt.float32, "double": dt.float64, "long": dt.int64, "int": dt.int32, "short": dt.int16, "char": dt.int8, "byte": dt.uint8, "bool": dt.bool_,
}.items():
    METHODS[_name] = (lambda d: lambda self: to(self, d))(_dtype)
METHODS["type"] = lambda self, *args, **kwargs: _type(self, *args, **kwargs)
METHODS["new_empty"] = lambda self, *s, **k: full(wanted_shape(s), 0.0, dtype=k.get("dtype") or self.dtype)
METHODS["new"] = lambda self, *s: as_tensor(s[0]).to(self.dtype) if s and isinstance(s[0], (list, tuple)) and type(s[0]).__name__ != "Size" else full(wanted_shape(s or (0,)), 0.0, dtype=self.dtype)
METHODS["cpu"] = METHODS["pin_memory"] = lambda self, *a, **k: self
METHODS["type_as"] = lambda self, other: to(self, other.dtype)
METHODS["new_zeros"] = lambda self, *s, **k: full(wanted_shape(s), 0.0, dtype=k.get("dtype") or self.dtype)
METHODS["new_ones"] = lambda self, *s, **k: full(wanted_shape(s), 1.0, dtype=k.get("dtype") or self.dtype)
METHODS["new_full"] = lambda self, s, v, **k: full(s, v, dtype=k.get("dtype") or self.dtype)
METHODS["new_tensor"] = lambda self, data, **k: as_tensor(data, dtype=k.get("dtype") or self.dtype)
METHODS["element_size"] = lambda self: {"float64": 8, "int64": 8, "int16": 2, "int8": 1, "uint8": 1, "bool": 1}.get(self.dtype.name, 4)
METHODS["is_floating_point"] = lambda self: self.dtype.is_floating_point
METHODS["is_contiguous"] = lambda self, *a: True


def _short(self, *args):
    from ._missing import SHORT

    raise NotImplementedError(SHORT)


METHODS["half"] = METHODS["bfloat16"] = _short


def _cuda(self, *args, **kwargs):
    from ._tensor import device

    device("cuda")


METHODS["cuda"] = _cuda


def _type(self, *args, **kwargs):
    from ._typed import type_of

    return type_of(self, *args, **kwargs)


def is_tensor(x):
    return isinstance(x, Tensor)


def numel(x):
    return x.numel()


def is_floating_point(x):
    return x.dtype.is_floating_point


def meshgrid(*tensors, indexing="ij"):
    tensors = tensors[0] if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)) else tensors
    if indexing == "xy":
        return tuple(x.transpose(0, 1) for x in meshgrid(*tensors))
    shape = [x.numel() for x in tensors]
    return tuple(
        expand(x.reshape(*[-1 if d == k else 1 for d in range(len(tensors))]), *shape) for k, x in enumerate(tensors)
    )


def block_diag(*tensors):
    from ._creation import zeros

    tensors = [x.reshape(1, -1) if x.dim() < 2 else x for x in tensors]
    columns = builtins.sum(x.shape[1] for x in tensors)
    rows, before = [], 0
    for x in tensors:
        after = columns - before - x.shape[1]
        parts = [zeros(x.shape[0], before, dtype=x.dtype), x, zeros(x.shape[0], after, dtype=x.dtype)]
        rows.append(cat([p for p in parts if p.shape[1]], 1))
        before += x.shape[1]
    return cat(rows, 0)
