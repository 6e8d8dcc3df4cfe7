"""What tensors are computed with: each is one op of the engine, or a few."""

from ._aliases import *  # noqa: F403
from ._copies import *  # noqa: F403
from ._counts import *  # noqa: F403
from ._elements import *  # noqa: F403
from ._method import METHODS
from ._pieces import *  # noqa: F403
from ._products import *  # noqa: F403
from ._shapes import *  # noqa: F403
from ._sums import *  # noqa: F403



def _renamed(f):
    """NumPy's names for the same are taken too."""

    def g(*args, **kwargs):
        if kwargs:
            for theirs, ours in (("axis", "dim"), ("keepdims", "keepdim")):
                if theirs in kwargs:
                    kwargs[ours] = kwargs.pop(theirs)
        return f(*args, **kwargs)

    g.__name__ = f.__name__
    return g


def _takes_axis(f):
    code = getattr(f, "__code__", None)
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount] if code else ()
    return "dim" in names and "axis" not in names


for _held in (globals(), METHODS):
    _held.update({_name: _renamed(_f) for _name, _f in list(_held.items()) if _takes_axis(_f)})

# What these modules share among themselves, and no name of PyTorch.
INNER = set("pair joint fit reduced sliced turned wanted_shape axes_of method off_trace op view called tensor_of Tensor Extreme dt builtins math machine".split())
__all__ = [n for n in globals() if n not in INNER and not n.startswith("_") and not n.isupper()]
