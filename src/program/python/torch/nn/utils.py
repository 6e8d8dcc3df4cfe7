"""What is done with all parameters of a network."""

from .._functions import stack
from .._modes import no_grad
from .._tensor import Tensor, op


def _with_grad(parameters):
    parameters = [parameters] if isinstance(parameters, Tensor) else list(parameters)
    return [p for p in parameters if p.grad is not None]


def clip_grad_norm_(parameters, max_norm, norm_type=2.0):
    held = _with_grad(parameters)
    with no_grad():
        total = op("norm", [p.grad for p in held]) if held else stack([])
        scale = (float(max_norm) / (total + 1e-6)).clamp(max=1.0)
        for p in held:
            p.grad = p.grad * scale
    return total


def clip_grad_value_(parameters, clip_value):
    with no_grad():
        for p in _with_grad(parameters):
            p.grad = p.grad.clamp(-float(clip_value), float(clip_value))


def parameters_to_vector(parameters):
    from .._functions import cat

    return cat([p.reshape(-1) for p in parameters])
