"""A recording: the `with` block, from its first line to its last."""

import re
import sys

from .backward import Backward
from .calls import Calls
from .cuts import Cuts
from .file import File
from .graph import Graph
from .held import Scope
from .in_place import InPlace
from .names import Names
from .opaque import Opaque
from .ops import Ops
from .page import Page
from .places import Places
from .scopes import Scopes
from .seeing import Seeing
from .unseen import Unseen
from .updates import Updates
from .values import Values
from .views import Views


def record(model=None, title=None):
    """A recording of what happens in the `with` block: one forward and, where they are, its
    loss.backward() and the steps of optimizers after it.

    `model` gives parameters their names and ops their scopes; `title` is what the trace is called.
    """
    return Recording(model, title)


class Recording(
    Seeing, Unseen, Scopes, Calls, InPlace, Views, Opaque, Graph, Values, Names, Places, Cuts, Ops, Backward, Updates, File, Page
):
    """What happened in the block, so far."""

    def __init__(self, model, title):
        self.model = model
        title = title or (type(model).__name__ if model is not None else "recording")
        self.title = re.sub(r"\s+", " ", str(title)).strip()[:200] or "recording"
        self.ops, self.values = [], []
        self.root = Scope("forward", part={"kind": "network"})
        self.stack = [self.root]
        # What optimizers did after the way back, and to which parameters.
        self.update = Scope("update", part={"kind": "update"})
        self.updates, self.updated = [], set()
        self.count = 0
        self.loss = None
        # Whether the run is over, the recorder is at work, and the way back is gone that is recorded.
        self.done = self.busy = self.returns = False
        self.grad_on = True
        self.own = {}  # of the code of a function: whether it is the user's
        self.undo, self.frame, self.modes, self.indexing, self.capture = [], None, [], None, None
        self._start()

    def _start(self):
        """What is known only while the block runs."""
        self.known = {}  # id of a tensor: the tensor, its Value, and the version at which they agree
        self.edges = {}  # what computed a tensor, in autograd's graph: the value of each of its results
        self.views = {}  # id of a tensor: the tensor, and the call that made a view of it
        self.behind = {}  # id of a tensor that .data gave: the tensor
        self.cut, self.taken = {}, None  # where the path of a gradient ended
        self.numbers, self.turned = {}, {}
        self.below, self.passes, self.entered, self.running = [], [], [], set()
        self.frames, self.at, self.unnamed, self.unnamed_in = [], None, {}, ()

    def __enter__(self):
        self.frame = sys._getframe(1)
        try:
            self._name_modules()
            self._see_modules()
            self._see_through()
            self._see_updates()
            for mode in self.modes:
                mode.__enter__()
        except BaseException:
            self._undo_all()
            raise
        return self

    def __exit__(self, *problem):
        if not self.done and problem[0] is None:
            self._end_forward()
        for mode in reversed(self.modes):
            mode.__exit__(*problem)
        self._undo_all()
        return False

    def _undo_all(self):
        for step in reversed(self.undo):
            step()
        self.undo, self.frame, self.modes, self.indexing, self.capture = [], None, [], None, None
        self._start()

    def __deepcopy__(self, memo):
        return self
