"""How parameters begin. Each changes a tensor in place, and no op of it is traced."""

import math

from .._modes import no_grad


def _fans(tensor):
    if tensor.dim() < 2:
        raise ValueError("Fan in and fan out can not be computed for tensor with fewer than 2 dimensions")
    field = math.prod(tensor.shape[2:])
    return tensor.shape[1] * field, tensor.shape[0] * field


def calculate_gain(nonlinearity, param=None):
    gains = {"tanh": 5.0 / 3, "relu": math.sqrt(2.0), "selu": 3.0 / 4}
    if nonlinearity == "leaky_relu":
        return math.sqrt(2.0 / (1 + (0.01 if param is None else param) ** 2))
    return gains.get(nonlinearity, 1)


def _changed(f):
    def wrapped(tensor, *args, **kwargs):
        with no_grad():
            f(tensor, *args, **kwargs)
        return tensor

    return wrapped


@_changed
def uniform_(tensor, a=0.0, b=1.0, generator=None):
    tensor.uniform_(a, b)


@_changed
def normal_(tensor, mean=0.0, std=1.0, generator=None):
    tensor.normal_(mean, std)


@_changed
def constant_(tensor, val):
    tensor.fill_(val)


@_changed
def zeros_(tensor):
    tensor.zero_()


@_changed
def ones_(tensor):
    tensor.fill_(1.0)


@_changed
def xavier_uniform_(tensor, gain=1.0, generator=None):
    fan_in, fan_out = _fans(tensor)
    a = math.sqrt(3.0) * gain * math.sqrt(2.0 / float(fan_in + fan_out))
    tensor.uniform_(-a, a)


@_changed
def xavier_normal_(tensor, gain=1.0, generator=None):
    fan_in, fan_out = _fans(tensor)
    tensor.normal_(0.0, gain * math.sqrt(2.0 / float(fan_in + fan_out)))


@_changed
def kaiming_uniform_(tensor, a=0, mode="fan_in", nonlinearity="leaky_relu", generator=None):
    fan = _fans(tensor)[0 if mode == "fan_in" else 1]
    bound = math.sqrt(3.0) * calculate_gain(nonlinearity, a) / math.sqrt(fan)
    tensor.uniform_(-bound, bound)


@_changed
def kaiming_normal_(tensor, a=0, mode="fan_in", nonlinearity="leaky_relu", generator=None):
    fan = _fans(tensor)[0 if mode == "fan_in" else 1]
    tensor.normal_(0.0, calculate_gain(nonlinearity, a) / math.sqrt(fan))


@_changed
def trunc_normal_(tensor, mean=0.0, std=1.0, a=-2.0, b=2.0, generator=None):
    """Normal numbers between a and b, by the inverse of their distribution function."""
    low, high = (math.erf((x - mean) / std / math.sqrt(2.0)) for x in (a, b))
    tensor.uniform_(low, high)
    drawn = [math.sqrt(2.0) * std * inverse_erf(u) + mean for u in tensor._numbers()]
    from .._creation import as_tensor

    tensor.copy_(as_tensor(drawn, dtype=tensor.dtype).reshape(tensor.shape).clamp(a, b))


def inverse_erf(y):
    """The number whose erf is y: Newton's method, from Giles' approximation (2010)."""
    if abs(y) >= 1:
        return math.copysign(math.inf, y)
    w = math.log1p(-y * y)
    x = math.copysign(math.sqrt(max(0.0, math.sqrt((4.33 + w / 2) ** 2 - w / 0.147) - 4.33 - w / 2)), y)
    for _ in range(3):
        x -= (math.erf(x) - y) * math.sqrt(math.pi) / 2 * math.exp(min(x * x, 700.0))
    return x


@_changed
def dirac_(tensor, groups=1):
    tensor.zero_()
    out, inner = tensor.shape[0] // groups, tensor.shape[1]
    middle = [n // 2 for n in tensor.shape[2:]]
    for g in range(groups):
        for k in range(min(out, inner)):
            tensor[tuple([g * out + k, k, *middle])] = 1.0


@_changed
def eye_(tensor):
    from .._creation import eye

    tensor.copy_(eye(*tensor.shape))


# As they were called once.
uniform, normal, constant, eye, dirac = uniform_, normal_, constant_, eye_, dirac_
xavier_uniform, xavier_normal, kaiming_uniform, kaiming_normal = xavier_uniform_, xavier_normal_, kaiming_uniform_, kaiming_normal_


def __getattr__(name):
    from .._missing import refuse

    return refuse("torch.nn.init", name, globals())
