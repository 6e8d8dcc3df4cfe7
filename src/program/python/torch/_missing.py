"""Names that are not here: which, and what is like them."""

import difflib
import types


def refuse(module, name, known):
    if name.startswith("__"):
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    names = [n for n, x in known.items() if not n.startswith("_") and not isinstance(x, types.ModuleType)]
    near = difflib.get_close_matches(name, names, 3, 0.6)
    has = f" It has {', '.join(near)}." if near else ""
    raise AttributeError(f"{module}.{name} is not part of this page.{has}")
