"""Layers: modules of torch that are built when they know the shape of what they are given."""

import inspect

import numpy as np
from torch import _dtypes as dt
from torch._creation import tensor
from torch._machine import machine
from torch._tensor import Tensor
from torch.nn.module import Module, Parameter, symbol_of

from . import initializers, regularizers
from ._naming import auto_name, snake
from ._symbolic import KerasTensor, Node, flat, has_symbols, mapped, shapes_of


class Context:
    """Whether the model is training: what it is called with holds for all that it calls."""

    training = False


def eager(x):
    """Numbers of the program as a tensor of the engine; floats are float32, as Keras has them."""
    if isinstance(x, (int, float, list, np.ndarray)):
        x = np.asarray(x)
        return (x.astype("float32") if x.dtype.is_float else x)._tensor
    return x.to(dt.float32) if isinstance(x, Tensor) and x.dtype is dt.float64 else x


class Variable:
    """A weight as Keras lays it out."""

    def __init__(self, layer, weight):
        self._layer, self._weight = layer, weight
        self.name, self.path = weight.name, f"{layer.name}/{weight.name}"

    shape = property(lambda self: self.numpy().shape)
    trainable = property(lambda self: self._weight.trained and self._weight.value.requires_grad)
    dtype = "float32"

    @property
    def value(self):
        return self._weight.value

    def numpy(self):
        return self._weight.read()

    def assign(self, value):
        self._weight.write(value.numpy() if hasattr(value, "numpy") else np.asarray(value))

    def __repr__(self):
        return f"<Variable path={self.path}, shape={self.shape}, dtype=float32, value={self.numpy()}>"


class Weight:
    """A weight, how it is laid out in torch, and how Keras lays it out."""

    def __init__(self, name, value, trained, to_torch, to_keras):
        self.name, self.value, self.trained = name, value, trained
        self.to_torch, self.to_keras = to_torch, to_keras

    def read(self):
        return self.to_keras(np.ndarray._of(self.value.detach())).copy()

    def write(self, array):
        have = self.read().shape
        if array.shape != have:
            raise ValueError(f"The shape of the target variable and the shape of the target value must match: {have} and {array.shape}.")
        self.value._take(self.to_torch(array.astype("float32"))._tensor, check=False)


def _same(array):
    return array


def mapped_shapes(shape):
    """Shapes of inputs as inputs without numbers, which are given as one argument."""
    return [[KerasTensor(s) for s in shape] if isinstance(shape, list) else KerasTensor(shape)]


