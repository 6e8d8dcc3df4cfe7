"""pyplot, which draws nothing."""

from ._nothing import NOTHING


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return getattr(NOTHING, name)
