"""Recurrent layers: one call in PyTorch, time steps and gates in Backstep."""

import torch

from ..held import Value
from ..registry import handles


def _recurrent(
    b, op, x, states, weights, has_biases, layers, dropout, train, bidirectional, batch_first, **more
):
    if dropout and train and layers > 1:
        return NotImplemented
    weights = [b.use(w) for w in weights]
    size = len(weights) // (layers * (2 if bidirectional else 1))
    if size != (4 if has_biases else 2):  # projections
        return NotImplemented
    names = ["initial_h", "initial_c"]
    inputs = [b.use(x), *(b.use(s, n) for s, n in zip(states, names)), *weights]
    attrs = {
        "layers": layers,
        "bidirectional": bool(bidirectional),
        "batchFirst": bool(batch_first),
        "bias": bool(has_biases),
        **more,
    }
    results = b.shadow()
    output = b.apply(op, inputs, attrs, results[0])
    values = [output]
    for name, data in zip(("h_n", "c_n"), results[1:]):
        value = Value(name, data, "intermediate", output.differentiable, of=output)
        b.counted(data, value.called)
        b.values.append(value)
        values.append(value)
    b.ops[-1]["writes"] = values
    return values


@handles("lstm")
def _lstm(b, x, states, weights, has_biases, layers, dropout, train, bidirectional, batch_first):
    if isinstance(weights, bool) or torch.is_tensor(states):  # a packed sequence
        return NotImplemented
    return _recurrent(b, "lstm", x, states, weights, has_biases, layers, dropout, train, bidirectional, batch_first)


def _simple_recurrent(op, name, **more):
    @handles(name)
    def handler(b, x, state, weights, has_biases, layers, dropout, train, bidirectional, batch_first):
        if isinstance(weights, bool) or torch.is_tensor(weights):  # a packed sequence
            return NotImplemented
        rest = (has_biases, layers, dropout, train, bidirectional, batch_first)
        return _recurrent(b, op, x, [state], weights, *rest, **more)


_simple_recurrent("gru", "gru")
_simple_recurrent("rnn", "rnn_tanh", nonlinearity="tanh")
_simple_recurrent("rnn", "rnn_relu", nonlinearity="relu")
