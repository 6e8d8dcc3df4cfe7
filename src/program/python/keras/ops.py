"""keras.ops: functions of tensors, by NumPy's names. TensorFlow's names lead here too."""

import math
import sys

import torch as _torch
from torch import _dtypes as _dt
from torch.nn import functional as _F

from ._layer import eager as _eager
from ._operation import operation as _operation


def _dtype(dtype):
    """A type by its name."""
    return _dt.BY_NAME[dtype] if isinstance(dtype, str) else dtype


def _one(f):
    return _operation(lambda x: f(_eager(x)))


def _two(f):
    return _operation(lambda x1, x2: f(x1 if isinstance(x1, (int, float)) else _eager(x1), x2 if isinstance(x2, (int, float)) else _eager(x2)))


def _over(f):
    """Along one axis, several, or all."""

    def reduced(x, axis=None, keepdims=False):
        x = _eager(x)
        axes = None if axis is None else [axis] if isinstance(axis, int) else list(axis)
        if axes is None:
            axes = list(range(x.dim()))
        return f(x, axes, keepdims) if axes else x

    return _operation(reduced)


def _number(x):
    """Means of whole numbers are of float32."""
    return x if x.dtype.is_floating_point else x.to(_dt.float32)


for _name in "square sqrt rsqrt exp log log1p expm1 sin cos tan tanh sinh cosh sign floor ceil isnan isinf isfinite erf reciprocal".split():
    globals()[_name] = _one(getattr(_torch, _name))
abs = absolute = _one(_torch.abs)
negative, round, logical_not = _one(_torch.neg), _one(_torch.round), _one(_torch.logical_not)
relu, sigmoid, silu, softplus, softsign, relu6 = (_one(getattr(_F, n)) for n in "relu sigmoid silu softplus softsign relu6".split())
swish, stop_gradient = silu, _one(lambda x: x.detach())
leaky_relu = _operation(lambda x, negative_slope=0.2: _F.leaky_relu(_eager(x), negative_slope))
elu = _operation(lambda x, alpha=1.0: _F.elu(_eager(x), alpha))
gelu = _operation(lambda x, approximate=True: _F.gelu(_eager(x), "tanh" if approximate else "none"))
softmax = _operation(lambda x, axis=-1: _F.softmax(_eager(x), axis))
log_softmax = _operation(lambda x, axis=-1: _F.log_softmax(_eager(x), axis))

