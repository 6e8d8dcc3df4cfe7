"""torch.autograd.functional: derivatives of functions, of which each number is a gradient of its own."""

from ._autograd import grad
from ._creation import ones_like, zeros_like
from ._functions import stack
from ._tensor import Tensor


def _called(func, inputs):
    given = inputs if isinstance(inputs, tuple) else (inputs,)
    # Views of what was given, so that gradients of gradients may go further.
    xs = tuple(x.clone() if x.requires_grad else x.detach().clone().requires_grad_() for x in given)
    return xs, func(*xs)


def _rows(y, xs, create_graph):
    """Of each number of y its gradients by the inputs."""
    flat = y.reshape(-1)
    for k in range(flat.numel()):
        if not y.requires_grad:
            yield [zeros_like(x) for x in xs]
            continue
        found = grad(flat[k], xs, retain_graph=True, create_graph=create_graph, allow_unused=True)
        yield [zeros_like(x) if g is None else g for x, g in zip(xs, found)]


def _alone(inputs, found):
    return found if isinstance(inputs, tuple) else found[0]


def jacobian(func, inputs, create_graph=False, strict=False, vectorize=False):
    """Of shape output × input: how much each number of the output changes with each of the input."""
    xs, y = _called(func, inputs)
    if not isinstance(y, Tensor):
        raise NotImplementedError("jacobian of a function with several outputs is not part of this page: let it give one tensor.")
    rows = list(_rows(y, xs, create_graph))
    return _alone(inputs, tuple(stack([row[k] for row in rows]).reshape(*y.shape, *x.shape) for k, x in enumerate(xs)))


def hessian(func, inputs, create_graph=False, strict=False, vectorize=False):
    """Second derivatives of a single number."""
    xs, y = _called(func, inputs)
    firsts = grad(y, xs, create_graph=True)
    blocks = []
    for x, first in zip(xs, firsts):
        rows = list(_rows(first, xs, create_graph))
        blocks.append(tuple(stack([row[k] for row in rows]).reshape(*x.shape, *other.shape) for k, other in enumerate(xs)))
    return tuple(blocks) if isinstance(inputs, tuple) else blocks[0][0]


def vjp(func, inputs, v=None, create_graph=False, strict=False):
    xs, y = _called(func, inputs)
    return y if create_graph else y.detach(), _alone(inputs, grad(y, xs, v if v is not None else ones_like(y), create_graph=create_graph))


def hvp(func, inputs, v, create_graph=False, strict=False):
    """The Hessian times a vector, without the Hessian."""
    xs, y = _called(func, inputs)
    firsts = grad(y, xs, create_graph=True)
    given = v if isinstance(v, tuple) else (v,)
    along = sum((g * one).sum() for g, one in zip(firsts, given))
    return y if create_graph else y.detach(), _alone(inputs, grad(along, xs, create_graph=create_graph))
