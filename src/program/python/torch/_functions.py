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

# What these modules share among themselves, and no name of PyTorch.
INNER = set("pair joint fit reduced sliced turned wanted_shape axes_of method off_trace op view called tensor_of Tensor Extreme dt builtins math machine".split())
__all__ = [n for n in globals() if n not in INNER and not n.startswith("_") and not n.isupper()]