add, subtract, multiply = _two(lambda a, b: a + b), _two(lambda a, b: a - b), _two(lambda a, b: a * b)
divide, floor_divide, mod = _two(lambda a, b: a / b), _two(lambda a, b: a // b), _two(lambda a, b: a % b)
power, matmul = _two(lambda a, b: a**b), _two(lambda a, b: a @ b)
maximum = _two(lambda a, b: _torch.maximum(a, b) if hasattr(a, "dim") else _torch.maximum(b, a))
minimum = _two(lambda a, b: _torch.minimum(a, b) if hasattr(a, "dim") else _torch.minimum(b, a))
equal, not_equal = _two(lambda a, b: a == b), _two(lambda a, b: a != b)
less, less_equal, greater, greater_equal = _two(lambda a, b: a < b), _two(lambda a, b: a <= b), _two(lambda a, b: a > b), _two(lambda a, b: a >= b)
logical_and, logical_or = _two(_torch.logical_and), _two(_torch.logical_or)

sum, mean = _over(lambda x, axes, keep: x.sum(axes, keep)), _over(lambda x, axes, keep: _number(x).mean(axes, keep))
max, min = _over(lambda x, axes, keep: x.amax(axes, keep)), _over(lambda x, axes, keep: x.amin(axes, keep))
var = _over(lambda x, axes, keep: _number(x).var(axes, unbiased=False, keepdim=keep))
std = _over(lambda x, axes, keep: _number(x).std(axes, unbiased=False, keepdim=keep))
logsumexp = _over(lambda x, axes, keep: _torch.logsumexp(x, axes, keep))
norm = _over(lambda x, axes, keep: (x * x).sum(axes, keep).sqrt())


@_operation
def prod(x, axis=None, keepdims=False):
    x = _eager(x)
    return x.prod() if axis is None else x.prod(axis, keepdims)


@_operation
def argmax(x, axis=None, keepdims=False):
    return _eager(x).argmax(axis) if axis is None else _eager(x).argmax(axis, keepdims)


@_operation
def argmin(x, axis=None, keepdims=False):
    return _eager(x).argmin(axis) if axis is None else _eager(x).argmin(axis, keepdims)


@_operation
def any(x, axis=None, keepdims=False):
    return _eager(x).any() if axis is None else _eager(x).any(axis, keepdims)


@_operation
def all(x, axis=None, keepdims=False):
    return _eager(x).all() if axis is None else _eager(x).all(axis, keepdims)


@_operation
def cumsum(x, axis=None):
    x = _eager(x)
    return x.reshape(-1).cumsum(0) if axis is None else x.cumsum(axis)


@_operation
def top_k(x, k, sorted=True):
    return tuple(_torch.topk(_eager(x), k))


@_operation
def clip(x, x_min, x_max):
    return _eager(x).clamp(x_min, x_max)


@_operation
def reshape(x, newshape):
    return _eager(x).reshape(*[int(n) for n in newshape])


@_operation
def transpose(x, axes=None):
    x = _eager(x)
    return x.permute(*(axes if axes is not None else range(x.dim() - 1, -1, -1)))


@_operation
def expand_dims(x, axis):
    return _eager(x).unsqueeze(axis)


@_operation
def squeeze(x, axis=None):
    return _eager(x).squeeze() if axis is None else _eager(x).squeeze(axis)


@_operation
def concatenate(xs, axis=0):
    return _torch.cat([_eager(x) for x in xs], axis)


@_operation
def stack(x, axis=0):
    return _torch.stack([_eager(one) for one in x], axis)


@_operation
def split(x, indices_or_sections, axis=0):
    x, n = _eager(x), indices_or_sections
    return list(_torch.split(x, x.shape[axis] // n if isinstance(n, int) else list(n), axis))


@_operation
def unstack(x, num=None, axis=0):
    return list(_eager(x).unbind(axis))


@_operation
def tile(x, repeats):
    return _eager(x).repeat(*repeats)


@_operation
def repeat(x, repeats, axis=None):
    return _eager(x).repeat_interleave(repeats, axis)


@_operation
def broadcast_to(x, shape):
    return _eager(x).expand(*shape)


@_operation
def flip(x, axis=None):
    x = _eager(x)
    return x.flip(*(range(x.dim()) if axis is None else [axis] if isinstance(axis, int) else axis))


@_operation
def take(x, indices, axis=None):
    x = _eager(x)
    if axis is None:
        return x.reshape(-1)[_eager(indices)]
    indices = _eager(indices)
    return _torch.index_select(x, axis, indices.reshape(-1)).reshape(*x.shape[:axis], *indices.shape, *x.shape[axis % x.dim() + 1 :])


@_operation
def where(condition, x1=None, x2=None):
    return _torch.where(_eager(condition), *[x if isinstance(x, (int, float)) else _eager(x) for x in (x1, x2)])


@_operation
def dot(x1, x2):
    return _eager(x1) @ _eager(x2)


@_operation
def einsum(subscripts, *operands):
    return _torch.einsum(subscripts, *[_eager(x) for x in operands])


@_operation
def one_hot(x, num_classes, axis=-1, dtype="float32"):
    return _F.one_hot(_eager(x).long(), num_classes).to(_dtype(dtype))


@_operation
def cast(x, dtype):
    return _eager(x).to(_dtype(dtype))


@_operation
def zeros_like(x, dtype=None):
    return _torch.zeros_like(_eager(x), dtype=_dtype(dtype))


@_operation
def ones_like(x, dtype=None):
    return _torch.ones_like(_eager(x), dtype=_dtype(dtype))


def shape(x):
    return tuple(x.shape)


def size(x):
    return math.prod(shape(x))


def ndim(x):
    return len(x.shape)


def convert_to_tensor(x, dtype=None):
    x = _eager(x)
    return x if dtype is None else x.to(_dtype(dtype))


def convert_to_numpy(x):
    return _eager(x).numpy()


def array(x, dtype=None):
    return convert_to_tensor(x, dtype)


def zeros(shape, dtype="float32"):
    return _torch.zeros(*_sizes(shape), dtype=_dtype(dtype))


def ones(shape, dtype="float32"):
    return _torch.ones(*_sizes(shape), dtype=_dtype(dtype))


def full(shape, fill_value, dtype="float32"):
    return _torch.full(_sizes(shape), fill_value, dtype=_dtype(dtype))


def eye(n, m=None, dtype="float32"):
    return _torch.eye(n, m, dtype=_dtype(dtype))


def arange(start, stop=None, step=1, dtype=None):
    x = _torch.arange(start, stop, step)
    return x.to(_dtype(dtype)) if dtype else x.to(_dt.int32) if x.dtype is _dt.int64 else x


def linspace(start, stop, num=50):
    return _torch.linspace(start, stop, num)


def _sizes(shape):
    return (shape,) if isinstance(shape, int) else tuple(int(n) for n in shape)


sys.modules[f"{__package__}.ops.numpy"] = sys.modules[f"{__package__}.ops.nn"] = numpy = nn = sys.modules[__name__]


def __getattr__(name):
    from torch._missing import refuse

    return refuse("keras.ops", name, globals())
