"""Scopes: modules as they are entered and left, and parts that are no modules."""

import contextlib
import functools
import inspect
import os
import re

import torch

from .distributed import inside_of
from .errors import RecordError
from .held import Scope
from .parts import part_of


class Scopes:
    """The scope that is open, and what a module adds to it."""

    def _name_modules(self):
        self.given_names, self.parameters, self.modules = {}, set(), {}
        if self.model is None:
            return
        for kind in (self.model.named_parameters(), self.model.named_buffers()):
            for name, tensor in kind:
                # The parameters of a Sequential have names such as "0.weight", but a name begins with a letter.
                self.given_names[id(tensor)] = name if name[0].isalpha() else f"model.{name}"
        if any(isinstance(m, torch.jit.ScriptModule) for m in self.model.modules()):
            raise RecordError("The model is compiled by torch.jit: record it as it was before torch.jit.script or trace")
        if any(torch.nn.parameter.is_lazy(p) for p in self.model.parameters()):
            raise RecordError("The model has parameters without a shape: call it once before the with block")
        self.parameters = {id(p) for p in self.model.parameters()}
        self.modules = {id(module): name for name, module in self.model.named_modules()}
        for kind in {kind for module in self.model.modules() if is_block(module) for kind in type(module).__mro__}:
            if "_ff_block" in vars(kind):
                # No module, but a method.
                self._replace(kind, "_ff_block", self._inside("feed-forward", kind._ff_block))

    def _see_modules(self):
        """The modules of the model, and a loss such as nn.CrossEntropyLoss that is called beside it.

        What calls every module is replaced, not the modules: a copy that is made of one takes nothing along.
        """
        call = torch.nn.Module.__call__

        def called(module, *args, **kwargs):
            if self.done or self.skips or self.busy:
                return call(module, *args, **kwargs)
            name = self.modules.get(id(module))
            if name is None and not is_loss(module):
                inside_of(module)
                return call(module, *args, **kwargs)
            if name and self.only.folds(name):
                return self._folded(module, name, lambda: call(module, *args, **kwargs), args, kwargs)
            self._see_what_came()
            depth = len(self.stack)
            if name is None:
                self._open(self._local_name(module) or type(module).__name__, (), module)
            else:
                self._enter_module(name, module, args)
            try:
                output = call(module, *args, **kwargs)
                self._see_what_came()
                if name:
                    self._call_output(name, output)
                return output
            finally:
                del self.stack[depth:]

        self._replace(torch.nn.Module, "__call__", called)

    def _see_what_came(self):
        """What was seen below autograd belongs where it was called."""
        if self.below:
            with self.apart():
                self._catch_up()

    def _enter_module(self, name, module, args):
        self._phase("forward")
        if not name:
            self.whole = True
            # A model that is itself a layer of torch.nn is one part of the network that the trace shows.
            if part_of(module):
                self._open(type(module).__name__, (), module, self.root)
            else:
                self.stack.append(self.root)
            try:
                hints = [p for p in inspect.signature(module.forward).parameters]
            except (TypeError, ValueError):
                hints = []
            with self.apart():
                for k, x in enumerate(args):
                    if torch.is_tensor(x) and x.numel():
                        self.use(x, hints[k] if k < len(hints) else "input")
            return
        outer = self.stack[-1]
        parts = name.split(".")
        # Also where a module runs inside of one that only was given it, what the two have in common is not said again.
        shared = len(os.path.commonprefix([parts[:-1], list(outer.module)]))
        rest = parts[shared:]
        for part in rest[:-1]:
            # A list of modules is never called itself: its members share one scope while nothing comes between them.
            last = outer.children[-1] if outer.children else None
            if not (isinstance(last, Scope) and last.name == part and last.about is None and last.part is None):
                last = Scope(outer.free(part))
                outer.children.append(last)
            outer = last
        self._open(rest[-1], tuple(parts), module, outer)

    def _open(self, wanted, path, module=None, outer=None, part=None):
        """A new scope; of several with one name, the later ones are counted."""
        self._phase("forward")
        outer = outer or self.stack[-1]
        name = outer.free(wanted)
        if module is None:
            scope = Scope(name, path, part=part)
        else:
            about = self.abouts.get(module)
            if about is None:
                about = self.abouts[module] = about_module(module)
            scope = Scope(name, path, about, part_of(module))
        outer.children.append(scope)
        self.stack.append(scope)

    @contextlib.contextmanager
    def part(self, kind):
        """What no module of its own does, but is a part all the same; one inside of another of its kind is that one."""
        here = self.stack[-1]
        if self.rests or here.part == {"kind": kind}:
            yield
            return
        depth = len(self.stack)
        self._open(kind, here.module, part={"kind": kind})
        try:
            yield
        finally:
            del self.stack[depth:]

    def _inside(self, kind, f):
        @functools.wraps(f)
        def inside(*args, **kwargs):
            with self.part(kind):
                return f(*args, **kwargs)

        return inside

    def _call_output(self, name, output):
        """What a module gives is called after it."""
        outputs = output if isinstance(output, (tuple, list)) else [output]
        for y in outputs:
            entry = self.known.get(id(y))
            if entry and entry[0] is y and entry[1].role == "intermediate" and entry[1].label is None:
                entry[1].label = f"output of {name}"[:200]


def about_module(module):
    about = f"{type(module).__name__}({module.extra_repr()})" if not list(module.children()) else type(module).__name__
    return re.sub(r"\s+", " ", about)[:1000]


def is_loss(module):
    return isinstance(module, torch.nn.modules.loss._Loss)


def is_block(module):
    """A block of a Transformer, of a version of torch that has its feed-forward network as a method."""
    layers = (torch.nn.TransformerEncoderLayer, torch.nn.TransformerDecoderLayer)
    return isinstance(module, layers) and callable(getattr(module, "_ff_block", None))
