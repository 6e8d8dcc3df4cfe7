"""Dense layers, activations, and what gives the same numbers another shape."""

import math

import numpy as np
from torch import randn_like
from torch.nn import functional as F

from .. import activations
from .._layer import Layer
from .._symbolic import KerasTensor, Node


class InputLayer(Layer):
    def __init__(self, shape=None, batch_size=None, dtype="float32", name=None, batch_shape=None, input_shape=None):
        super().__init__(name=name)
        shape = shape if shape is not None else input_shape
        self.batch_shape = tuple(batch_shape) if batch_shape else (batch_size, *_sizes(shape))
        self.built = True
        node = Node(self, [], {})
        node.outputs = [KerasTensor(self.batch_shape, dtype or "float32", self.name, node)]
        self._nodes.append(node)

    def call(self, x):
        return x


def _sizes(shape):
    return (shape,) if isinstance(shape, int) else tuple(shape)


def Input(shape=None, batch_size=None, dtype=None, name=None, batch_shape=None):
    if shape is None and batch_shape is None:
        raise ValueError("You must pass a `shape` argument.")
    return InputLayer(shape, batch_size, dtype, name or None, batch_shape).output


def turned(array):
    """A kernel as Keras has it, input × output, and as torch has it."""
    return array.T


class Dense(Layer):
    part = {"kind": "dense"}
    supports_masking = True

    def __init__(self, units, activation=None, use_bias=True, kernel_initializer="glorot_uniform", bias_initializer="zeros", **more):
        super().__init__(**more)
        if not isinstance(units, int) or units <= 0:
            raise ValueError(f"Received an invalid value for `units`, expected a positive integer. Received: units={units}")
        self.units, self.use_bias, self.activation = units, use_bias, activations.get(activation)
        self.kernel_initializer, self.bias_initializer = kernel_initializer, bias_initializer

    def build(self, shape):
        if shape[-1] is None:
            raise ValueError("The last dimension of the inputs to a Dense layer should be defined. Found None.")
        self.add_weight((shape[-1], self.units), self.kernel_initializer, name="kernel", to_torch=turned, to_keras=turned)
        if self.use_bias:
            self.add_weight((self.units,), self.bias_initializer, name="bias")

    kernel = property(lambda self: self._parameters["kernel"].T)

    def call(self, x):
        wanted = self._parameters["kernel"].shape[1]
        if x.shape[-1] != wanted:
            raise ValueError(
                f'Input 0 of layer "{self.name}" is incompatible with the layer: expected axis -1 of input shape to have value {wanted}, but received input with shape {tuple(x.shape)}'
            )
        y = F.linear(x, self._parameters["kernel"], self._parameters.get("bias"))
        return self.activation(y)

    def compute_output_shape(self, shape):
        return (*shape[:-1], self.units)


class _SameShape(Layer):
    supports_masking = True

    def compute_output_shape(self, shape):
        return shape


class Activation(_SameShape):
    def __init__(self, activation, **more):
        super().__init__(**more)
        self.activation = activations.get(activation)
        self.part = activations.part_of(self.activation)

    def call(self, x):
        return self.activation(x)


class _Named(_SameShape):
    part = {"kind": "activation"}
    f, options = None, {}

    def __init__(self, *args, **more):
        own = {n: more.pop(n) for n in list(more) if n in self.options}
        super().__init__(**more)
        self.own = {**self.options, **dict(zip(self.options, args)), **own}

    def call(self, x):
        return type(self).f(x, **self.own)


class ReLU(_Named):
    f, options = staticmethod(activations.relu), {"max_value": None, "negative_slope": 0.0, "threshold": 0.0}


class LeakyReLU(_Named):
    f, options = staticmethod(activations.leaky_relu), {"negative_slope": 0.3}


class ELU(_Named):
    f, options = staticmethod(activations.elu), {"alpha": 1.0}


class Softmax(_Named):
    part = {"kind": "softmax"}
    f, options = staticmethod(activations.softmax), {"axis": -1}


