"""In the place of matplotlib: nothing is drawn, and a program that plots need not be changed."""

import sys

from . import _nothing, pyplot

# What programs import by its name.
for _name in ("animation", "cm", "colors", "gridspec", "image", "patches", "style", "ticker"):
    sys.modules[f"matplotlib.{_name}"] = _nothing.NOTHING


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return _nothing.NOTHING
