"""Models: layers one after the other, layers in a graph, and classes of one's own."""

from ._layer import Layer
from ._naming import auto_name
from ._summary import print_summary
from ._symbolic import KerasTensor, by_depth, flat, has_symbols, mapped, nodes_to, shapes_of
from ._training import Trainer
from .layers.core import InputLayer


class Model(Trainer, Layer):
    takes_whole = True
    part = {"kind": "network"}

    def __init__(self, inputs=None, outputs=None, name=None, trainable=True, **more):
        Layer.__init__(self, name=name or (auto_name("functional") if inputs is not None else None), trainable=trainable, **more)
        Trainer.__init__(self)
        self.inputs, self.outputs = inputs, outputs
        if inputs is not None:
            self._connect(inputs, outputs)

    def _connect(self, inputs, outputs):
        for x in flat(inputs):
            if not isinstance(x, KerasTensor):
                raise ValueError(f"All `inputs` values must be KerasTensors. Received: inputs={inputs} including invalid value {x} of type {type(x)}")
        self._graph = nodes_to(outputs, flat(inputs))
        given = {id(x) for x in flat(inputs)}
        for node in self._graph:
            if isinstance(node.layer, InputLayer) and id(node.outputs[0]) not in given:
                raise ValueError(f"`inputs` not connected to `outputs`: the input {node.layer.name!r} is not among the inputs of the model.")
        self._graph = [x._node for x in flat(inputs) if x._node not in self._graph] + self._graph
        self._listed = by_depth(self._graph, outputs)
        names = [layer.name for layer in self._listed]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f'The name "{name}" is used {names.count(name)} times in the model. All operation names should be unique.')
        for layer in self._listed:
            if not isinstance(layer, InputLayer):
                self._hold(layer)
        self.built = True

    def _hold(self, layer):
        """As a module of this one, under its own name."""
        self._modules[layer.name] = layer
        layer._name = layer.name

    @property
    def layers(self):
        return list(self._listed) if self.inputs is not None else [m for m in self._modules.values() if isinstance(m, Layer)]

    def get_layer(self, name=None, index=None):
        if index is not None:
            return self.layers[index]
        for layer in self.layers:
            if layer.name == name:
                return layer
        raise ValueError(f"No such layer: {name}. Existing layers are: {[layer.name for layer in self.layers]}.")

    @property
    def output_names(self):
        return [x._node.layer.name for x in flat(self.outputs)] if self.inputs is not None else []

    @property
    def output_shape(self):
        return shapes_of(self.outputs)

    @property
    def input_shape(self):
        return shapes_of(self.inputs)

    def _ready(self, shape):
        pass

    def call(self, inputs, training=None, mask=None):
        if self.inputs is None:
            raise NotImplementedError(f"Model {type(self).__name__} does not have a `call()` method implemented.")
        if isinstance(inputs, dict):
            inputs = [inputs[x._node.layer.name] for x in flat(self.inputs)]
        given, wanted = flat(inputs), flat(self.inputs)
        if len(given) != len(wanted):
            raise ValueError(f"Layer {self.name!r} expected {len(wanted)} input(s). Received {len(given)} instead.")
        given = [_ranked(x, len(symbol.shape), symbol.shape) for x, symbol in zip(given, wanted)]
        for x, symbol in zip(given, wanted):
            shape = tuple(x.shape)
            if len(shape) != len(symbol.shape) or any(w is not None and n != w for n, w in zip(shape[1:], symbol.shape[1:])):
                raise ValueError(
                    f'Input {wanted.index(symbol)} of layer "{self.name}" is incompatible with the layer: expected shape={symbol.shape}, found shape={shape}'
                )
        known = {id(symbol): x for symbol, x in zip(wanted, given)}
        for node in self._graph:
            if all(id(x) in known for x in node.outputs):
                continue
            args, kwargs = (mapped(lambda x: known[id(x)] if isinstance(x, KerasTensor) else x, part) for part in (node.args, node.kwargs))
            found = node.layer(*args, **kwargs)
            for symbol, y in zip(node.outputs, found if isinstance(found, (list, tuple)) else [found]):
                known[id(symbol)] = y
        return mapped(lambda x: known[id(x)], self.outputs)

    def compute_mask(self, inputs, mask):
        return None

    def compute_output_shape(self, shape):
        if self.inputs is None:
            return super().compute_output_shape(shape)
        return shapes_of(self.outputs)

    def summary(self, line_length=None, positions=None, print_fn=None, expand_nested=False, show_trainable=False, layer_range=None):
        print_summary(self, print_fn or print)

    def save(self, *args, **kwargs):
        raise NotImplementedError("Model.save is not part of this page: get_weights() gives the weights.")

    def build(self, input_shape=None):
        if self.inputs is None and input_shape is not None:
            raise NotImplementedError("Model.build is not part of this page for a class of one's own: call the model once.")


