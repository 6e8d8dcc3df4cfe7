"""Functions of one number, activations among them."""

import torch

from ..registry import handles


def _pointwise(op, f, *names):
    @handles(*names)
    def handler(b, x):
        return b.unary(op, x, f(x.detach()))


_pointwise("exp", torch.exp, "exp")
_pointwise("log", torch.log, "log")
_pointwise("sigmoid", torch.sigmoid, "sigmoid")
_pointwise("tanh", torch.tanh, "tanh")
_pointwise("relu", torch.relu, "relu")


@handles("detach")
def _detach(b, x):
    x = b.use(x)
    return b.unary("detach", x, x.data)


@handles("leaky_relu")
def _leaky_relu(b, x, negative_slope=0.01):
    data = torch.nn.functional.leaky_relu(x.detach(), negative_slope)
    return b.unary("leakyRelu", x, data, negativeSlope=negative_slope)


@handles("gelu")
def _gelu(b, x, *, approximate="none"):
    return b.unary("gelu", x, b.shadow(), approximate=approximate)


@handles("silu")
def _silu(b, x):
    return b.binary("mul", x, b.unary("sigmoid", x, torch.sigmoid(x.detach())))
