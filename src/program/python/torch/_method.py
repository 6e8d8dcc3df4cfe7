"""Functions that are methods of tensors too."""

import builtins

METHODS = {}


def method(*names):
    """A function of torch that is also a method of its first tensor."""

    def register(f):
        for name in names or (f.__name__,):
            METHODS[name] = f
        return f

    return register


def axes_of(dim, ndim):
    dims = range(ndim) if dim is None or dim == () else [dim] if isinstance(dim, int) else dim
    found = []
    for d in dims:
        if not -builtins.max(ndim, 1) <= d < builtins.max(ndim, 1):
            raise IndexError(
                f"Dimension out of range (expected to be in range of [{-builtins.max(ndim, 1)}, {builtins.max(ndim, 1) - 1}], but got {d})"
            )
        found.append(d % builtins.max(ndim, 1))
    return found
