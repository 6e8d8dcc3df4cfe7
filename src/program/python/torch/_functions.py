"""What tensors are computed with: each is one op of the engine, or a few."""

from ._copies import *  # noqa: F403
from ._counts import *  # noqa: F403
from ._elements import *  # noqa: F403
from ._method import METHODS
from ._pieces import *  # noqa: F403
from ._products import *  # noqa: F403
from ._shapes import *  # noqa: F403
from ._sums import *  # noqa: F403
