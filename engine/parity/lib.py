"""What the reference scripts share: seeded inputs of four decimals, and a use of a function with all its gradients."""
import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def randn(*shape, scale=1.0):
    return round4(torch.randn(shape) * scale)


def rand(*shape, low=0.0, high=1.0):
    return round4(torch.rand(shape) * (high - low) + low)


def round4(x):
    return torch.round(x * 1e4) / 1e4


def values(*numbers, shape=None):
    return torch.tensor(numbers, dtype=torch.float64).reshape(shape or (len(numbers),))


def flat(x):
    return x.detach().reshape(-1).tolist()


def tensor(x):
    return {'shape': list(x.shape), 'data': flat(x)}


def case(f, xs, attrs=None, fixed=()):
    """One use of f(xs, attrs): its output, a random gradient that arrives there, and the gradients of the inputs but `fixed`."""
    attrs = attrs or {}
    xs = [x.clone().requires_grad_(k not in fixed) for k, x in enumerate(xs)]
    y = f(xs, attrs)
    dy = randn(*y.shape)
    if y.requires_grad:
        y.backward(dy)
    grads = [flat(x.grad) if x.grad is not None else None for x in xs]
    return {'attrs': attrs, 'xs': [tensor(x) for x in xs], 'y': tensor(y), 'dy': flat(dy), 'grads': grads}


def pair(value):
    return tuple(value) if isinstance(value, list) else value


def update(xs, y, attrs):
    return {'attrs': attrs, 'xs': [tensor(x) for x in xs], 'y': tensor(y), 'dy': flat(torch.ones_like(y)), 'grads': [None] * len(xs)}
