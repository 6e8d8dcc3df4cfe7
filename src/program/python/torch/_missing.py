"""Names that are not here: which, and what is like them."""

import difflib
import types


SHORT = "Numbers of 16 bits are not part of this page: leave out half(), bfloat16() and the like, and all is computed in float32."
# Names of which there is more to say.
WHY = {"torch": dict.fromkeys(("float16", "half", "bfloat16"), SHORT)}


def refuse(module, name, known):
    if name.startswith("__"):
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    why = WHY.get(module, {}).get(name)
    if why:
        raise AttributeError(f"{module}.{name} is not part of this page. {why}")
    names = [n for n, x in known.items() if not n.startswith("_") and not isinstance(x, types.ModuleType)]
    near = difflib.get_close_matches(name, names, 3, 0.6)
    has = f" It has {', '.join(near)}." if near else ""
    raise AttributeError(f"{module}.{name} is not part of this page.{has}")
