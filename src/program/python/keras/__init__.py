"""The part of Keras 3 that is here, over our torch: each layer is a scope of the trace, each update the same three phases."""

from numpy import ndarray as _ndarray
from torch import Tensor as _Tensor
from torch import randn as _randn

from . import activations, callbacks, initializers, layers, losses, metrics, ops, optimizers, regularizers, utils
from ._layer import Layer, Variable
from ._model import Model, Sequential
from ._naming import clear_session as _clear_session
from ._symbolic import KerasTensor
from .layers.core import Input, InputLayer
from .losses import Loss
from .metrics import Metric
from .optimizers import Optimizer

# What a Keras model gives has numbers to read, whether or not a gradient is wanted of it.
_Tensor.numpy = lambda self: _ndarray._of(self.detach())

__version__ = "3.15.1+backstep"


class models:
    Model, Sequential = Model, Sequential


class backend:
    clear_session = staticmethod(_clear_session)
    backend = staticmethod(lambda: "backstep")
    epsilon = staticmethod(lambda: 1e-7)
    random_normal = staticmethod(lambda shape, mean=0.0, stddev=1.0, dtype=None, seed=None: _randn(*shape) * stddev + mean)
    square, sqrt, exp, log, abs, maximum, minimum = ops.square, ops.sqrt, ops.exp, ops.log, ops.abs, ops.maximum, ops.minimum
    sum, mean, max, shape, cast, clip, equal, dot = ops.sum, ops.mean, ops.max, ops.shape, ops.cast, ops.clip, ops.equal, ops.matmul
    relu, sigmoid, softmax, concatenate, expand_dims, stop_gradient = ops.relu, ops.sigmoid, ops.softmax, ops.concatenate, ops.expand_dims, ops.stop_gradient


class preprocessing:
    class sequence:
        pad_sequences = staticmethod(utils.pad_sequences)


def __getattr__(name):
    from torch._missing import refuse

    return refuse("keras", name, globals())
