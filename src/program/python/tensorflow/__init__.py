"""What programs take from TensorFlow: tf.keras, gradient tapes, variables, data sets, and functions of tensors by its names.
A tensor is one of our torch. Random numbers are ours: those of TensorFlow cannot be had."""

import sys

import keras
import torch as _torch
from keras import ops as _ops
from keras._layer import eager as _eager
from keras._operation import operation as _operation
from torch import Tensor
from torch import _dtypes as _dt

from . import data, nn
from ._tape import GradientTape, Variable

__version__ = "2.20.0+backstep"
float32, float64, int32, int64, uint8 = _dt.float32, _dt.float64, _dt.int32, _dt.int64, _dt.uint8
bool = _dt.bool_
newaxis = None

# What is imported as tensorflow.keras.… is keras.…
for _name, _module in list(sys.modules.items()):
    if _name == "keras" or _name.startswith("keras.") and not _name.rpartition(".")[2].startswith("_"):
        sys.modules[f"tensorflow.{_name}"] = _module
for _name in ("models", "preprocessing", "backend"):
    sys.modules[f"tensorflow.keras.{_name}"] = sys.modules[f"keras.{_name}"] = getattr(keras, _name)
sys.modules["tensorflow.keras.preprocessing.sequence"] = keras.preprocessing.sequence


def constant(value, dtype=None, shape=None, name="Const"):
    if isinstance(dtype, str):
        dtype = _dt.BY_NAME[dtype]
    x = _torch.as_tensor(value, dtype=dtype)
    if dtype is None and not hasattr(value, "dtype"):
        # A Python number is int32 here, and float32.
        x = x.to(_dt.int32) if x.dtype is _dt.int64 else x
    return x if shape is None else x.reshape(*shape)


def convert_to_tensor(value, dtype=None, **more):
    return constant(value, dtype)


# By TensorFlow's names.
square, sqrt, exp, abs, maximum, minimum, sin, cos, tanh, sigmoid = (
    _ops.square, _ops.sqrt, _ops.exp, _ops.abs, _ops.maximum, _ops.minimum, _ops.sin, _ops.cos, _ops.tanh, _ops.sigmoid,
)
add, subtract, multiply, divide, pow, negative, sign, round, floor = (
    _ops.add, _ops.subtract, _ops.multiply, _ops.divide, _ops.power, _ops.negative, _ops.sign, _ops.round, _ops.floor,
)
equal, not_equal, less, less_equal, greater, greater_equal = _ops.equal, _ops.not_equal, _ops.less, _ops.less_equal, _ops.greater, _ops.greater_equal
logical_and, logical_or, logical_not = _ops.logical_and, _ops.logical_or, _ops.logical_not
reduce_sum, reduce_mean, reduce_max, reduce_min, reduce_prod = _ops.sum, _ops.mean, _ops.max, _ops.min, _ops.prod
reduce_any, reduce_all, reduce_logsumexp = _ops.any, _ops.all, _ops.logsumexp
cast, reshape, expand_dims, squeeze, stack, tile, concat = _ops.cast, _ops.reshape, _ops.expand_dims, _ops.squeeze, _ops.stack, _ops.tile, _ops.concatenate
where, einsum, zeros_like, ones_like, stop_gradient, broadcast_to = _ops.where, _ops.einsum, _ops.zeros_like, _ops.ones_like, _ops.stop_gradient, _ops.broadcast_to
zeros, ones, eye, range, linspace, shape, size, cumsum, unstack = _ops.zeros, _ops.ones, _ops.eye, _ops.arange, _ops.linspace, _ops.shape, _ops.size, _ops.cumsum, _ops.unstack
gather = _operation(lambda params, indices, axis=0: _ops.take(params, indices, axis))
argmax, argmin = _operation(lambda input, axis=0, output_type=None: _ops.argmax(input, axis)), _operation(lambda input, axis=0: _ops.argmin(input, axis))
one_hot = _operation(lambda indices, depth, dtype="float32", **more: _ops.one_hot(indices, depth, dtype=dtype))
transpose = _operation(lambda a, perm=None: _ops.transpose(a, perm))
split = _operation(lambda value, num_or_size_splits, axis=0: _pieces(value, num_or_size_splits, axis))
clip_by_value = _operation(lambda t, clip_value_min, clip_value_max: _ops.clip(t, clip_value_min, clip_value_max))
rank = _ops.ndim


