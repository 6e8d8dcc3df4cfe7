"""What record() is asked for: which part of a run, in which type, and where to."""

import fnmatch

import torch

from .errors import RecordError

PHASES = ("forward", "backward", "update")
TYPES = {"float16": torch.float16, "bfloat16": torch.bfloat16, "float32": torch.float32}
VALUES = ("all", "inputs")


class Only:
    """The part of a run that is recorded: some modules, some phases, every nth step."""

    def __init__(self, only, model):
        if isinstance(only, str) or isinstance(only, (list, tuple)):
            only = {"modules": only}
        only = dict(only or {})
        modules = only.pop("modules", None)
        self.modules = [modules] if isinstance(modules, str) else list(modules) if modules is not None else None
        phases = only.pop("phases", PHASES)
        self.phases = (phases,) if isinstance(phases, str) else tuple(phases)
        self.every = only.pop("every", 1)
        if only:
            raise RecordError(f"only has {sorted(map(str, only))[0]!r}, which is none of modules, phases and every: leave it out")
        strange = [p for p in self.phases if p not in PHASES]
        if strange or not self.phases:
            raise RecordError(f"only has the phases {list(self.phases)}: give some of forward, backward and update")
        if "forward" not in self.phases or "update" in self.phases and "backward" not in self.phases:
            raise RecordError(
                f"only has the phases {list(self.phases)}: backward follows from forward and update from backward, so give "
                "those before as well"
            )
        if not isinstance(self.every, int) or isinstance(self.every, bool) or self.every < 1:
            raise RecordError(f"only has every={self.every!r}: give a whole number from 1 up")
        if self.modules is not None:
            self._find_modules(model)

    def _find_modules(self, model):
        if model is None:
            raise RecordError("only names modules, but record got no model: give it the model as well")
        names = [name for name, _ in model.named_modules()]
        for pattern in self.modules:
            if not isinstance(pattern, str) or not any(fnmatch.fnmatchcase(name, pattern) for name in names):
                raise RecordError(f"only names {pattern!r}, but no module of the model is called so: give a name such as {names[-1]!r}")
        # A module that is wanted, what is in it, and what it is in.
        wanted = [name for name in names if any(fnmatch.fnmatchcase(name, pattern) for pattern in self.modules)]
        self.open = {name for name in names if any(is_in(name, w) or is_in(w, name) for w in wanted)}

    def folds(self, name):
        """Whether a module is recorded as one op, without what is in it."""
        return self.modules is not None and name not in self.open


def is_in(name, other):
    return name == other or not other or name.startswith(f"{other}.")


def type_of(dtype):
    if dtype is None or dtype in TYPES.values():
        return dtype
    if str(dtype) not in TYPES:
        raise RecordError(f"dtype is {dtype!r}: give one of {', '.join(TYPES)}, or leave it out")
    return TYPES[str(dtype)]


def values_of(values):
    if values not in VALUES:
        raise RecordError(f'values is {values!r}: give "inputs" to leave out what the page can compute, or "all"')
    return values
