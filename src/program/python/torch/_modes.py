"""Whether gradients are wanted."""

import functools

from ._machine import mode as _tell


class _Mode:
    grad = True
    # Whether the machine has been told that what is computed wants a gradient.
    wanting = True


def is_grad_enabled():
    return _Mode.grad


def _set(mode):
    _Mode.grad = mode
    _tell(mode)


class set_grad_enabled:
    def __init__(self, mode):
        self.before = _Mode.grad
        _set(bool(mode))

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        _set(self.before)


class _grad_as:
    """A context, and a decorator with and without parentheses."""

    wanted = True

    def __new__(cls, f=None):
        self = super().__new__(cls)
        self.before = []
        return self(f) if callable(f) else self

    def __call__(self, f):
        @functools.wraps(f)
        def wrapped(*args, **kwargs):
            with self:
                return f(*args, **kwargs)

        return wrapped

    def __enter__(self):
        self.before.append(_Mode.grad)
        _set(self.wanted)
        return self

    def __exit__(self, *problem):
        _set(self.before.pop())


class no_grad(_grad_as):
    wanted = False


class inference_mode(_grad_as):
    wanted = False


class enable_grad(_grad_as):
    wanted = True
