"""Gradients: the way back through what was computed."""

import functools
import operator
import weakref

from pyodide.ffi import JsException

from ._graph import graph_back, leaves_of
from ._machine import close, forget, free, here, machine, sentence
from ._remarks import added, fresh
from ._tensor import Tensor, op, waiting

_backward = machine.backward

# Tensors on the way that keep their gradients.
_retaining = weakref.WeakSet()
# Tensors whose gradients somebody looks at.
_observed = weakref.WeakSet()


def _start(output, gradient):
    if not output.requires_grad:
        raise RuntimeError("element 0 of tensors does not require grad and does not have a grad_fn")
    if output.numel() != 1 and gradient is None:
        raise RuntimeError("grad can be implicitly created only for scalar outputs")
    return output


def _way_back(output, gradient, retain_graph=None):
    """Runs the way back, and gives what came to the leaves: pairs of a tensor and its gradient."""
    _start(output, gradient)
    if gradient is not None:
        # The gradient of this sum is what was given.
        output = (output * gradient.detach()).sum()
    elif output.shape:
        output = output.reshape(())
    if output._base is not None or not output._computed:
        output = op("sum", [output], {})
    here()
    pairs = _to_leaves(output, True, bool(retain_graph))
    if any(x._node is not None for x, _ in pairs):
        from ._function import through

        return through(pairs, lambda loss: _to_leaves(loss, False, True))
    return pairs


def _to_leaves(output, is_loss, retain):
    """Pairs of a leaf and the gradient that came to it from one number."""
    forget()
    try:
        found = list(_backward(output._id, is_loss, retain).to_py())
    except JsException as problem:
        raise RuntimeError(sentence(problem)) from None
    pairs = []
    for id, grad in zip(found[::2], found[1::2]):
        leaf = waiting.get(id)
        if leaf is not None and leaf._needs:
            pairs.append((leaf, Tensor(grad, leaf.dtype)))
        else:
            free(grad)
    return pairs


def backward(outputs, gradients, retain_graph=None, create_graph=False, inputs=None):
    for output, gradient in zip(outputs, gradients):
        pairs = leaves_of(graph_back(_start(output, gradient), gradient)) if create_graph else _way_back(output, gradient, retain_graph)
        for x in list(_observed):
            _observe(x, pairs)
        wanted = None if inputs is None else {id(x) for x in ([inputs] if isinstance(inputs, Tensor) else inputs)}
        for x in _retaining if inputs is None else []:
            came = machine.gradientOf(x._id)
            if came:
                pairs.append((x, Tensor(came, x.dtype)))
        _add([(x, g) for x, g in pairs if wanted is None or id(x) in wanted])


def _observe(x, pairs):
    """Shows a gradient to whoever asked for it; what they give for it stands for that of a leaf."""
    at = next((k for k, (leaf, _) in enumerate(pairs) if leaf is x), None)
    came = machine.gradientOf(x._id) if at is None else 0
    if at is None and not came:
        return
    g = pairs[at][1] if at is not None else Tensor(came, x.dtype)
    for hook in list(x._hooks.values()):
        other = hook(g)
        if other is None:
            continue
        if at is None:
            raise NotImplementedError("A hook that changes the gradient of a computed tensor is not part of this page: hooks may look, and may change the gradient of a parameter.")
        g = other
        pairs[at] = (x, g)


def _add(pairs):
    """Gradients add up until somebody sets them to zero."""
    if any(x.grad is not None for x, _ in pairs):
        machine.begin("sum of gradients", "backward")
    update = machine.update
    for x, g in pairs:
        if x.grad is None:
            fresh(g, update)
        else:
            old, g = x.grad, Tensor(op("add", [x.grad, g])._share(), x.dtype)
            added(x, old, g)
        x.grad = g
    close()


def grad(outputs, inputs, grad_outputs=None, retain_graph=None, create_graph=False, only_inputs=True, allow_unused=None):
    outputs = [outputs] if isinstance(outputs, Tensor) else list(outputs)
    inputs = [inputs] if isinstance(inputs, Tensor) else list(inputs)
    given = list(grad_outputs) if isinstance(grad_outputs, (list, tuple)) else [grad_outputs] * len(outputs)
    if len(outputs) == 1:
        output, given = outputs[0], given[0]
    else:
        # The gradients of this sum are those of all together.
        parts = [_start(y, g) if g is None else y * g.detach() for y, g in zip(outputs, given)]
        output, given = functools.reduce(operator.add, [part.sum() for part in parts]), None
    if create_graph:
        came = graph_back(_start(output, given), given)
        reached = lambda x: came.get(machine.onTape(x._id))  # noqa: E731
    else:
        pairs = {id(x): g for x, g in _way_back(output, given, retain_graph)}
        reached = lambda x: pairs[id(x)] if id(x) in pairs else _sent_to(x)  # noqa: E731
    found = [reached(x) for x in inputs]
    if not allow_unused and any(g is None for g in found):
        raise RuntimeError("One of the differentiated Tensors appears to not have been used in the graph.")
    return tuple(found)


def _sent_to(x):
    """What the last way back sent to a tensor that was computed; None where nothing came."""
    came = machine.gradientOf(x._id) if x._computed else 0
    return Tensor(came, x.dtype) if came else None
