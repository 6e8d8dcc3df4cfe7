"""Functions of one number, activations among them."""

import math

import torch

from ..held import Later
from ..registry import handles


def _pointwise(op, f, *names):
    @handles(*names)
    def handler(b, x):
        x = b.use(x)
        return b.unary(op, x, Later(x.shape, x.dtype, lambda: f(x.data)))


_pointwise("exp", torch.exp, "exp")
_pointwise("log", torch.log, "log")
_pointwise("sigmoid", torch.sigmoid, "sigmoid")
_pointwise("tanh", torch.tanh, "tanh")
_pointwise("relu", torch.relu, "relu")
_pointwise("silu", torch.nn.functional.silu, "silu")
_pointwise("abs", torch.abs, "abs", "absolute")
_pointwise("sign", torch.sign, "sign", "sgn")
_pointwise("floor", torch.floor, "floor")
_pointwise("sqrt", torch.sqrt, "sqrt")
_pointwise("rsqrt", torch.rsqrt, "rsqrt")
_pointwise("sin", torch.sin, "sin")
_pointwise("cos", torch.cos, "cos")


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


@handles("elu")
def _elu(b, x, alpha=1.0, scale=1, input_scale=1):
    if (scale, input_scale) != (1, 1):
        return NotImplemented
    return b.unary("elu", x, torch.nn.functional.elu(x.detach(), alpha), alpha=alpha)


@handles("selu")
def _selu(b, x):
    alpha, scale = 1.6732632423543772848170429916717, 1.0507009873554804934193349852946
    return b.binary("mul", b.unary("elu", x, torch.nn.functional.elu(x.detach(), alpha), alpha=alpha), scale)


@handles("softplus")
def _softplus(b, x, beta=1, threshold=20):
    data = torch.nn.functional.softplus(x.detach(), beta, threshold)
    return b.unary("softplus", x, data, beta=beta, threshold=threshold)


@handles("log_sigmoid", "logsigmoid")
def _log_sigmoid(b, x):
    turned = b.unary("neg", x, -x.detach())
    soft = b.unary("softplus", turned, torch.nn.functional.softplus(turned.data, 1, 700), threshold=700)
    return b.unary("neg", soft, -soft.data)


@handles("mish")
def _mish(b, x):
    soft = b.unary("softplus", x, torch.nn.functional.softplus(x.detach()))
    return b.binary("mul", x, b.unary("tanh", soft, torch.tanh(soft.data)))


@handles("softsign")
def _softsign(b, x):
    return b.binary("div", x, b.binary("add", 1, b.unary("abs", x, x.detach().abs())))


@handles("log2")
def _log2(b, x):
    return b.binary("div", b.unary("log", x, x.detach().log()), math.log(2))


@handles("log10")
def _log10(b, x):
    return b.binary("div", b.unary("log", x, x.detach().log()), math.log(10))


@handles("prelu")
def _prelu(b, x, weight):
    slope = weight if weight.numel() == 1 else b.reshape(weight, (-1, *[1] * max(0, x.dim() - 2)))
    mask, below = b.constant("mask", x.detach() > 0), b.binary("mul", x, slope)
    return b.apply("where", [mask, x, below], {}, torch.where(mask.data, x.detach(), below.data))


@handles("glu")
def _glu(b, x, dim=-1):
    half = x.shape[dim] // 2
    gate = b.slice(x, dim, half, 2 * half)
    return b.binary("mul", b.slice(x, dim, 0, half), b.unary("sigmoid", gate, gate.data.sigmoid()))
