"""Recurrent layers: time steps and gates in the trace."""

import json
import math

from .._creation import empty, zeros
from .._functions import add, cat, chunk, mul, sigmoid, sub, tanh
from .._machine import here, machine, sentence
from .._modes import _Mode
from .._tensor import Tensor, reaching
from . import functional as F
from . import init
from .module import Module, Parameter
from .packed import PackedSequence


class _Recurrent(Module):
    kind, gates, states = "rnn", 1, 1

    def __init__(self, input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False, **more):
        super().__init__()
        if more.pop("proj_size", 0):
            raise NotImplementedError("proj_size is not part of this page.")
        self.input_size, self.hidden_size, self.num_layers = input_size, hidden_size, num_layers
        self.bias, self.batch_first, self.dropout, self.bidirectional = bias, batch_first, float(dropout), bidirectional
        self.more = more
        ways = 2 if bidirectional else 1
        for layer in range(num_layers):
            for way in range(ways):
                end = f"l{layer}" + ("_reverse" if way else "")
                size = input_size if layer == 0 else hidden_size * ways
                self.register_parameter(f"weight_ih_{end}", Parameter(empty(self.gates * hidden_size, size)))
                self.register_parameter(f"weight_hh_{end}", Parameter(empty(self.gates * hidden_size, hidden_size)))
                if bias:
                    self.register_parameter(f"bias_ih_{end}", Parameter(empty(self.gates * hidden_size)))
                    self.register_parameter(f"bias_hh_{end}", Parameter(empty(self.gates * hidden_size)))
        bound = 1.0 / math.sqrt(hidden_size) if hidden_size > 0 else 0
        for weight in self.parameters():
            init.uniform_(weight, -bound, bound)

    def forward(self, input, hx=None):
        if isinstance(input, PackedSequence):
            if self.dropout and self.training and self.num_layers > 1:
                raise NotImplementedError("dropout between the layers is not part of this page for packed sequences while training: give the padded batch.")
            return input.each(self, hx)
        alone = input.dim() == 2
        x = input.unsqueeze(0 if self.batch_first else 1) if alone else input
        if x.dim() != 3:
            raise ValueError(f"{type(self).__name__}: Expected input to be 2D or 3D, got {input.dim()}D instead")
        if x.shape[-1] != self.input_size:
            raise RuntimeError(f"input.size(-1) must be equal to input_size. Expected {self.input_size}, got {x.shape[-1]}")
        batch = x.shape[0 if self.batch_first else 1]
        ways = 2 if self.bidirectional else 1
        given = list(hx) if isinstance(hx, (tuple, list)) else [hx] if hx is not None else []
        given = [h.unsqueeze(1) if alone else h for h in given]
        shape = (self.num_layers * ways, batch, self.hidden_size)
        for h in given:
            if tuple(h.shape) != shape:
                raise RuntimeError(f"Expected hidden size {shape}, got {list(h.shape)}")
        states = given or [zeros(*shape, dtype=x.dtype) for _ in range(self.states)]
        dropped = self.dropout and self.training and self.num_layers > 1
        y, *last = self._by_layer(x, states) if dropped else self._run(x, states, list(self._parameters.values()), self.num_layers, self.batch_first)
        if alone:
            y, last = y.squeeze(0 if self.batch_first else 1), [h.squeeze(1) for h in last]
        return y, (tuple(last) if self.states > 1 else last[0])

    def _run(self, x, states, weights, layers, batch_first):
        attrs = {"layers": layers, "bidirectional": self.bidirectional, "batchFirst": batch_first, "bias": self.bias, **self.more}
        return layer(self.kind, [x, *states, *weights], attrs, 1 + self.states)

    def _by_layer(self, x, states):
        """One layer after another, with dropout on what goes from one to the next: by time, as PyTorch draws it."""
        weights, ways = list(self._parameters.values()), 2 if self.bidirectional else 1
        each = len(weights) // self.num_layers
        y, ends = x.transpose(0, 1) if self.batch_first else x, []
        for k in range(self.num_layers):
            own = [h[k * ways : (k + 1) * ways] for h in states]
            y, *end = self._run(y, own, weights[k * each : (k + 1) * each], 1, False)
            ends.append(end)
            if k < self.num_layers - 1:
                y = F.dropout(y, self.dropout, True)
        return [y.transpose(0, 1) if self.batch_first else y, *(cat(list(parts), 0) for parts in zip(*ends))]

    def extra_repr(self):
        text = f"{self.input_size}, {self.hidden_size}"
        for name, usual in (("num_layers", 1), ("bias", True), ("batch_first", False), ("dropout", 0.0), ("bidirectional", False)):
            if getattr(self, name) != usual:
                text += f", {name}={getattr(self, name)}"
        return text


