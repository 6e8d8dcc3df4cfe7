"""Tensors out of nothing, and out of Python's numbers."""

import math
import struct
from collections.abc import Sequence

from . import _dtypes as dt
from ._machine import fill, give, here, machine
from ._tensor import Tensor
from ._tensor import device as device_of


def _made(numbers, shape, dtype, requires_grad=False, name="tensor"):
    here()
    x = Tensor(give(numbers, shape, dtype.name, name), dtype)
    return x.requires_grad_() if requires_grad else x


def _sizes(sizes):
    sizes = sizes[0] if len(sizes) == 1 and isinstance(sizes[0], (tuple, list)) else sizes
    return tuple(int(n) for n in sizes)


def _wanted(size, how):
    """The sizes, which may have been given by name."""
    return _sizes((how.pop("size"),)) if "size" in how else _sizes(size)


def _flat(data):
    """The numbers of nested lists, and their shape."""
    if hasattr(data, "_tensor"):
        data = data._tensor
    if isinstance(data, Tensor):
        return data._numbers(), tuple(data.shape), data.dtype
    if isinstance(data, (list, tuple, range)) or (isinstance(data, Sequence) and not isinstance(data, (str, bytes))):
        if any(isinstance(part, str) for part in data):
            raise ValueError("too many dimensions 'str'")
        parts = [_flat(part) for part in data]
        if not parts:
            return [], (0,), dt.default()
        shape = parts[0][1]
        for k, (_, other, _) in enumerate(parts):
            if other != shape:
                raise ValueError(
                    f"expected sequence of length {shape[0] if shape else 0} at dim 1 (got {other[0] if other else 'a number'})"
                )
        return [x for part in parts for x in part[0]], (len(parts), *shape), dt.wider(*[part[2] for part in parts])
    if isinstance(data, bool):
        return [float(data)], (), dt.bool_
    if isinstance(data, int):
        return [float(data)], (), dt.int64
    if isinstance(data, float):
        return [data], (), dt.default()
    raise TypeError(f"a tensor is made of numbers and lists of them, not of {type(data).__name__}")


def _placed(where):
    """Refuses what is not here, such as cuda."""
    if where is not None and where != "cpu":
        device_of(where)


def tensor(data, *, dtype=None, device=None, requires_grad=False, pin_memory=False):
    _placed(device)
    numbers, shape, found = _flat(data)
    dtype = dtype or found
    if not dtype.is_floating_point and found.is_floating_point:
        numbers = [float(math.trunc(x)) for x in numbers]
    if dtype is dt.bool_:
        numbers = [float(x != 0) for x in numbers]
    return _made(numbers, shape, dtype, requires_grad)


def as_tensor(data, dtype=None, device=None):
    if isinstance(data, Tensor):
        return data if dtype in (None, data.dtype) else data.to(dtype)
    return tensor(data, dtype=dtype)


from_numpy = as_tensor


def full(size, fill_value, *, dtype=None, device=None, requires_grad=False, layout=None, pin_memory=False, memory_format=None):
    _placed(device)
    if isinstance(fill_value, Tensor):
        fill_value = fill_value.item()
    if dtype is None:
        dtype = dt.bool_ if isinstance(fill_value, bool) else dt.int64 if isinstance(fill_value, int) else dt.default()
    shape = _sizes((size,)) if not isinstance(size, int) else (size,)
    if any(n < 0 for n in shape):
        raise RuntimeError(f"Trying to create tensor with negative dimension {min(shape)}: {list(shape)}")
    here()
    x = Tensor(fill(float(fill_value), shape, dtype.name, "constant"), dtype)
    return x.requires_grad_() if requires_grad else x


def zeros(*size, dtype=None, **how):
    return full(_wanted(size, how), 0.0, dtype=dtype or dt.default(), **how)


def ones(*size, dtype=None, **how):
    return full(_wanted(size, how), 1.0, dtype=dtype or dt.default(), **how)


empty = zeros


def full_like(input, fill_value, *, dtype=None, **how):
    return full(tuple(input.shape), fill_value, dtype=dtype or input.dtype, **how)


def zeros_like(input, **kwargs):
    return full_like(input, 0.0, **kwargs)


def ones_like(input, **kwargs):
    return full_like(input, 1.0, **kwargs)


empty_like = zeros_like


def eye(n, m=None, *, dtype=None, device=None, requires_grad=False):
    m = n if m is None else m
    return _made([float(i == j) for i in range(n) for j in range(m)], (n, m), dtype or dt.default(), requires_grad)


def arange(start, end=None, step=1, *, dtype=None, device=None, requires_grad=False):
    if end is None:
        start, end = 0, start
    if dtype is None:
        dtype = dt.int64 if all(isinstance(x, int) for x in (start, end, step)) else dt.default()
    n = max(0, math.ceil((end - start) / step))
    return _made([float(start + k * step) for k in range(n)], (n,), dtype, requires_grad, name="range")


