"""Recurrent cells: one time step, as the ops that it consists of."""

import torch

from ..registry import handles
from .matrices import linear


def _cell_nets(b, x, h, weights):
    """What comes from the input and what from memory, with their biases."""
    w_ih, w_hh, b_ih, b_hh = (*weights, None, None)[:4]
    return linear(b, x, w_ih, b_ih), linear(b, h, w_hh, b_hh)


def _parts(b, net, n):
    size = net.shape[-1] // n
    return [b.slice(net, -1, k * size, (k + 1) * size) for k in range(n)]


def _act(b, op, x):
    return b.unary(op, x, getattr(torch, op)(x.data))


@handles("lstm_cell")
def _lstm_cell(b, x, states, *weights):
    h, c = states
    i, f, g, o = _parts(b, b.binary("add", *_cell_nets(b, x, h, weights)), 4)
    i, f, g, o = (_act(b, "tanh" if v is g else "sigmoid", v) for v in (i, f, g, o))
    c = b.binary("add", b.binary("mul", f, c), b.binary("mul", i, g))
    return [b.binary("mul", o, _act(b, "tanh", c)), c]


@handles("gru_cell")
def _gru_cell(b, x, h, *weights):
    x_net, h_net = _cell_nets(b, x, h, weights)
    (xr, xz, xn), (hr, hz, hn) = _parts(b, x_net, 3), _parts(b, h_net, 3)
    r, z = (_act(b, "sigmoid", b.binary("add", *v)) for v in ((xr, hr), (xz, hz)))
    n = _act(b, "tanh", b.binary("add", xn, b.binary("mul", r, hn)))
    return b.binary("add", b.binary("mul", b.binary("sub", 1, z), n), b.binary("mul", z, h))


def _rnn_cell(op):
    @handles(f"rnn_{op}_cell")
    def handler(b, x, h, *weights):
        return _act(b, op, b.binary("add", *_cell_nets(b, x, h, weights)))


_rnn_cell("tanh")
_rnn_cell("relu")
