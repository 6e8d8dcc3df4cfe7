"""What Keras programs take from TensorFlow: tf.keras, constants and a few functions. A tensor is one of our torch."""

import sys

import keras
import torch as _torch
from torch import _dtypes as _dt

__version__ = "2.20.0+backstep"
float32, float64, int32, int64 = _dt.float32, _dt.float64, _dt.int32, _dt.int64
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


def convert_to_tensor(value, dtype=None):
    return constant(value, dtype)


def cast(x, dtype):
    return constant(x).to(_dt.BY_NAME[dtype] if isinstance(dtype, str) else dtype)


def zeros(shape, dtype=float32):
    return _torch.zeros(*shape, dtype=dtype)


def ones(shape, dtype=float32):
    return _torch.ones(*shape, dtype=dtype)


def reshape(tensor, shape):
    return tensor.reshape(*shape)


def matmul(a, b):
    return a @ b


def expand_dims(x, axis):
    return x.unsqueeze(axis)


def _over(f):
    def reduced(x, axis=None, keepdims=False):
        return f(x, axis, keepdims) if axis is not None else f(x)

    return reduced


reduce_sum, reduce_mean = _over(lambda x, *a: x.sum(*a)), _over(lambda x, *a: x.mean(*a))
reduce_max = _over(lambda x, *a: x.amax(*a))
square, sqrt, exp, abs, maximum = _torch.square, _torch.sqrt, _torch.exp, _torch.abs, _torch.maximum
nn = keras.activations


def argmax(x, axis=0):
    return x.argmax(axis)


def concat(values, axis):
    return _torch.cat(list(values), axis)


class random:
    set_seed = staticmethod(_torch.manual_seed)

    @staticmethod
    def normal(shape, mean=0.0, stddev=1.0):
        return _torch.randn(*shape) * stddev + mean


def __getattr__(name):
    from torch._missing import refuse

    return refuse("tf", name, globals())
