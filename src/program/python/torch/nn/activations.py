"""Activations as modules."""

from . import functional as F
from .module import Module, Parameter

__all__ = [
    "ReLU", "Sigmoid", "Tanh", "LeakyReLU", "ELU", "GELU", "SiLU", "Softplus", "ReLU6", "Hardtanh", "LogSigmoid", "Mish",
    "Softsign", "Hardsigmoid", "GLU", "PReLU", "Hardswish", "SELU", "CELU", "Tanhshrink",
    "Softshrink", "Hardshrink", "Threshold", "Softmax", "Softmin", "LogSoftmax", "Identity", "Dropout", "Dropout1d", "Dropout2d", "AlphaDropout", "Softmax2d",
    "Flatten", "Unflatten",
]


class _Activation(Module):
    part = {"kind": "activation"}
    options = {}

    def __init__(self, *args, **kwargs):
        super().__init__()
        self._given = []
        if len(args) > len(self.options):
            *args, kwargs["inplace"] = args
        for (name, default), value in zip(self.options.items(), [*args, *[None] * len(self.options)]):
            value = kwargs.pop(name, default if value is None else value)
            setattr(self, name, value)
            self._given.append((name, value))
        self.inplace = kwargs.pop("inplace", False)
        if kwargs:
            raise TypeError(f"{type(self).__name__}.__init__() got an unexpected keyword argument '{next(iter(kwargs))}'")

    def forward(self, x):
        y = type(self).f(x, *[value for _, value in self._given])
        return x._take(y) if self.inplace else y

    def extra_repr(self):
        return ", ".join([f"{name}={value!r}" for name, value in self._given] + (["inplace=True"] if self.inplace else []))


def _named(name, f, **options):
    return type(name, (_Activation,), {"f": staticmethod(f), "options": options})


ReLU, Sigmoid, Tanh = _named("ReLU", F.relu), _named("Sigmoid", F.sigmoid), _named("Tanh", F.tanh)
LeakyReLU = _named("LeakyReLU", F.leaky_relu, negative_slope=0.01)
ELU, GELU = _named("ELU", F.elu, alpha=1.0), _named("GELU", F.gelu, approximate="none")
SiLU, Softplus = _named("SiLU", F.silu), _named("Softplus", F.softplus, beta=1.0, threshold=20.0)
ReLU6, Hardtanh = _named("ReLU6", F.relu6), _named("Hardtanh", F.hardtanh, min_val=-1.0, max_val=1.0)
LogSigmoid, Mish = _named("LogSigmoid", F.logsigmoid), _named("Mish", F.mish)
Softsign, Hardsigmoid = _named("Softsign", F.softsign), _named("Hardsigmoid", F.hardsigmoid)
GLU = _named("GLU", F.glu, dim=-1)
Hardswish, SELU, CELU = _named("Hardswish", F.hardswish), _named("SELU", F.selu), _named("CELU", F.celu, alpha=1.0)
Tanhshrink, Softshrink = _named("Tanhshrink", F.tanhshrink), _named("Softshrink", F.softshrink, lambd=0.5)
Hardshrink, Threshold = _named("Hardshrink", F.hardshrink, lambd=0.5), _named("Threshold", F.threshold, threshold=0.0, value=0.0)


class PReLU(Module):
    part = {"kind": "activation"}

    def __init__(self, num_parameters=1, init=0.25):
        from .._creation import full

        super().__init__()
        self.num_parameters = num_parameters
        self.weight = Parameter(full((num_parameters,), init))

    def forward(self, x):
        return F.prelu(x, self.weight)

    def extra_repr(self):
        return f"num_parameters={self.num_parameters}"


class Softmax(Module):
    part = {"kind": "softmax"}
    f = staticmethod(F.softmax)

    def __init__(self, dim=None):
        super().__init__()
        self.dim = dim

    def forward(self, x):
        dim = (0 if x.dim() in (0, 1, 3) else 1) if self.dim is None else self.dim
        return type(self).f(x, dim)

    def extra_repr(self):
        return f"dim={self.dim}"


class Softmin(Softmax):
    f = staticmethod(F.softmin)


class LogSoftmax(Softmax):
    f = staticmethod(F.log_softmax)


class Softmax2d(Module):
    part = {"kind": "softmax"}

    def forward(self, x):
        if x.dim() not in (3, 4):
            raise AssertionError("Softmax2d requires a 3D or 4D tensor as input")
        return F.softmax(x, -3)


class Identity(Module):
    def __init__(self, *args, **kwargs):
        super().__init__()

    def forward(self, x):
        return x


class Dropout(Module):
    part = {"kind": "dropout"}

    def __init__(self, p=0.5, inplace=False):
        super().__init__()
        if not 0 <= p <= 1:
            raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
        self.p, self.inplace = p, inplace

    def forward(self, x):
        return F.dropout(x, self.p, self.training, self.inplace)

    def extra_repr(self):
        return f"p={self.p}, inplace={self.inplace}"


class Dropout2d(Dropout):
    def forward(self, x):
        return F.dropout2d(x, self.p, self.training)


class Dropout1d(Dropout2d):
    pass


class AlphaDropout(Dropout):
    def forward(self, x):
        return F.alpha_dropout(x, self.p, self.training)


class Flatten(Module):
    def __init__(self, start_dim=1, end_dim=-1):
        super().__init__()
        self.start_dim, self.end_dim = start_dim, end_dim

    def forward(self, x):
        return x.flatten(self.start_dim, self.end_dim)

    def extra_repr(self):
        return f"start_dim={self.start_dim}, end_dim={self.end_dim}"


class Unflatten(Module):
    def __init__(self, dim, unflattened_size):
        super().__init__()
        self.dim, self.unflattened_size = dim, tuple(unflattened_size)

    def forward(self, x):
        d = self.dim % x.dim()
        return x.reshape(*x.shape[:d], *self.unflattened_size, *x.shape[d + 1 :])

    def extra_repr(self):
        return f"dim={self.dim}, unflattened_size={self.unflattened_size}"
