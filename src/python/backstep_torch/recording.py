"""A recording: the `with` block, from its first line to its last."""

import math
import re
import sys

from .backward import Backward
from .calls import Calls
from .cuts import Cuts
from .distributed import Distributed, inside_of
from .errors import RecordError
from .file import File
from .graph import Graph
from .in_place import InPlace
from .called import Names
from .opaque import Opaque
from .only import Partly
from .ops import Ops
from .options import Only, type_of, values_of
from .page import Page
from .phases import Phases
from .places import Places
from .progress import Progress
from .scopes import Scopes
from .seeing import Seeing
from .store import Memory, Spool
from .sums import Sums
from .timing import Timing
from .unseen import Unseen
from .updates import Updates
from .values import Values
from .views import Views


def record(model=None, title=None, *, to=None, only=None, dtype=None, values="all", rank=None, time=False):
    """A recording of what happens in the `with` block: forward and, where they are, loss.backward() and the steps of
    optimizers, once or several times.

    `model` gives parameters their names and ops their scopes; `title` is what the trace is called.

    `to` is the path of a safetensors file that the recording goes to. Numbers are written to disk while it runs, so that
    they take no memory, and the file is complete when the block ends.

    `only` is a pattern of names of modules, such as "encoder.layers.7*", or a list of them: all others are one op each.
    Or it is a dict with some of "modules", "phases" (of "forward", "backward" and "update") and "every" (record the first
    of so many steps of the optimizer).

    `dtype` is what numbers are stored in: "float32", "bfloat16" or "float16"; left out, each as it is.

    `values="inputs"` stores parameters, inputs and random draws only: the page computes the rest.

    `time=True` notes how long PyTorch took for each op of forward. A recording that is made again then differs in it.

    `rank` is the number of this process among several: it is said in the title, and in the names of files.
    """
    return Recording(model, title, to, Only(only, model), type_of(dtype), values_of(values), rank, bool(time))


class Recording(
    Seeing, Partly, Distributed, Progress, Unseen, Scopes, Calls, Timing, InPlace, Views, Opaque, Graph, Values, Names, Places, Cuts, Phases, Ops, Backward, Sums, Updates, File, Page
):
    """What happened in the block, so far."""

    def __init__(self, model, title, to=None, only=None, dtype=None, values="all", rank=None, time=False):
        self.model = inside_of(model)
        self.shared = self.model is not model  # with other processes
        title = title or (type(self.model).__name__ if model is not None else "recording")
        title = re.sub(r"\s+", " ", str(title)).strip()[:180] or "recording"
        self.title = title if rank is None else f"{title}, rank {int(rank)}"
        self.only, self.dtype, self.values_kept, self.rank = only or Only(None, model), dtype, values, rank
        self.time = time
        self.to = None if to is None else self.path_of(to)
        if self.to is not None and not self.to.endswith(".safetensors"):
            raise RecordError(f'to is {str(to)!r}: a recording is written to a safetensors file, as in to="run.safetensors"')
        self.store = Memory() if to is None else Spool(self.to)
        self.ops, self.values = [], []
        self.count = 0
        # Whether the run is over, the recorder is at work, and what is written down is part of an update.
        self.stepping = False  # whether an optimizer is at work
        self.whole = False  # whether the model itself was called, and not only parts of it
        self.done = self.busy = self.updating = False
        self.skips, self.steps, self.leading = False, 0, None  # whether a step is left out; steps so far; whose they are
        self.returns = None  # the way back that is being gone
        self.grad_on = True
        self._begin_phases()
        self.own = {}  # of the code of a function: whether it is the user's
        self.undo, self.frame, self.modes, self.indexing, self.capture = [], None, [], None, None
        self._start()

    def _start(self):
        """What is known only while the block runs."""
        self.known = {}  # id of a tensor: the tensor, its Value, and the version at which they agree
        self.edges = {}  # what computed a tensor, in autograd's graph: the value of each of its results
        self.views = {}  # id of a tensor: the tensor, and the call that made a view of it
        self.behind = {}  # id of a tensor that .data gave: the tensor
        self.leaves = {}  # id of a leaf: the leaf, and its values, one after each update
        self.gradients = {}  # id of a leaf: its .grad
        self.of_gradient = {}  # id of such a .grad: that tensor, and the leaf
        self.sums = {}  # id of a leaf: the gradients that its .grad is the sum of, and whether one from before is in it
        self.cut, self.taken = {}, None  # where the path of a gradient ended
        self.numbers, self.turned = {}, {}
        self.below, self.passes = [], []
        self.abouts = {}  # of a module, what is said about it
        self.asked = (None, None, [])  # the arguments that were looked at last, and their tensors
        self.frames, self.at, self.unnamed, self.unnamed_in = (), None, {}, ()
        self.chain, self.index, self.unsteady = [], {}, math.inf  # the frames of the last walk, from the outermost

    @property
    def rests(self):
        """Whether nothing is recorded now."""
        return self.done or self.skips

    def __enter__(self):
        self.frame = sys._getframe(1)
        self._begin_to_tell()
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
            self._end()
            if self.to is not None:
                self.save(self.to)
        for mode in reversed(self.modes):
            mode.__exit__(*problem)
        self._undo_all()
        self._tell(end=True)
        if self.to is not None:
            self.store.close()
        return False

    def _undo_all(self):
        for step in reversed(self.undo):
            step()
        self.undo, self.frame, self.modes, self.indexing, self.capture = [], None, [], None, None
        self._start()

    def __deepcopy__(self, memo):
        return self
