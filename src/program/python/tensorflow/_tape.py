"""tf.GradientTape and tf.Variable. Every computation is recorded anyway: a tape only asks for gradients."""

import numpy as np
import torch as _torch
from keras._layer import Variable as _KerasVariable
from keras._layer import eager
from torch._autograd import grad
from torch._machine import machine
from torch._modes import no_grad
from torch.nn import Parameter

# The tapes that are open, outermost first.
_open = []


class Variable(Parameter):
    """A tensor that training changes."""

    def __init__(self, initial_value, trainable=True, name=None, dtype=None):
        from . import constant

        value = initial_value() if callable(initial_value) and not hasattr(initial_value, "dtype") else initial_value
        start = constant(value, dtype)
        super().__init__(start, bool(trainable) and start.dtype.is_floating_point)
        self.trainable = trainable
        if name:
            machine.call(self._id, name.replace("/", "."), "", "")

    def assign(self, value, **more):
        with no_grad():
            self._take(eager(value).to(self.dtype).expand(*self.shape), check=False)
        return self

    def assign_add(self, delta, **more):
        with no_grad():
            return self.assign(self + eager(delta))

    def assign_sub(self, delta, **more):
        with no_grad():
            return self.assign(self - eager(delta))

    def value(self):
        return self.detach()

    read_value = value


class GradientTape:
    def __init__(self, persistent=False, watch_accessed_variables=True):
        self.persistent, self._used = persistent, False

    def __enter__(self):
        _open.append(self)
        return self

    def __exit__(self, *problem):
        _open.remove(self)

    def watch(self, tensor):
        for x in tensor if isinstance(tensor, (list, tuple)) else [tensor]:
            if not x.requires_grad:
                x.requires_grad_()

    def gradient(self, target, sources, output_gradients=None, unconnected_gradients="none"):
        if self._used and not self.persistent:
            raise RuntimeError("A non-persistent GradientTape can only be used to compute one set of gradients (or jacobians)")
        self._used = True
        many = isinstance(sources, (list, tuple))
        sources = list(sources) if many else [sources]
        tensors = [x.value if isinstance(x, _KerasVariable) else x for x in sources]
        targets = list(target) if isinstance(target, (list, tuple)) else [target]
        # What nothing was watched of has no gradient.
        targets = [y if y.dim() == 0 or output_gradients is not None else y.sum() for y in targets if y.requires_grad]
        wanted = [x for x in tensors if x.requires_grad]
        found = dict.fromkeys(map(id, tensors))
        if targets and wanted:
            higher = any(tape is not self for tape in _open)
            came = grad(targets, wanted, output_gradients, retain_graph=self.persistent, create_graph=higher, allow_unused=True)
            found.update(zip(map(id, wanted), came))
        laid = [_laid(v, found[id(x)]) for v, x in zip(sources, tensors)]
        if unconnected_gradients != "none":
            laid = [_torch.zeros_like(x) if g is None else g for x, g in zip(tensors, laid)]
        return laid if many else laid[0]

    def jacobian(self, *args, **kwargs):
        raise NotImplementedError("GradientTape.jacobian is not part of this page: torch.autograd.functional.jacobian is.")

    batch_jacobian = jacobian

    def stop_recording(self):
        return no_grad()

    def reset(self):
        self._used = False


def _laid(variable, g):
    """As the variable is laid out: Keras' kernels are input × output, and the engine's the other way round."""
    if g is None or not isinstance(variable, _KerasVariable) or g.requires_grad:
        return g
    array = variable._weight.to_keras(np.ndarray._of(g))
    if tuple(array.shape) == tuple(g.shape) and g.dim() < 2:
        return g
    machine.prepare(True)
    try:
        shown = array._tensor
    finally:
        machine.prepare(False)
    shown._raw = g
    return shown
