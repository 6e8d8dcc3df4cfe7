"""Functions with a way back of their own: torch.autograd.Function."""

import itertools

from ._creation import _made, zeros_like
from ._machine import machine
from ._modes import _Mode, no_grad
from ._tensor import Tensor

_count = itertools.count()


class Context:
    """What forward keeps for backward."""

    saved_tensors = ()
    needs_input_grad = ()
    _without = ()

    def save_for_backward(self, *tensors):
        self.saved_tensors = tensors

    def mark_non_differentiable(self, *tensors):
        self._without = tensors

    def mark_dirty(self, *tensors):
        raise NotImplementedError("mark_dirty is not part of this page: let forward give a new tensor.")

    def set_materialize_grads(self, value):
        pass


class Function:
    @staticmethod
    def forward(ctx, *args, **kwargs):
        raise NotImplementedError("You must implement the forward function for custom autograd.Function.")

    @staticmethod
    def backward(ctx, *gradients):
        raise NotImplementedError("You must implement either the backward or vjp method for your custom autograd.Function to use it with backward mode AD.")

    @classmethod
    def apply(cls, *args, **kwargs):
        ctx = Context()
        ctx.needs_input_grad = tuple(isinstance(x, Tensor) and x.requires_grad for x in args)
        with no_grad():
            made = cls.forward(ctx, *args, **kwargs)
        if not _Mode.grad or not any(ctx.needs_input_grad):
            return made
        node = _Node(cls, ctx, args, made if isinstance(made, tuple) else (made,))
        return tuple(node.outputs) if isinstance(made, tuple) else node.outputs[0]


class _Node:
    """One call of such a function: a gradient stops at what it gave, and goes on from what it was given."""

    def __init__(self, cls, ctx, inputs, made):
        self.cls, self.ctx, self.inputs, self.number = cls, ctx, inputs, next(_count)
        self.outputs = [self._output(y) for y in made]

    def _output(self, made):
        if not isinstance(made, Tensor) or any(made is x for x in self.ctx._without) or not made.dtype.is_floating_point:
            return made
        # As it stands it was computed from what wants gradients: here it is where they end.
        y = _made(made._numbers(), tuple(made.shape), made.dtype, name=self.cls.__name__)
        y._needs, y._computed, y._node = True, True, self
        y._fn = f"{self.cls.__name__}Backward"
        y._want()
        return y

    def back(self, gradients):
        """Pairs of an input and its gradient."""
        given = [gradients.get(id(y)) if isinstance(y, Tensor) else None for y in self.outputs]
        given = [zeros_like(y) if g is None and isinstance(y, Tensor) else g for y, g in zip(self.outputs, given)]
        machine.begin(f"backward of {self.cls.__name__}", "backward")
        try:
            with no_grad():
                found = self.cls.backward(self.ctx, *given)
        finally:
            machine.close()
        found = found if isinstance(found, tuple) else (found,)
        if len(found) < len(self.inputs):
            raise RuntimeError(
                f"function {self.cls.__name__}Backward returned an incorrect number of gradients (expected {len(self.inputs)}, got {len(found)})"
            )
        for x, g, wanted in zip(self.inputs, found, self.ctx.needs_input_grad):
            if wanted and g is not None:
                if tuple(g.shape) != tuple(x.shape):
                    raise RuntimeError(
                        f"Function {self.cls.__name__}Backward returned an invalid gradient - got {list(g.shape)} but expected shape compatible with {list(x.shape)}"
                    )
                yield x, g


def through(pairs, way_back):
    """Leads gradients through such functions: pairs of leaves and gradients become those of the leaves beyond. `way_back` starts from a number."""
    totals = {}

    def add(x, g):
        total = totals.get(id(x))
        totals[id(x)] = (x, g if total is None else total[1] + g)

    for x, g in pairs:
        add(x, g)
    while nodes := {x._node for x, _ in totals.values() if x._node is not None}:
        node = max(nodes, key=lambda n: n.number)
        gradients = {id(y): totals.pop(id(y))[1] for y in node.outputs if id(y) in totals}
        for x, g in list(node.back(gradients)):
            if x._node is not None or not x._computed:
                add(x, g)
                continue
            # The gradient of this sum is what came.
            seed = _made(g._numbers(), tuple(g.shape), g.dtype, name="gradient")
            for leaf, more in way_back((x * seed).sum()):
                add(leaf, more)
    return list(totals.values())