def _ranked(x, rank, shape):
    """An axis of size 1 at the end may be left out, or be too much, as Keras lets it."""
    if x.dim() == rank - 1 and shape[-1] == 1:
        return x.unsqueeze(-1)
    return x.squeeze(-1) if x.dim() == rank + 1 and x.shape[-1] == 1 else x


class Sequential(Model):
    def __init__(self, layers=None, trainable=True, name=None):
        super().__init__(name=name, trainable=trainable)
        self._stack, self._first = [], None
        for layer in layers or []:
            self._push(layer)
        self._count()

    def _count(self):
        """Keras makes a functional model of a sequence that is built, and counts it."""
        if self._first is not None and self._stack:
            auto_name("functional")

    def add(self, layer):
        self._push(layer)
        self._count()

    def _push(self, layer):
        if isinstance(layer, KerasTensor):
            layer = layer._node.layer
        if not isinstance(layer, Layer):
            raise ValueError(f"Only instances of `keras.Layer` can be added to a Sequential model. Received: {layer} (of type {type(layer)})")
        if isinstance(layer, InputLayer):
            if self._stack or self._first:
                raise ValueError(f"Sequential model '{self.name}' has already been configured to use input shape. You cannot add a different Input layer to it.")
            self._first = layer
            return
        if any(other.name == layer.name for other in self._stack):
            raise ValueError(f"All layers added to a Sequential model should have unique names. Name '{layer.name}' is already the name of a layer in this model.")
        if not self._stack and self._first is None and layer._input_shape_given is not None:
            self._first = InputLayer(layer._input_shape_given)
        self._stack.append(layer)
        self._hold(layer)
        if self._first is not None:
            self._follow(layer)

    def _follow(self, layer):
        """The graph so far, with one layer more."""
        if self.inputs is None:
            self.inputs = self.outputs = self._first.output
        self.outputs = layer(self.outputs)
        self.built = True

    def pop(self):
        layer = self._stack.pop()
        del self._modules[layer.name]
        if self._first is not None:
            self.outputs = self._stack[-1]._nodes[-1].outputs[0] if self._stack else self._first.output
        return layer

    @property
    def layers(self):
        return list(self._stack)

    @property
    def output_names(self):
        return [self._stack[-1].name] if self._stack else []

    def build(self, input_shape=None):
        if self._first is None and input_shape is not None:
            self._start(tuple(input_shape)[1:])

    def _start(self, shape, dtype="float32"):
        self._first = InputLayer(shape, dtype=dtype)
        for layer in self._stack:
            self._follow(layer)

    def _ready(self, shape):
        if self._first is None and self._stack and isinstance(shape, tuple):
            self._start(shape[1:])

    def call(self, inputs, training=None, mask=None):
        x = inputs
        if self.inputs is not None and has_symbols(self.inputs) and len(self.inputs.shape) != len(x.shape):
            raise ValueError(
                f'Exception encountered when calling Sequential.call().\n\nInvalid input shape for input of rank {len(x.shape)}. Expected shape {self.inputs.shape}, but input has incompatible shape {tuple(x.shape)}'
            )
        for layer in self._stack:
            x = layer(x)
        return x

    def compute_output_shape(self, shape):
        for layer in self._stack:
            layer._ready(shape)
            shape = layer.compute_output_shape(shape)
        return shape
