"""A recording: the `with` block, from its first line to its last."""

import re
import sys

from .backward import Backward
from .calls import Calls
from .file import File
from .held import Scope
from .in_place import InPlace
from .names import Names
from .opaque import Opaque
from .ops import Ops
from .scopes import Scopes
from .seeing import Capture, Seeing
from .values import Values


def record(model=None, title=None):
    """A recording of what happens in the `with` block: one forward and one loss.backward().

    `model` gives parameters their names and ops their scopes; `title` is what the trace is called.
    """
    return Recording(model, title)


class Recording(Seeing, Scopes, Calls, InPlace, Opaque, Values, Names, Ops, Backward, File):
    """What happened in the block, so far."""

    def __init__(self, model, title):
        self.model = model
        title = title or (type(model).__name__ if model is not None else "recording")
        self.title = re.sub(r"\s+", " ", str(title)).strip()[:200] or "recording"
        self.ops, self.values, self.names = [], [], set()
        self.known = {}  # id of a tensor: the tensor, its Value, and the version at which they agree
        self.numbers, self.turned = {}, {}
        self.behind = {}  # id of a tensor that .data gave: the tensor
        self.root = Scope("forward", part={"kind": "network"})
        self.stack = [self.root]
        self.count = 0
        self.loss = None
        self.done = self.busy = False
        self.undo = []

    def __enter__(self):
        self.frame = sys._getframe(1)
        self._name_modules()
        self._see_losses()
        self._see_through()
        self.mode = Capture(self)
        self.mode.__enter__()
        return self

    def __exit__(self, *problem):
        self.mode.__exit__(*problem)
        for step in reversed(self.undo):
            step()
        self.undo, self.known, self.frame = [], {}, None
        return False
