"""Activations as functions."""

from torch.nn import functional as F

from ._layer import eager


def linear(x):
    return x


def _of(f, **options):
    return lambda x: f(eager(x), **options)


relu_plain, sigmoid, tanh, softplus, softsign = _of(F.relu), _of(F.sigmoid), _of(F.tanh), _of(F.softplus), _of(F.softsign)
silu = swish = _of(F.silu)
hard_sigmoid, mish = _of(F.hardsigmoid), _of(F.mish)


def relu(x, negative_slope=0.0, max_value=None, threshold=0.0):
    if threshold or (negative_slope and max_value is not None):
        raise NotImplementedError("keras.activations.relu with threshold is not part of this page.")
    if max_value is not None:
        return eager(x).clamp(0.0, float(max_value))
    return F.leaky_relu(eager(x), negative_slope) if negative_slope else relu_plain(x)


def leaky_relu(x, negative_slope=0.2):
    return F.leaky_relu(eager(x), negative_slope)


def elu(x, alpha=1.0):
    return F.elu(eager(x), alpha)


def selu(x):
    return F.elu(eager(x), 1.6732632423543772) * 1.0507009873554805


def gelu(x, approximate=False):
    return F.gelu(eager(x), "tanh" if approximate else "none")


def exponential(x):
    return eager(x).exp()


def softmax(x, axis=-1):
    return F.softmax(eager(x), axis)


def log_softmax(x, axis=-1):
    return F.log_softmax(eager(x), axis)


NAMES = {
    n: globals()[n]
    for n in "linear relu sigmoid tanh softplus softsign silu swish hard_sigmoid mish leaky_relu elu selu gelu exponential softmax log_softmax".split()
}
for _name, _f in NAMES.items():
    _f.__name__ = "silu" if _name == "swish" else _name


def get(x):
    if x is None:
        return linear
    if isinstance(x, str):
        if x not in NAMES:
            from torch._missing import refuse

            refuse("keras.activations", x, NAMES)
        return NAMES[x]
    return x


def part_of(f):
    return {"kind": "softmax"} if f is softmax else {"kind": "activation"}


def __getattr__(name):
    from torch._missing import refuse

    return refuse("keras.activations", name, globals())
