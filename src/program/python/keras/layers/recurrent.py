"""Recurrent layers. Where nothing is masked they are one layer of the engine, with its time steps and gates."""

import json

import numpy as np
from torch import _functions as f
from torch import zeros
from torch._machine import machine
from torch.nn import functional as F
from torch.nn.recurrent import layer as engine_layer

from .. import activations
from .._layer import Layer


class _Recurrent(Layer):
    kind, gates, states = "rnn", 1, 1
    standard = "tanh"

    def __init__(self, units, activation="tanh", recurrent_activation="sigmoid", use_bias=True, kernel_initializer="glorot_uniform", recurrent_initializer="orthogonal", bias_initializer="zeros", unit_forget_bias=True, dropout=0.0, recurrent_dropout=0.0, return_sequences=False, return_state=False, go_backwards=False, stateful=False, unroll=False, reset_after=True, **more):
        super().__init__(**more)
        if recurrent_dropout or stateful or not reset_after:
            raise NotImplementedError(f"{type(self).__name__} with recurrent_dropout, stateful or reset_after=False is not part of this page.")
        self.units, self.use_bias, self.dropout = units, use_bias, dropout
        self.activation, self.recurrent_activation = activations.get(activation), activations.get(recurrent_activation)
        self.initializers = (kernel_initializer, recurrent_initializer, bias_initializer)
        self.unit_forget_bias = unit_forget_bias
        self.return_sequences, self.return_state, self.go_backwards = return_sequences, return_state, go_backwards
        self.part = {"kind": "recurrence", "cell": self.kind}
        self.reset_after = reset_after

    # Of Keras' gates, which stands where torch has its first, second, …
    order = None

    def _to_torch(self, a):
        return self._sorted(a).T

    def _to_keras(self, a):
        return self._sorted(a.T)

    def _sorted(self, a):
        """Gates along the last axis in the other's order; each order undoes itself."""
        if self.order is None:
            return a
        n = self.units
        return np.concatenate([a[..., k * n : (k + 1) * n] for k in self.order], -1)

    def _check(self, shape):
        if len(shape) != 3:
            raise ValueError(
                f'Input 0 of layer "{self.name}" is incompatible with the layer: expected ndim=3, found ndim={len(shape)}. Full shape received: {shape}'
            )

    def build(self, shape):
        wide = self.gates * self.units
        kernel, recurrent, bias = self.initializers
        turn = {"to_torch": self._to_torch, "to_keras": self._to_keras}
        self.add_weight((shape[-1], wide), kernel, name="kernel", **turn)
        self.add_weight((self.units, wide), recurrent, name="recurrent_kernel", **turn)
        if self.use_bias:
            self._add_bias(bias, wide)

    def _add_bias(self, start, wide):
        self.add_weight((wide,), start, name="bias")

    def _biases(self):
        """For the input and for the state before."""
        return self._parameters["bias"], zeros(self.gates * self.units)

    def call(self, x, initial_state=None, mask=None, training=False):
        self._check(tuple(x.shape))
        x = F.dropout(x, self.dropout, training) if self.dropout else x
        given = list(initial_state) if isinstance(initial_state, (list, tuple)) else [initial_state] if initial_state is not None else None
        states = given or [zeros(x.shape[0], self.units) for _ in range(self.states)]
        if self.go_backwards:
            x, mask = x.flip(1), None if mask is None else mask.flip(1)
        usual = self.activation is activations.get(self.standard) and self.recurrent_activation is activations.sigmoid
        usual = usual or (self.kind == "rnn" and self.activation in (activations.tanh, activations.relu))
        ys, states = self._at_once(x, states) if usual and mask is None else self._in_steps(x, states, mask)
        y = ys if self.return_sequences else states[0]
        return [y, *states] if self.return_state else y

    def _at_once(self, x, states):
        more = {"nonlinearity": "relu" if self.activation is activations.relu else "tanh"} if self.kind == "rnn" else {}
        attrs = {"layers": 1, "bidirectional": False, "batchFirst": True, "bias": self.use_bias, **more}
        weights = [self._parameters["kernel"], self._parameters["recurrent_kernel"], *(self._biases() if self.use_bias else [])]
        y, *last = engine_layer(self.kind, [x, *[h.unsqueeze(0) for h in states], *weights], attrs, 1 + self.states)
        return y, [h.squeeze(0) for h in last]

    def _in_steps(self, x, states, mask):
        """Step by step: where a step is masked, the state stays."""
        found = []
        for t in range(x.shape[1]):
            machine.enter(f"t = {t + 1}", "", json.dumps({"kind": "step", "t": t + 1, "cell": self.kind}))
            fresh = self._step(x[:, t], states)
            if mask is not None:
                here = mask[:, t].unsqueeze(-1)
                fresh = [f.where(here, new, old) for new, old in zip(fresh, states)]
            states = fresh
            found.append(states[0])
            machine.leave("")
        return f.stack(found, 1), states

    def _both(self, x, h):
        biases = self._biases() if self.use_bias else (None, None)
        return F.linear(x, self._parameters["kernel"], biases[0]), F.linear(h, self._parameters["recurrent_kernel"], biases[1])

    def compute_mask(self, inputs, mask):
        return mask if self.return_sequences else None

    def compute_output_shape(self, shape):
        y = (shape[0], shape[1], self.units) if self.return_sequences else (shape[0], self.units)
        return [y, *[(shape[0], self.units)] * self.states] if self.return_state else y


