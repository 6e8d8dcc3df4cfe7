"""What a recording holds: values, and scopes of ops."""


class Value:
    """One tensor as it was when it was written. `data` holds a copy, so later changes in place do not reach it."""

    def __init__(self, name, data, role, differentiable, label=None, symbol=None):
        self.name, self.data, self.role, self.differentiable = name, data, role, differentiable
        self.label, self.symbol = label, symbol
        self.bound = False
        self.grad = None

    @property
    def shape(self):
        return tuple(self.data.shape)

    @property
    def ndim(self):
        return self.data.dim()

    def dim(self):
        return self.data.dim()


class Scope:
    """Ops in the order in which they ran. `module` is the path of the module that runs in it; `part` says what it is."""

    def __init__(self, name, module=(), about=None, part=None):
        self.name, self.module, self.about, self.part, self.children = name, module, about, part, []
