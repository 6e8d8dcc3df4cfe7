"""Calls of torch's functions: each does its own work, and the ops that it stands for are written down."""

import inspect

import torch
import torch.overrides

from .arguments import copies, tensors_in
from .errors import RecordError, Unheld
from .functions import CHANGING, CHOSEN, GETTERS, PLAIN, TAKEN, name_of
from .held import Value
from .limits import MOST_AXES
from .places import place
from .registry import EXPLAINED, HANDLERS, REPLACED

# NumPy's names of arguments, which torch takes too.
OTHER_NAMES = {"keepdims": "keepdim", "axis": "dim"}


class Apart:
    """A time in which nothing is seen."""

    __slots__ = ("recording", "before", "rests", "stack")

    def __init__(self, recording):
        self.recording = recording

    def __enter__(self):
        r = self.recording
        self.before, r.busy = r.busy, True
        if not self.before:
            self.rests = r.indexing is not None and r.indexing.rest()
            self.stack = blinded(r.capture)

    def __exit__(self, kind, error, _):
        r = self.recording
        r.busy = self.before
        if self.before:
            return
        for mode in self.stack:
            torch.overrides._push_mode(mode)
        if self.rests:
            r.indexing.wake()
        if kind is RecordError and r.at and not error.placed:
            error.placed = True
            raise RecordError(f"{place(r.at)}: {error}", placed=True) from None


