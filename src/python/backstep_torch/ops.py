"""Ops: what handlers are written in. Inputs may be tensors, values or numbers."""

import torch

from .errors import RecordError
from .held import Later, Value
from .limits import MOST_OPS

BINARY = {
    "add": torch.add,
    "sub": torch.sub,
    "mul": torch.mul,
    "div": torch.div,
    "maximum": torch.maximum,
    "minimum": torch.minimum,
}


class Ops:
    """Each writes ops down and returns the value of the last one."""

    most_ops = MOST_OPS

    def apply(self, op, inputs, attrs, data, name=None, label=None, symbol=None, of=None):
        if len(self.ops) % 256 == 255:
            self._tell()
            self.store.rest()
        if len(self.ops) == self.most_ops:
            raise RecordError(f"This run takes more than {self.most_ops} ops: record a shorter sequence or a smaller model")
        inputs = [self.use(x) for x in inputs]
        differentiable = op not in ("detach", "argmax") and any(x.differentiable for x in inputs)
        phase = self._phase_of(op, inputs, differentiable)
        self._phase(phase)
        value = Value(name or op, data, "intermediate", differentiable, label, symbol, of)
        value.view_of = shown_by(data, inputs)
        if differentiable and self.grad_on:
            for x in inputs:
                x.read = True
        self.counted(data, value.called)
        self.values.append(value)
        value.updates = (phase == "update" or op == "detach") and any(x.updates for x in inputs)
        self.ops.append({"op": op, "phase": phase, "in": self.stack[-1], "inputs": inputs, "attrs": attrs, "writes": [value], "at": self.at})
        self.stack[-1].children.append(self.ops[-1])
        return value

    def unary(self, op, x, data, **attrs):
        return self.apply(op, [x], attrs, data)

    def binary(self, op, a, b):
        a, b = self.use(a), self.use(b)
        shape = a.shape if not b.shape or a.shape == b.shape else torch.broadcast_shapes(a.shape, b.shape)
        return self.apply(op, [a, b], {}, Later(shape, type_of_both(a, b), lambda: BINARY[op](a.data, b.data)))

    def transpose(self, x, axes):
        x = self.use(x)
        axes = [a % x.ndim for a in axes]
        if axes == list(range(x.ndim)):
            return x
        key = (id(x), tuple(axes))
        if x.role != "parameter" or axes != [1, 0]:
            return self.apply("transpose", [x], {"axes": axes}, x.data.permute(axes))
        # Weights are kept as output × input; a row is multiplied by them the other way round.
        if key not in self.turned:
            label = f"turned {x.called}"[:200]
            symbol = x.symbol and f"{{{x.symbol}}}^{{\\top}}"
            self.turned[key] = self.apply("transpose", [x], {}, x.data.t(), "turned", label, symbol, of=x)
        return self.turned[key]

    def transpose_last(self, x):
        x = self.use(x)
        return self.transpose(x, [*range(x.ndim - 2), x.ndim - 1, x.ndim - 2])

    def reshape(self, x, shape):
        x = self.use(x)
        data = x.data.reshape(tuple(shape))
        if tuple(data.shape) == x.shape:
            return x
        if x.ndim > 1 and data.dim() == 2 and data.shape[0] == x.shape[0]:
            return self.apply("flatten", [x], {}, data)
        return self.apply("reshape", [x], {"shape": list(data.shape)}, data)

    def matmul(self, a, b):
        a, b = self.use(a), self.use(b)
        left, right = a.ndim == 1, b.ndim == 1
        a = self.reshape(a, (1, *a.shape)) if left else a
        b = self.reshape(b, (*b.shape, 1)) if right else b
        y = self.apply("matmul", [a, b], {}, Later(product_shape(a.shape, b.shape), a.dtype, lambda: a.data @ b.data))
        shape = list(y.shape[:-2]) + ([] if left else [y.shape[-2]]) + ([] if right else [y.shape[-1]])
        return self.reshape(y, shape)

    def select(self, x, axis, index):
        x = self.use(x)
        axis = axis % x.ndim
        return self.apply("select", [x], {"axis": axis, "index": int(index)}, x.data.select(axis, int(index)))

    def slice(self, x, axis, start, stop, step=1):
        x = self.use(x)
        axis = axis % x.ndim
        start, stop, step = slice(start, stop, step).indices(x.shape[axis])
        if (start, stop, step) == (0, x.shape[axis], 1):
            return x
        if start >= stop:
            return NotImplemented
        attrs = {"axis": axis, "start": start, "stop": stop, **({"step": step} if step != 1 else {})}
        index = [slice(None)] * axis + [slice(start, stop, step)]
        return self.apply("slice", [x], attrs, x.data[tuple(index)])

    def expand(self, x, shape):
        x = self.use(x)
        if tuple(shape) == x.shape:
            return x
        ones = torch.ones(tuple(shape), dtype=x.data.dtype)
        return self.binary("mul", x, self.constant("ones", ones))

    def reduce(self, op, x, axes, keepdim=False):
        x = self.use(x)
        attrs = {}
        every = axes is None or (isinstance(axes, (tuple, list)) and not axes)
        if not every:
            attrs["axes"] = sorted(a % max(x.ndim, 1) for a in ([axes] if isinstance(axes, int) else axes))
        if keepdim:
            attrs["keepdim"] = True
        if x.ndim == 0:
            return x
        dims = attrs.get("axes", list(range(x.ndim)))
        return self.apply(op, [x], attrs, getattr(x.data, op)(dims, keepdim=keepdim))


def type_of_both(a, b):
    """What torch computes two numbers in: a single one has no say beside a tensor."""
    if a.dtype == b.dtype:
        return a.dtype
    if bool(a.shape) != bool(b.shape) and a.is_float() and b.is_float():
        return a.dtype if a.shape else b.dtype
    return torch.promote_types(a.dtype, b.dtype)


def product_shape(a, b):
    """Of two shapes of matrices, one after the other."""
    batch = a[:-2] if a[:-2] == b[:-2] or not b[:-2] else torch.broadcast_shapes(a[:-2], b[:-2])
    return (*batch, a[-2], b[-1])


def shown_by(data, inputs):
    """Which of some values has the numbers that data shows in another order; None where they are numbers of its own."""
    if type(data) is Later:
        return None
    for x in inputs:
        whole = x.view_of or x
        if whole.role == "gradient":  # which has another name
            continue
        if data is whole.data or data._base is whole.data:
            return whole
    return None
