"""Gradients by hand."""

from ._autograd import grad
from ._modes import enable_grad, no_grad, set_grad_enabled


class Function:
    def __init_subclass__(cls):
        raise NotImplementedError("torch.autograd.Function is not part of this page: write it with ops that have gradients.")


Variable = lambda x, requires_grad=False: x.requires_grad_() if requires_grad else x


class set_detect_anomaly:
    def __init__(self, mode):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        pass


detect_anomaly = lambda: set_detect_anomaly(True)
__all__ = ["grad", "enable_grad", "no_grad", "set_grad_enabled", "Function", "Variable", "detect_anomaly"]