class Calls:
    """What becomes of a call."""

    def apart(self):
        """What the recorder itself does with tensors is no part of the recording."""
        return Apart(self)

    def tensors(self, args, kwargs):
        """The tensors of a call, which several ask for."""
        if args is not self.asked[0] or kwargs is not self.asked[1]:
            self.asked = (args, kwargs, tensors_in((args, kwargs)))
        return self.asked[2]

    def tracked(self, args, kwargs=None):
        return [y for y in (tensors_in(args) if kwargs is None else self.tensors(args, kwargs)) if self.is_tracked(y)]

    def begin(self):
        """A call begins: what came before it is complete, and may have a name by now."""
        frames = self._frames()
        if self.below:
            self._catch_up()
        self._name_locals()
        self._stand(frames)
        self.grad_on = torch.is_grad_enabled()

    def see(self, func, args, kwargs):
        if self.rests or self.busy:
            return func(*args, **kwargs)
        if func == self._grad:
            return self._grad(*args, **kwargs)
        with self.apart():
            name = name_of(func)
            if name in PLAIN:
                if name in TAKEN or name in CHOSEN:
                    self.begin()
                result = func(*args, **kwargs)
            else:
                self.begin()
                result = self.call(func, name, args, kwargs)
            self._note_cut(name, args, kwargs, result)
            return result

    def call(self, func, name, args, kwargs):
        return (self._timed if self.time else self._called)(func, name, args, kwargs)

    def _called(self, func, name, args, kwargs):
        if name.startswith("set "):
            return self._set_data(func, *args) if name == "set data" else func(*args, **kwargs)
        through_data = name == "get data"
        if name.startswith("get "):
            name = GETTERS.get(name[4:])
            if name is None:
                return func(*args, **kwargs)
        tracked = self.tracked(args, kwargs)
        if not tracked or through_data and self._is_foreign(args[0]):
            result = func(*args, **kwargs)
            if through_data:
                self._note_views(func, name, args, kwargs, result)
            return result
        if name in REPLACED:
            return REPLACED[name](self, *args, **kwargs)
        if kwargs.get("out") is not None:
            return self._into(func, name, args, kwargs)
        if name == "__setitem__" or name.endswith("_") and not name.endswith("__"):
            return self._in_place(func, name, args, kwargs)
        self.settle(tracked)
        if name in HANDLERS and name not in CHANGING:
            result = self._recorded(func, name, args, kwargs)
        else:
            result = self._noticed(lambda: self._recorded(func, name, args, kwargs), name, args, kwargs)
        self._note_views(func, name, args, kwargs, result)
        if through_data:
            self.behind[id(result)] = result
        return result

    def _recorded(self, func, name, args, kwargs):
        """What a call gives, with the ops that it stands for written down."""
        if name in EXPLAINED:
            return self._explained(func, name, args, kwargs)
        built = self._build(func, name, args, kwargs)
        if built is NotImplemented:
            return self._unknown(func, name, args, kwargs)
        try:
            result = func(*args, **kwargs)
        except BaseException:
            if built is not None:
                self._forget(self.mark)
            raise
        if built is None:
            return result
        if not self.fits(built, result):
            self._forget(self.mark)
            self._keep_call(name, args, kwargs, self._inputs(args, kwargs), result)
        elif torch.is_tensor(result):
            self.bind(built, result)
        else:
            for value, y in zip(built, result):
                self.bind(value, y)
        return result

    def _explained(self, func, name, args, kwargs):
        """PyTorch computes the call; beside it, the ops that it stands for are computed from the same values."""
        random = torch.get_rng_state()
        result = func(*args, **kwargs)
        self.mark = self._mark()
        built, handler = NotImplemented, EXPLAINED[name]
        if all(is_real(x) and x.numel() for x in self.tracked(args, kwargs)) and takes(handler, self, result, random, *args, **kwargs):
            with torch.no_grad():
                built = handler(self, result, random, *args, **kwargs)
        if built is NotImplemented:
            self._forget(self.mark)
            self._keep_call(name, args, kwargs, self._inputs(args, kwargs), result)
        else:
            results = [result] if torch.is_tensor(result) else result
            for value, y in zip(built, results):
                self.bind(value, y)
        return result

    def run(self, func, *args, **kwargs):
        """Calls a torch function and records it, from inside of a replacement."""
        return self.call(func, name_of(func), args, kwargs)

    def _build(self, func, name, args, kwargs):
        """Writes down the ops that a call stands for; NotImplemented where Backstep has none, None where nothing is."""
        handler = HANDLERS.get(name)
        if handler is None or not all(map(is_real, self.tensors(args, kwargs))):
            return NotImplemented
        if kwargs:
            kwargs = dict(kwargs)
            for first in ("input", "self"):
                if first in kwargs:
                    args = (kwargs.pop(first), *args)
            kwargs.pop("_stacklevel", None)
            known = signature_of(handler).parameters
            kwargs = {k if k in known else OTHER_NAMES.get(k, k): v for k, v in kwargs.items()}
        if not takes(handler, self, *args, **kwargs):
            return NotImplemented
        # The function once more, on copies: one that works in place must not do so twice.
        self.shadow = lambda: func(*copies(args), **copies(kwargs))
        self.mark = mark = self._mark()
        try:
            with torch.no_grad():
                built = handler(self, *args, **kwargs)
        except Unheld:
            built = NotImplemented
        except BaseException:
            self._forget(mark)
            raise
        if built is NotImplemented or (isinstance(built, Value) and not built.is_float()):
            self._forget(mark)
            return None if isinstance(built, Value) else NotImplemented
        return built

    def _mark(self):
        return len(self.ops), self.count

    def _forget(self, mark):
        """Takes back the ops that were written down since."""
        gone = {value for op in self.ops[mark[0] :] for value in op["writes"]}
        for op in reversed(self.ops[mark[0] :]):
            op["in"].children.remove(op)
        del self.ops[mark[0] :]
        self.count = mark[1]
        if gone:
            self.turned = {key: value for key, value in self.turned.items() if value not in gone}

    def fits(self, built, result):
        """Whether what was written down has the shape of what came out."""
        if torch.is_tensor(result):
            return isinstance(built, Value) and built.shape == tuple(self.form(result).shape)
        return (
            isinstance(result, (tuple, list))
            and isinstance(built, (tuple, list))
            and len(built) == len(result)
            and all(self.fits(value, y) for value, y in zip(built, result))
        )


def blinded(capture):
    """Takes the recording's own mode away where it is on top, as each call that it sees costs time; what was taken."""
    on_top = capture is not None and torch.overrides._get_current_function_mode() is capture
    return [torch.overrides._pop_mode()] if on_top else []


def is_real(x):
    """Whether a tensor is held as it is, so that Backstep's ops apply to it."""
    return not x.is_complex() and x.layout == torch.strided and x.dim() <= MOST_AXES


SIGNATURES = {}


def signature_of(handler):
    if handler not in SIGNATURES:
        SIGNATURES[handler] = inspect.signature(handler)
    return SIGNATURES[handler]


PLAINLY = {}


def takes(handler, *args, **kwargs):
    """Whether a handler knows the arguments of a call."""
    if handler not in PLAINLY:
        kinds = [(p.kind, p.default is p.empty) for p in signature_of(handler).parameters.values()]
        simple = all(kind is inspect.Parameter.POSITIONAL_OR_KEYWORD for kind, _ in kinds)
        PLAINLY[handler] = (sum(needed for _, needed in kinds), len(kinds)) if simple else (1, 0)
    least, most = PLAINLY[handler]
    if not kwargs and least <= len(args) <= most:
        return True
    try:
        signature_of(handler).bind(*args, **kwargs)
    except TypeError:
        return False
    return True
