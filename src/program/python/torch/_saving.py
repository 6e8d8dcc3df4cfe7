"""torch.save and torch.load, within one run: what is saved is there until the run ends."""

import copy

_saved = {}


def _named(f):
    return f if isinstance(f, str) else id(f)


def save(obj, f):
    _saved[_named(f)] = copy.deepcopy(obj)


def load(f, map_location=None, weights_only=True):
    if _named(f) not in _saved:
        raise FileNotFoundError(f"[Errno 2] No such file or directory: {f!r}")
    return copy.deepcopy(_saved[_named(f)])
