"""What is done with all parameters of a network."""

from ..._creation import tensor
from ..._functions import norm, stack
from ..._modes import no_grad
from ..._tensor import Tensor, op
from . import rnn


def _with_grad(parameters):
    parameters = [parameters] if isinstance(parameters, Tensor) else list(parameters)
    return [p for p in parameters if p.grad is not None]


def clip_grad_norm_(parameters, max_norm, norm_type=2.0):
    held = _with_grad(parameters)
    with no_grad():
        grads = [p.grad for p in held]
        if not grads:
            return tensor(0.0)
        total = op("norm", grads) if norm_type == 2 else norm(stack([norm(g.reshape(-1), norm_type) for g in grads]), norm_type)
        scale = (float(max_norm) / (total + 1e-6)).clamp(max=1.0)
        for p in held:
            p.grad = p.grad * scale
    return total


clip_grad_norm = clip_grad_norm_


def clip_grad_value_(parameters, clip_value):
    with no_grad():
        for p in _with_grad(parameters):
            p.grad = p.grad.clamp(-float(clip_value), float(clip_value))


def parameters_to_vector(parameters):
    from ..._functions import cat

    return cat([p.reshape(-1) for p in parameters])


def vector_to_parameters(vec, parameters):
    at = 0
    for p in parameters:
        p.data = vec[at : at + p.numel()].view_as(p)
        at += p.numel()


def __getattr__(name):
    from ..._missing import refuse

    return refuse("torch.nn.utils", name, globals())
