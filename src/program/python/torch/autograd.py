"""Gradients by hand."""

import sys

from . import _jacobians as functional
from ._autograd import grad
from ._function import Function
from ._modes import enable_grad, inference_mode, no_grad, set_grad_enabled
from ._tensor import Tensor


sys.modules["torch.autograd.functional"] = functional


def backward(tensors, grad_tensors=None, retain_graph=None, create_graph=False, grad_variables=None, inputs=None):
    from ._autograd import backward

    tensors = [tensors] if isinstance(tensors, Tensor) else list(tensors)
    given = [grad_tensors] if isinstance(grad_tensors, Tensor) else list(grad_tensors or [None] * len(tensors))
    backward(tensors, given, retain_graph, create_graph, inputs)


def Variable(data, requires_grad=False, volatile=None):
    """What tensors with gradients were called once: the same numbers, as a leaf of its own."""
    return data.detach().requires_grad_(requires_grad)


class set_detect_anomaly:
    def __init__(self, mode, check_nan=True):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        pass


detect_anomaly = lambda check_nan=True: set_detect_anomaly(True)
__all__ = ["backward", "grad", "enable_grad", "inference_mode", "no_grad", "set_grad_enabled", "Function", "Variable", "detect_anomaly"]
