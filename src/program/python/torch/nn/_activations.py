"""Activations as functions."""

import functools

from .._functions import div, exp, log_softmax, mul, sigmoid, softmax, tanh, where
from .._functions import relu as _relu
from .._tensor import op

__all__ = """sigmoid tanh softmax log_softmax relu silu leaky_relu elu gelu softplus relu6 hardtanh logsigmoid mish softsign
hardsigmoid hardswish selu celu tanhshrink softshrink hardshrink threshold softmin glu prelu""".split()


def relu(input, inplace=False):
    return input.relu_() if inplace else _relu(input)


def _activation(name, attrs=None):
    return lambda input: op(name, [input], attrs)


silu = _activation("silu")


def leaky_relu(input, negative_slope=0.01):
    return op("leakyRelu", [input], {"negativeSlope": negative_slope})


def elu(input, alpha=1.0):
    return op("elu", [input], {"alpha": alpha})


def gelu(input, approximate="none"):
    return op("gelu", [input], {"approximate": approximate} if approximate != "none" else {})


def softplus(input, beta=1.0, threshold=20.0):
    return op("softplus", [input], {"beta": beta, "threshold": threshold})


def relu6(input):
    return hardtanh(input, 0, 6)


def hardtanh(input, min_val=-1.0, max_val=1.0):
    y = op("clip", [input], {"min": min_val, "max": max_val})
    if not any(x == min_val or x == max_val for x in input._numbers()):
        return y
    # At the bends themselves a clamp lets gradients through, and this does not.
    return where((input <= min_val) | (input >= max_val), y.detach(), y)


def logsigmoid(input):
    return -softplus(-input)


def mish(input):
    return mul(input, tanh(softplus(input)))


def softsign(input):
    return div(input, abs(input) + 1)


def hardsigmoid(input):
    return hardtanh(input / 6 + 0.5, 0, 1)


def glu(input, dim=-1):
    a, b = input.chunk(2, dim)
    return mul(a, sigmoid(b))


def prelu(input, weight):
    w = weight.reshape(1, -1, *[1] * (input.dim() - 2)) if weight.numel() > 1 else weight
    return where(input > 0, input, mul(w, input))


def hardswish(input):
    return mul(input, op("clip", [input / 6 + 0.5], {"min": 0, "max": 1}))


def _exponential(input, alpha, scale):
    # Where the exponential is not taken, it may overflow: it is taken of what is not above 0.
    below = exp(input.clamp(max=0.0)) - 1
    return where(input > 0, input, below * alpha) * scale


def selu(input):
    return _exponential(input, 1.6732632423543772, 1.0507009873554805)


def celu(input, alpha=1.0):
    return where(input > 0, input, (exp(input.clamp(max=0.0) / alpha) - 1) * alpha)


def tanhshrink(input):
    return input - tanh(input)


def softshrink(input, lambd=0.5):
    return where(input > lambd, input - lambd, where(input < -lambd, input + lambd, input * 0))


def hardshrink(input, lambd=0.5):
    return where((input > lambd) | (input < -lambd), input, 0.0)


def threshold(input, threshold, value):
    return where(input > threshold, input, float(value))


def softmin(input, dim=None):
    return softmax(-input, dim)


def _in_place(f):
    """With inplace=True, what comes out stands where the input stood."""

    own = f.__code__.co_argcount - 1

    @functools.wraps(f)
    def g(input, *args, inplace=False, **kwargs):
        if len(args) > own:
            *args, inplace = args
        y = f(input, *args, **kwargs)
        return input._take(y) if inplace else y

    return g


for _name in "silu leaky_relu elu relu6 hardtanh mish hardsigmoid hardswish selu celu threshold".split():
    globals()[_name] = _in_place(globals()[_name])
    globals()[f"{_name}_"] = functools.partial(globals()[_name], inplace=True)
relu_ = functools.partial(relu, inplace=True)
__all__ += ["relu_", "leaky_relu_", "elu_", "hardtanh_", "selu_", "celu_", "threshold_"]