class SimpleRNN(_Recurrent):
    def _step(self, x, states):
        return [self.activation(f.add(*self._both(x, states[0])))]


class LSTM(_Recurrent):
    kind, gates, states = "lstm", 4, 2

    def _add_bias(self, start, wide):
        def begin(shape):
            from .. import initializers

            b = initializers.get(start)(shape)
            if self.unit_forget_bias:
                b[self.units : 2 * self.units] = 1.0
            return b

        self.add_weight((wide,), begin, name="bias")

    def _step(self, x, states):
        h, c = states
        gate, act = self.recurrent_activation, self.activation
        i, forget, g, o = f.chunk(f.add(*self._both(x, h)), 4, -1)
        c = f.add(f.mul(gate(forget), c), f.mul(gate(i), act(g)))
        return [f.mul(gate(o), act(c)), c]


class GRU(_Recurrent):
    kind, gates = "gru", 3
    # Keras has update, reset, candidate; torch has reset, update, candidate.
    order = (1, 0, 2)

    def _add_bias(self, start, wide):
        self.add_weight((2, wide), start, name="bias", to_torch=self._sorted, to_keras=self._sorted)

    def _biases(self):
        both = self._parameters["bias"]
        return both[0], both[1]

    def _step(self, x, states):
        (h,) = states
        a, b = self._both(x, h)
        (ar, az, an), (br, bz, bn) = f.chunk(a, 3, -1), f.chunk(b, 3, -1)
        gate = self.recurrent_activation
        r, z = gate(f.add(ar, br)), gate(f.add(az, bz))
        n = self.activation(f.add(an, f.mul(r, bn)))
        return [f.add(n, f.mul(z, f.sub(h, n)))]


class Bidirectional(Layer):
    def __init__(self, layer, merge_mode="concat", weights=None, backward_layer=None, **more):
        super().__init__(**more)
        if merge_mode not in ("concat", "sum", "mul", "ave", None):
            raise ValueError(f"Invalid merge mode. Merge mode should be one of {{'sum', 'mul', 'ave', 'concat', None}}; received {merge_mode}")
        if layer.return_state:
            raise NotImplementedError("Bidirectional with return_state=True is not part of this page.")
        self.merge_mode, self.return_sequences = merge_mode, layer.return_sequences
        self.forward_layer, self.backward_layer = layer, backward_layer or _backward(layer)
        for way, one in (("forward", layer), ("backward", self.backward_layer)):
            one.name = one._name = f"{way}_{layer.name.removeprefix('forward_')}"

    def build(self, shape):
        self.forward_layer._ready(shape)
        self.backward_layer._ready(shape)

    def call(self, x, mask=None):
        a, b = self.forward_layer(x, mask=mask), self.backward_layer(x, mask=mask)
        if self.return_sequences:
            b = b.flip(1)
        join = {"concat": lambda: f.cat([a, b], -1), "sum": lambda: a + b, "mul": lambda: a * b, "ave": lambda: (a + b) / 2}
        return [a, b] if self.merge_mode is None else join[self.merge_mode]()

    def compute_mask(self, inputs, mask):
        return mask if self.return_sequences else None

    def compute_output_shape(self, shape):
        one = self.forward_layer.compute_output_shape(shape)
        if self.merge_mode is None:
            return [one, one]
        return (*one[:-1], one[-1] * 2) if self.merge_mode == "concat" else one


def _backward(layer):
    kernel, recurrent, bias = layer.initializers
    more = {"unit_forget_bias": layer.unit_forget_bias} if layer.kind == "lstm" else {}
    return type(layer)(
        layer.units, activation=layer.activation, recurrent_activation=layer.recurrent_activation, use_bias=layer.use_bias,
        kernel_initializer=kernel, recurrent_initializer=recurrent, bias_initializer=bias, dropout=layer.dropout,
        return_sequences=layer.return_sequences, go_backwards=not layer.go_backwards, name=f"backward_{layer.name}", **more,
    )


class TimeDistributed(Layer):
    """The same layer at every step: the steps stand as so many rows."""

    supports_masking = True

    def __init__(self, layer, **more):
        super().__init__(**more)
        self.layer = layer
        layer._name = layer.name

    def build(self, shape):
        self.layer._ready((shape[0], *shape[2:]))

    def call(self, x):
        n, steps = x.shape[:2]
        y = self.layer(x.reshape(n * steps, *x.shape[2:]))
        return y.reshape(n, steps, *y.shape[1:])

    def compute_output_shape(self, shape):
        return (*shape[:2], *self.layer.compute_output_shape((shape[0], *shape[2:]))[1:])