class Dropout(_SameShape):
    part = {"kind": "dropout"}

    def __init__(self, rate, noise_shape=None, seed=None, **more):
        super().__init__(**more)
        if not 0 <= rate <= 1:
            raise ValueError(f"Invalid value received for argument `rate`. Expected a float value between 0 and 1. Received: rate={rate}")
        self.rate = rate

    def call(self, x, training=False):
        return F.dropout(x, self.rate, training)


class Rescaling(_SameShape):
    def __init__(self, scale, offset=0.0, **more):
        super().__init__(**more)
        self.scale, self.offset = scale, offset

    def call(self, x):
        y = x * self.scale
        return y + self.offset if self.offset else y


def _known(shape):
    return None if None in shape else math.prod(shape)


class Flatten(Layer):
    def call(self, x):
        return x.reshape(x.shape[0], -1)

    def compute_output_shape(self, shape):
        return (shape[0], _known(shape[1:]))


class Reshape(Layer):
    def __init__(self, target_shape, **more):
        super().__init__(**more)
        self.target_shape = tuple(target_shape)

    def call(self, x):
        return x.reshape(x.shape[0], *self.compute_output_shape(tuple(x.shape))[1:])

    def compute_output_shape(self, shape):
        wanted, n = list(self.target_shape), _known(shape[1:])
        if -1 in wanted and n is not None:
            wanted[wanted.index(-1)] = n // math.prod(d for d in wanted if d != -1)
        if n is not None and math.prod(wanted) != n:
            raise ValueError(f"The total size of the tensor must be unchanged. Received: input_shape={shape[1:]}, target_shape={self.target_shape}")
        return (shape[0], *[None if d == -1 else d for d in wanted])


class Permute(Layer):
    def __init__(self, dims, **more):
        super().__init__(**more)
        self.dims = tuple(dims)

    def call(self, x):
        return x.permute(0, *self.dims)

    def compute_output_shape(self, shape):
        return (shape[0], *[shape[d] for d in self.dims])


class RepeatVector(Layer):
    def __init__(self, n, **more):
        super().__init__(**more)
        self.n = n

    def call(self, x):
        return x.unsqueeze(1).repeat(1, self.n, 1)

    def compute_output_shape(self, shape):
        return (shape[0], self.n, shape[1])


class Embedding(Layer):
    part = {"kind": "embedding"}
    takes_whole = True

    def __init__(self, input_dim, output_dim, embeddings_initializer="uniform", mask_zero=False, input_length=None, weights=None, **more):
        super().__init__(**more)
        self.input_dim, self.output_dim, self.mask_zero = input_dim, output_dim, mask_zero
        self.embeddings_initializer = embeddings_initializer
        self._given = weights

    def build(self, shape=None):
        self.add_weight((self.input_dim, self.output_dim), self.embeddings_initializer, name="embeddings")
        self.built = True
        if self._given is not None:
            self.set_weights([np.asarray(w) for w in self._given])

    def call(self, x):
        return F.embedding(x if not x.dtype.is_floating_point else x.long(), self._parameters["embeddings"])

    def compute_mask(self, inputs, mask):
        return inputs != 0 if self.mask_zero else None

    def compute_output_shape(self, shape):
        return (*shape, self.output_dim)


class Masking(_SameShape):
    def __init__(self, mask_value=0.0, **more):
        super().__init__(**more)
        self.mask_value = mask_value

    def _mask(self, x):
        return (x != self.mask_value).any(-1)

    def call(self, x):
        return x * self._mask(x).unsqueeze(-1).to(x.dtype)

    def compute_mask(self, inputs, mask):
        return self._mask(inputs)


class Lambda(Layer):
    """A function as a layer."""

    takes_whole = True

    def __init__(self, function, output_shape=None, mask=None, arguments=None, **more):
        super().__init__(**more)
        self.function, self.arguments = function, arguments or {}

    def call(self, inputs):
        return self.function(inputs, **self.arguments)


class GaussianNoise(Layer):
    def __init__(self, stddev, seed=None, **more):
        super().__init__(**more)
        self.stddev = stddev

    def call(self, x, training=False):
        return x + randn_like(x) * self.stddev if training else x

    def compute_output_shape(self, shape):
        return shape
