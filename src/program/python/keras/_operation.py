"""Functions of tensors that also take tensors without numbers: there they become a layer of the model."""

import functools

from torch import zeros
from torch._machine import machine
from torch._modes import no_grad

from ._layer import Layer, eager
from ._symbolic import KerasTensor, flat, has_symbols, mapped

# What stands for a size that is not known yet.
SOME, OTHERS = 2, 3


def shapes_by_trying(f, args, kwargs):
    """The shapes that a function gives, found by calling it with zeros: a size that follows an unknown one is unknown."""
    first, second = (_shapes(f, args, kwargs, n) for n in (SOME, OTHERS))
    found = [tuple(n if n == m else None for n, m in zip(a, b)) for a, b in zip(flat_shapes(first), flat_shapes(second))]
    return found if isinstance(first, list) else found[0]


def flat_shapes(shapes):
    return shapes if isinstance(shapes, list) else [shapes]


def _shapes(f, args, kwargs, size):
    def numbers(x):
        if not isinstance(x, KerasTensor):
            return x
        return eager(zeros(*[size if n is None else n for n in x.shape]).to(_dtype(x.dtype)))

    # Nothing of it is a step.
    machine.prepareAll(True)
    try:
        with no_grad():
            y = f(*mapped(numbers, args), **mapped(numbers, kwargs))
    finally:
        machine.prepareAll(False)
    return [tuple(x.shape) for x in flat(y)] if isinstance(y, (list, tuple)) else tuple(y.shape)


def _dtype(name):
    from torch import _dtypes as dt

    return dt.BY_NAME.get(name, dt.float32)


class Operation(Layer):
    """One call of a function."""

    takes_whole = True

    def __init__(self, function, name=None, **more):
        super().__init__(name=name, **more)
        self.function = function

    def call(self, *args, **kwargs):
        return self.function(*args, **kwargs)

    def _takes(self, name):
        return False

    def _symbolic_shapes(self, args, kwargs):
        return shapes_by_trying(self.function, args, kwargs)


def operation(f):
    """Takes numbers, arrays and tensors; of tensors without numbers it makes a part of the model."""

    @functools.wraps(f)
    def called(*args, **kwargs):
        kwargs.pop("name", None)
        if has_symbols(args, kwargs):
            return Operation(f)(*args, **kwargs)
        return f(*args, **kwargs)

    return called