def logspace(start, end, steps, base=10.0, **kwargs):
    return as_tensor([base**x for x in linspace(start, end, steps, dtype=dt.float64).tolist()]).to(kwargs.get("dtype") or dt.default())


def scalar_tensor(s, *, dtype=None):
    return tensor(float(s), dtype=dtype)


def cartesian_prod(*tensors):
    import itertools

    return tensor(list(map(list, itertools.product(*[x.tolist() for x in tensors]))))


def combinations(input, r=2):
    import itertools

    return tensor(list(map(list, itertools.combinations(input.tolist(), r))))


def _indices(row, col, keep):
    pairs = [(i, j) for i in range(row) for j in range(col) if keep(j - i)]
    return tensor([[i for i, _ in pairs], [j for _, j in pairs]])


def tril_indices(row, col, offset=0):
    return _indices(row, col, lambda off: off <= offset)


def triu_indices(row, col, offset=0):
    return _indices(row, col, lambda off: off >= offset)


def linspace(start, end, steps, *, dtype=None, device=None, requires_grad=False):
    dtype = dtype or dt.default()
    # The step is a number of the tensor's type; each product with it is rounded together with the sum, as PyTorch 2 does.
    stored = _single if dtype is dt.float32 else float
    start, end = stored(start), stored(end)
    if steps == 1:
        return _made([start], (1,), dtype, requires_grad)
    step = stored((end - start) / (steps - 1)) if steps else 0.0
    # From both ends, so that the last number is the end itself.
    numbers = [start + k * step if k < steps // 2 else end - (steps - 1 - k) * step for k in range(steps)]
    return _made(numbers, (steps,), dtype, requires_grad)


def _single(x):
    """As float32 has it."""
    return struct.unpack("f", struct.pack("f", x))[0]


# Random numbers


class Generator:
    """Random numbers of one's own; the machine's where none is given."""

    def __init__(self, device=None):
        self._id = machine.generator()

    def manual_seed(self, seed):
        machine.seed(self._id, int(seed))
        return self


def manual_seed(seed):
    machine.seed(0, int(seed))


def seed():
    import random

    manual_seed(random.getrandbits(31))


def initial_seed():
    raise NotImplementedError("torch.initial_seed is not part of this page.")


def _drawn(kind, shape, dtype, *args, generator=None, name="random"):
    which = generator._id if generator is not None else 0
    here()
    from ._machine import to_js

    return Tensor(machine.draw(which, kind, to_js(list(shape)), dtype.name, name, *args), dtype)


def rand(*size, dtype=None, device=None, requires_grad=False, generator=None, **how):
    _placed(device)
    x = _drawn("uniform", _wanted(size, how), dtype or dt.default(), 0.0, 1.0, generator=generator)
    return x.requires_grad_() if requires_grad else x


def randn(*size, dtype=None, device=None, requires_grad=False, generator=None, **how):
    _placed(device)
    x = _drawn("normal", _wanted(size, how), dtype or dt.default(), 0.0, 1.0, generator=generator)
    return x.requires_grad_() if requires_grad else x


def randint(low, high=None, size=None, *, dtype=None, device=None, requires_grad=False, generator=None):
    _placed(device)
    if high is None or size is None:
        low, high, size = 0, low, high if size is None else size
    return _drawn("integer", _sizes((size,)), dtype or dt.int64, float(low), float(high), generator=generator)


def randperm(n, *, dtype=None, device=None, generator=None):
    return _drawn("permutation", (n,), dtype or dt.int64, generator=generator)


def normal(mean=0.0, std=1.0, size=None, *, generator=None, dtype=None):
    if isinstance(mean, Tensor) or isinstance(std, Tensor):
        # As PyTorch: drawn first, then stretched and moved.
        shape = (mean + std).shape if isinstance(mean, Tensor) and isinstance(std, Tensor) else (mean if isinstance(mean, Tensor) else std).shape
        kind = mean.dtype if isinstance(mean, Tensor) else std.dtype
        return randn(*shape, dtype=kind, generator=generator) * std + mean
    return _drawn("normal", _sizes((size,)), dtype or dt.default(), float(mean), float(std), generator=generator)


def rand_like(x, **kwargs):
    return rand(*x.shape, **{"dtype": x.dtype, **kwargs})


def randn_like(x, **kwargs):
    return randn(*x.shape, **{"dtype": x.dtype, **kwargs})


def randint_like(x, low, high=None, **kwargs):
    low, high = (0, low) if high is None else (low, high)
    return randint(low, high, tuple(x.shape), **{"dtype": x.dtype, **kwargs})


def bernoulli(input, p=None, *, generator=None):
    drawn = _drawn("uniform", input.shape, input.dtype, 0.0, 1.0, generator=generator)
    return (drawn < (input if p is None else p)).to(input.dtype)
