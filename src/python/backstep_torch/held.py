"""What a recording holds: values, and scopes of ops."""


import math

import torch


class Later:
    """Numbers of a known shape that are computed when somebody asks: of most ops, torch gives them before that."""

    def __init__(self, shape, dtype, compute):
        self.shape, self.dtype, self.compute = tuple(shape), dtype, compute

    def is_floating_point(self):
        return self.dtype.is_floating_point

    def dim(self):
        return len(self.shape)

    def numel(self):
        return math.prod(self.shape)


class Value:
    """One tensor as it was when it was written. `data` holds a copy, so later changes in place do not reach it."""

    def __init__(self, wanted, data, role, differentiable, label=None, symbol=None, of=None):
        self.wanted, self.held, self.role, self.differentiable = wanted, data, role, differentiable
        self.label, self.symbol = label, symbol
        self.of = of  # a value that this one is called after: "weight" gives "weight.turned"
        self.name = None  # given when the trace is written, as a variable may bind it later
        self.named = role != "intermediate"
        self.unused = False  # whether it is a parameter that no op reads
        self.axes = None  # what its axes are called, and the places along them
        self.bound = False
        self.read = False  # by an op through which a gradient may pass
        self.updates = role == "gradient"  # a gradient, or what an update makes of it
        self.updates_of = None  # of a parameter after an update: what it was before
        self.way = None  # of a gradient: the way back on which it came
        self.view_of = None  # the value whose numbers it shows in another order
        self.cut = None  # where the path of its gradient ended before it was computed

    @property
    def data(self):
        if type(self.held) is Later:
            with torch.no_grad():
                self.held = self.held.compute()
        return self.held

    @data.setter
    def data(self, data):
        self.held = data

    @property
    def called(self):
        return self.label or (f"{self.of.called}.{self.wanted}" if self.of else self.wanted)

    @property
    def shape(self):
        return tuple(self.held.shape)

    @property
    def ndim(self):
        return self.held.dim()

    def dim(self):
        return self.held.dim()

    def is_float(self):
        return self.held.is_floating_point()

    @property
    def dtype(self):
        return self.held.dtype


class Scope:
    """Ops in the order in which they ran. `module` is the path of the module that runs in it; `part` says what it is."""

    def __init__(self, name, module=(), about=None, part=None, phase=None):
        self.name, self.module, self.about, self.part, self.children = name, module, about, part, []
        self.phase = phase  # of a scope that is one
        self.opened = {}  # how many scopes of a name it has

    def free(self, wanted):
        """A name for a scope inside of it; of several with one name, the later ones are counted."""
        self.opened[wanted] = n = self.opened.get(wanted, 0) + 1
        return wanted if n == 1 else f"{wanted} ({n})"