class Layer(Module):
    # What is given as whole numbers is made float32, except where places are looked up.
    takes_whole = False
    # Whether a mask of time steps goes on to what comes out.
    supports_masking = False

    def __init__(self, *, name=None, trainable=True, dtype=None, input_shape=None, input_dim=None, batch_input_shape=None, **more):
        super().__init__()
        self._penalties = {}
        for option in [n for n in more if n.endswith(("_regularizer", "_constraint"))]:
            self._held_to(option, more.pop(option))
        if more:
            raise ValueError(f"Unrecognized keyword arguments passed to {type(self).__name__}: {more}")
        self.name = name or auto_name(snake(type(self).__name__))
        self._name = self.name
        self.built = False
        self._own, self._nodes, self._trainable, self._added = [], [], trainable, []
        if input_dim is not None:
            input_shape = (input_dim,)
        if batch_input_shape is not None:
            input_shape = batch_input_shape[1:]
        self._input_shape_given = None if input_shape is None else tuple(input_shape)

    def _give_names(self):
        self._named = True

    # Weights

    def _held_to(self, option, given):
        of, _, what = option.rpartition("_")
        if given is None:
            return
        if what == "constraint" or of == "activity":
            raise NotImplementedError(f"{type(self).__name__} with {option} is not part of this page: it has kernel_regularizer and the like.")
        self._penalties["recurrent_kernel" if of == "recurrent" else of] = regularizers.get(given)

    def _penalty(self):
        """What the weights of this layer and of those in it add to the loss; None where nothing is."""
        total = None
        for layer, w in self._all():
            if w.name in layer._penalties:
                one = layer._penalties[w.name](w.value)
                total = one if total is None else total + one
        for layer in self._held_layers():
            for one in layer._added:
                total = one if total is None else total + one
        return total

    def add_loss(self, loss):
        """Is part of the loss until the layer is called again."""
        self._added.append(eager(loss))

    @property
    def losses(self):
        """What weights and layers add to the loss."""
        held = [layer._penalties[w.name](w.value) for layer, w in self._all() if w.name in layer._penalties]
        return held + [one for layer in self._held_layers() for one in layer._added]

    def add_weight(self, shape=(), initializer="glorot_uniform", trainable=True, name=None, dtype=None, to_torch=_same, to_keras=_same, regularizer=None, **more):
        name = name or f"weight{len(self._own) or ''}"
        if regularizer is not None:
            self._penalties[name] = regularizers.get(regularizer)
        start = to_torch(initializers.get(initializer)(tuple(shape)))._tensor
        called = f"{self.name}.{name}"
        if trainable:
            value = Parameter(start)
            self._parameters[name] = value
            if not self._trainable:
                value.requires_grad_(False)
        else:
            value = self._buffers[name] = start
        kind = {"kernel": "weight", "recurrent_kernel": "weight", "embeddings": "weight"}.get(name, name)
        machine.call(value._id, called, "", symbol_of(f"{self.name}.{kind}"))
        self._own.append(Weight(name, value, trainable, to_torch, to_keras))
        return value

    def _held_layers(self):
        return [m for m in self.modules() if isinstance(m, Layer)]

    def _all(self):
        found = []
        for layer in self._held_layers():
            found += [(layer, w) for w in layer._own]
        return found

    @property
    def weights(self):
        return [Variable(layer, w) for layer, w in self._all()]

    variables = weights

    @property
    def trainable_weights(self):
        return [v for v in self.weights if v.trainable]

    trainable_variables = trainable_weights

    @property
    def non_trainable_weights(self):
        return [v for v in self.weights if not v.trainable]

    def get_weights(self):
        return [w.read() for _, w in self._all()]

    def set_weights(self, weights):
        own = self._all()
        if len(own) != len(weights):
            raise ValueError(
                f"You called `set_weights(weights)` on layer '{self.name}' with a weight list of length {len(weights)}, but the layer was expecting {len(own)} weights."
            )
        for (_, w), array in zip(own, weights):
            w.write(np.asarray(array))

    def count_params(self):
        return sum(w.value.numel() for _, w in self._all())

    @property
    def trainable(self):
        return self._trainable

    @trainable.setter
    def trainable(self, wanted):
        for layer in self._held_layers():
            layer._trainable = bool(wanted)
            for p in layer._parameters.values():
                p.requires_grad_(bool(wanted))

    # Calls

    def build(self, input_shape):
        pass

    def call(self, *args, **kwargs):
        raise NotImplementedError(f"Layer {type(self).__name__} does not have a `call()` method implemented.")

    def compute_output_shape(self, input_shape):
        from ._operation import shapes_by_trying

        return shapes_by_trying(self, mapped_shapes(input_shape), {})

    def compute_mask(self, inputs, mask):
        return mask if self.supports_masking else None

    def _ready(self, shape):
        if not self.built:
            self._check(shape)
            self.build(shape)
            self.built = True

    def _check(self, shape):
        pass

    def _takes(self, name):
        return name in inspect.signature(self.call).parameters

    def __call__(self, *args, **kwargs):
        if "_modules" not in self.__dict__:
            raise RuntimeError(f"In layer {type(self).__name__}, you forgot to call `super().__init__()` as the first statement in the `__init__()` method.")
        if has_symbols(args, kwargs):
            return self._symbolic(args, kwargs)
        args = mapped(eager, args)
        if not self.takes_whole:
            args = mapped(lambda x: x.to(dt.float32) if isinstance(x, Tensor) and dt.RANK.index(x.dtype) < 3 else x, args)
        self._added = []
        before = Context.training
        training = kwargs.pop("training", None)
        Context.training = before if training is None else bool(training)
        try:
            self._ready(shapes_of(args[0] if args else None))
            if self._takes("training"):
                kwargs["training"] = Context.training
            masks = [getattr(x, "_keras_mask", None) for x in flat(args[0] if args else [])]
            mask = masks[0] if len(masks) == 1 else masks if any(m is not None for m in masks) else None
            if mask is not None and self._takes("mask"):
                kwargs.setdefault("mask", mask)
            y = super().__call__(*args, **kwargs)
            passed = self.compute_mask(args[0], mask) if args else None
            if isinstance(y, Tensor) and passed is not None:
                y._keras_mask = passed
            return y
        finally:
            Context.training = before

    def forward(self, *args, **kwargs):
        return self.call(*args, **kwargs)

    def _symbolic(self, args, kwargs):
        shape = shapes_of(args[0])
        self._ready(shape)
        node = Node(self, args, kwargs)
        self._nodes.append(node)
        shapes = self._symbolic_shapes(args, kwargs)
        many = isinstance(shapes, list)
        outputs = [KerasTensor(s, name=f"{self.name}_output", node=node, place=k) for k, s in enumerate(shapes if many else [shapes])]
        node.outputs = outputs
        return outputs if many else outputs[0]

    def _symbolic_shapes(self, args, kwargs):
        if type(self).compute_output_shape is Layer.compute_output_shape:
            from ._operation import shapes_by_trying

            return shapes_by_trying(self, args, kwargs)
        return self.compute_output_shape(shapes_of(args[0]))

    @property
    def output(self):
        return self._nodes[0].outputs[0]

    @property
    def input(self):
        inputs = self._nodes[0].inputs
        return inputs[0] if len(inputs) == 1 else inputs

    def __repr__(self):
        return f"<{type(self).__name__} name={self.name}, built={self.built}>"

    def extra_repr(self):
        return ""
