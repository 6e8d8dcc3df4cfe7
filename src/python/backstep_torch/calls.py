"""Calls of torch's functions: each does its own work, and the ops that it stands for are written down."""

import contextlib
import inspect

import torch

from .arguments import copies, tensors_in
from .errors import RecordError
from .functions import GETTERS, PLAIN, name_of
from .held import Value
from .registry import HANDLERS, REPLACED


class Calls:
    """What becomes of a call."""

    @contextlib.contextmanager
    def apart(self):
        """What the recorder itself does with tensors is no part of the recording."""
        before, self.busy = self.busy, True
        try:
            yield
        finally:
            self.busy = before

    def see(self, func, args, kwargs):
        if self.done or self.busy:
            return func(*args, **kwargs)
        with self.apart():
            return self.call(func, args, kwargs)

    def call(self, func, args, kwargs):
        name = name_of(func)
        if name in PLAIN:
            return func(*args, **kwargs)
        if name.startswith("set "):
            if name == "set data" and self.is_tracked(args[0]):
                raise RecordError("Setting .data changes a tensor behind PyTorch's back: make a new tensor instead")
            return func(*args, **kwargs)
        through_data = name == "get data"
        if name.startswith("get "):
            name = GETTERS.get(name[4:])
            if name is None:
                return func(*args, **kwargs)
        if not any(self.is_tracked(x) for x in tensors_in((args, kwargs))):
            return func(*args, **kwargs)
        if torch.is_tensor(kwargs.get("out")):
            raise RecordError(f"{name} writes into out=: leave out= away and use what {name} returns")
        if name in REPLACED:
            return REPLACED[name](self, *args, **kwargs)
        in_place = name.endswith("_") and not name.endswith("__")
        if (in_place or name == "__setitem__") and args and self._is_behind(args[0]):
            raise RecordError(
                f"{name} changes a tensor through .data, behind PyTorch's back: do so before the with block, or make a "
                "new tensor"
            )
        if name == "__setitem__":
            return self._set_item(func, *args)
        if in_place:
            return self._in_place(func, name, args, kwargs)
        built = self._build(func, name, args, kwargs)
        if built is NotImplemented:
            return self._unknown(func, name, args, kwargs)
        result = func(*args, **kwargs)
        self._bind_all(built, result)
        if through_data:
            self.behind[id(result)] = result
        return result

    def run(self, func, *args, **kwargs):
        """Calls a torch function and records it, from inside of a replacement."""
        return self.call(func, args, kwargs)

    def _build(self, func, name, args, kwargs):
        """Writes down the ops that a call stands for; NotImplemented where Backstep has none, None where nothing is."""
        handler = HANDLERS.get(name)
        if handler is None:
            return NotImplemented
        kwargs = dict(kwargs)
        for first in ("input", "self"):
            if first in kwargs:
                args = (kwargs.pop(first), *args)
        kwargs.pop("_stacklevel", None)
        try:
            inspect.signature(handler).bind(self, *args, **kwargs)
        except TypeError:
            return NotImplemented
        # The function once more, on copies: one that works in place must not do so twice.
        self.shadow = lambda: func(*copies(args), **copies(kwargs))
        mark = len(self.ops), len(self.stack[-1].children), self.count
        with torch.no_grad():
            built = handler(self, *args, **kwargs)
        if built is NotImplemented or (isinstance(built, Value) and not built.data.is_floating_point()):
            del self.ops[mark[0]:], self.stack[-1].children[mark[1]:]
            self.count = mark[2]
            return None if isinstance(built, Value) else NotImplemented
        return built

    def _bind_all(self, built, result):
        if built is None:
            return
        if torch.is_tensor(result):
            self.bind(built, result)
        elif isinstance(result, (tuple, list)):
            for value, y in zip(built, result):
                self.bind(value, y)
