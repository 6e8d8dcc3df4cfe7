"""The Functional API: tensors without numbers, and the calls that made them."""


class KerasTensor:
    def __init__(self, shape, dtype="float32", name=None, node=None, place=0):
        self.shape, self.dtype, self.name = tuple(shape), dtype, name
        self._node, self._place = node, place

    ndim = property(lambda self: len(self.shape))

    def __repr__(self):
        return f"<KerasTensor shape={self.shape}, dtype={self.dtype}, sparse=False, ragged=False, name={self.name}>"

    def __bool__(self):
        raise TypeError("A symbolic KerasTensor cannot be used as a boolean: it has no numbers until the model is called.")

    def __iter__(self):
        raise TypeError("Iterating over a symbolic KerasTensor is not supported.")

    def __add__(self, other):
        return _merged("Add", self, other, lambda a, b: a + b)

    def __sub__(self, other):
        return _merged("Subtract", self, other, lambda a, b: a - b)

    def __mul__(self, other):
        return _merged("Multiply", self, other, lambda a, b: a * b)

    def __rsub__(self, other):
        return _operated(lambda a: other - a, self)

    def __truediv__(self, other):
        return _operated(lambda a, b: a / b, self, other)

    def __rtruediv__(self, other):
        return _operated(lambda a: other / a, self)

    def __pow__(self, other):
        return _operated(lambda a, b: a**b, self, other)

    def __matmul__(self, other):
        return _operated(lambda a, b: a @ b, self, other)

    def __neg__(self):
        return _operated(lambda a: -a, self)

    def __getitem__(self, place):
        return _operated(lambda a: a[place], self)

    __radd__, __rmul__ = __add__, __mul__


def _merged(kind, a, b, f):
    from . import layers

    return getattr(layers, kind)()([a, b]) if isinstance(b, KerasTensor) else _operated(lambda x: f(x, b), a)


def _operated(f, *xs):
    from ._operation import Operation

    return Operation(f)(*xs)


class Node:
    """One call of a layer."""

    def __init__(self, layer, args, kwargs):
        self.layer, self.args, self.kwargs = layer, args, kwargs
        self.inputs = [x for x in flat([args, kwargs]) if isinstance(x, KerasTensor)]
        self.outputs = []


def flat(x):
    """What lists, tuples and dicts hold, one after the other."""
    if isinstance(x, dict):
        x = list(x.values())
    return [y for part in x for y in flat(part)] if isinstance(x, (list, tuple)) else [x]


def mapped(f, x):
    if isinstance(x, dict):
        return {k: mapped(f, v) for k, v in x.items()}
    return type(x)(mapped(f, v) for v in x) if isinstance(x, (list, tuple)) and not hasattr(x, "numel") else f(x)


def has_symbols(*x):
    return any(isinstance(y, KerasTensor) for y in flat(list(x)))


def shapes_of(x):
    return mapped(lambda y: tuple(y.shape) if hasattr(y, "shape") else y, x)


def nodes_to(outputs, inputs=()):
    """The calls that the outputs need, each after those that it needs itself."""
    found, seen, known = [], set(), {id(x) for x in inputs}

    def visit(tensor):
        node = tensor._node
        if id(node) in seen or node is None:
            return
        seen.add(id(node))
        if id(tensor) not in known:
            for x in node.inputs:
                visit(x)
        found.append(node)

    for tensor in flat(outputs):
        visit(tensor)
    return found


def by_depth(nodes, outputs):
    """The layers of calls, those first from which the way to an output is longest, as Keras lists them."""
    depth, order = {}, []
    for node in reversed(nodes):
        depth.setdefault(id(node), 0)
        for x in node.inputs:
            depth[id(x._node)] = max(depth.get(id(x._node), 0), depth[id(node)] + 1)

    def visit(node):
        if node in nodes and node.layer not in order:
            order.append(node.layer)
        for x in node.inputs:
            visit(x._node)

    for x in flat(outputs):
        visit(x._node)
    for node in nodes:
        if node.layer not in order:
            order.append(node.layer)
    deepest = {layer: max(depth[id(n)] for n in nodes if n.layer is layer) for layer in order}
    return sorted(order, key=lambda layer: -deepest[layer])