def _pieces(value, n, axis):
    return list(_torch.split(_eager(value), value.shape[axis] // n if isinstance(n, int) else list(n), axis))


def fill(dims, value):
    return _torch.full(tuple(dims), value)


@_operation
def matmul(a, b, transpose_a=False, transpose_b=False):
    a, b = _eager(a), _eager(b)
    return (a.transpose(-1, -2) if transpose_a else a) @ (b.transpose(-1, -2) if transpose_b else b)


@_operation
def norm(tensor, ord="euclidean", axis=None, keepdims=False):
    if ord not in ("euclidean", 2):
        raise NotImplementedError("tf.norm is on this page for the Euclidean norm alone.")
    return _ops.norm(tensor, axis, keepdims)


def clip_by_norm(t, clip_norm):
    size = t.norm().item()
    return t * (clip_norm / size) if size > clip_norm else t


def clip_by_global_norm(t_list, clip_norm):
    whole = _torch.stack([(g * g).sum() for g in t_list if g is not None]).sum().sqrt()
    share = clip_norm / max(whole.item(), clip_norm)
    return [g if g is None or share == 1 else g * share for g in t_list], whole


def function(func=None, **how):
    """Nothing is compiled: a function runs as it stands."""
    return (lambda f: f) if func is None else func


def print(*args, **how):
    import builtins

    builtins.print(*[x.numpy() if isinstance(x, Tensor) else x for x in args])


class math:
    """The same functions by their longer names."""

    square, sqrt, rsqrt, exp, log, log1p, abs, maximum, minimum = square, sqrt, _ops.rsqrt, exp, _ops.log, _ops.log1p, abs, maximum, minimum
    sin, cos, tanh, sigmoid, softplus, erf, sign, round, floor = sin, cos, tanh, sigmoid, _ops.softplus, _ops.erf, sign, round, floor
    add, subtract, multiply, divide, pow, negative, reciprocal = add, subtract, multiply, divide, pow, negative, _ops.reciprocal
    reduce_sum, reduce_mean, reduce_max, reduce_min, reduce_prod = reduce_sum, reduce_mean, reduce_max, reduce_min, reduce_prod
    reduce_std, reduce_variance, reduce_logsumexp, cumsum, top_k = _ops.std, _ops.var, _ops.logsumexp, _ops.cumsum, _ops.top_k
    equal, not_equal, less, greater, is_nan, argmax = equal, not_equal, less, greater, _ops.isnan, argmax
    l2_normalize = nn.l2_normalize


class linalg:
    matmul, norm = matmul, norm
    matvec = _operation(lambda a, b: (_eager(a) @ _eager(b).unsqueeze(-1)).squeeze(-1))


class random:
    set_seed = staticmethod(_torch.manual_seed)

    @staticmethod
    def normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
        return _torch.randn(*shape) * stddev + mean

    @staticmethod
    def uniform(shape, minval=0, maxval=None, dtype=float32, seed=None):
        if dtype in (int32, int64, "int32", "int64"):
            return _torch.randint(int(minval), int(maxval), tuple(shape)).to(int32 if dtype in (int32, "int32") else int64)
        return _torch.rand(*shape) * ((1 if maxval is None else maxval) - minval) + minval

    @staticmethod
    def shuffle(value, seed=None):
        x = _eager(value)
        return x[_torch.randperm(x.shape[0])]


class config:
    """There is a CPU alone."""

    list_physical_devices = staticmethod(lambda device_type=None: [])
    run_functions_eagerly = staticmethod(lambda run_eagerly: None)


def __getattr__(name):
    from torch._missing import refuse

    return refuse("tf", name, globals())