def layer(name, inputs, attrs, count):
    here()
    from pyodide.ffi import JsException

    needs = _Mode.grad and any(x.requires_grad for x in inputs)
    given = [x._id for x in inputs]
    try:
        ids = machine.layer(name, json.dumps(attrs), count, *(reaching(inputs, given) if needs else given)).to_py()
    except JsException as problem:
        raise RuntimeError(sentence(problem)) from None
    found = []
    for id in ids:
        y = Tensor(id, inputs[0].dtype)
        y._needs = y._computed = needs
        found.append(y)
    return found


class RNN(_Recurrent):
    part = {"kind": "recurrence", "cell": "rnn"}

    def __init__(self, *args, nonlinearity="tanh", **kwargs):
        super().__init__(*args, **kwargs, nonlinearity=nonlinearity)


class LSTM(_Recurrent):
    kind, gates, states = "lstm", 4, 2
    part = {"kind": "recurrence", "cell": "lstm"}


class GRU(_Recurrent):
    kind, gates = "gru", 3
    part = {"kind": "recurrence", "cell": "gru"}


class _Cell(Module):
    gates = 1

    def __init__(self, input_size, hidden_size, bias=True):
        super().__init__()
        self.input_size, self.hidden_size, self.bias = input_size, hidden_size, bias
        self.weight_ih = Parameter(empty(self.gates * hidden_size, input_size))
        self.weight_hh = Parameter(empty(self.gates * hidden_size, hidden_size))
        self.register_parameter("bias_ih", Parameter(empty(self.gates * hidden_size)) if bias else None)
        self.register_parameter("bias_hh", Parameter(empty(self.gates * hidden_size)) if bias else None)
        bound = 1.0 / math.sqrt(hidden_size)
        for weight in self.parameters():
            init.uniform_(weight, -bound, bound)

    def _both(self, x, h):
        return F.linear(x, self.weight_ih, self.bias_ih), F.linear(h, self.weight_hh, self.bias_hh)

    def _start(self, x):
        return zeros(*x.shape[:-1], self.hidden_size, dtype=x.dtype)

    def extra_repr(self):
        return f"{self.input_size}, {self.hidden_size}" + ("" if self.bias else ", bias=False")


class RNNCell(_Cell):
    part = {"kind": "cell", "cell": "rnn"}

    def __init__(self, input_size, hidden_size, bias=True, nonlinearity="tanh"):
        super().__init__(input_size, hidden_size, bias)
        self.nonlinearity = nonlinearity

    def forward(self, x, h=None):
        a, b = self._both(x, self._start(x) if h is None else h)
        return (tanh if self.nonlinearity == "tanh" else F.relu)(add(a, b))


class LSTMCell(_Cell):
    gates = 4
    part = {"kind": "cell", "cell": "lstm"}

    def forward(self, x, state=None):
        h, c = state or (self._start(x), self._start(x))
        a, b = self._both(x, h)
        i, f, g, o = chunk(add(a, b), 4, -1)
        c = add(mul(sigmoid(f), c), mul(sigmoid(i), tanh(g)))
        return mul(sigmoid(o), tanh(c)), c


class GRUCell(_Cell):
    gates = 3
    part = {"kind": "cell", "cell": "gru"}

    def forward(self, x, h=None):
        h = self._start(x) if h is None else h
        a, b = self._both(x, h)
        (ar, az, an), (br, bz, bn) = chunk(a, 3, -1), chunk(b, 3, -1)
        r, z = sigmoid(add(ar, br)), sigmoid(add(az, bz))
        n = tanh(add(an, mul(r, bn)))
        return add(n, mul(z, sub(h, n)))
