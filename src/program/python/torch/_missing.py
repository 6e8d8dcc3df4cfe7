"""Names that are not here: which, and what is like them."""

import difflib


def refuse(module, name, known):
    if name.startswith("__"):
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    names = [n for n in known if not n.startswith("_")]
    near = difflib.get_close_matches(name, names, 3, 0.6)
    has = f" It has {', '.join(near)}." if near else ""
    raise AttributeError(f"{module}.{name} is not part of this page.{has}")
