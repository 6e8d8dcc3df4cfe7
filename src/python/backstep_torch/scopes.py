"""Scopes: modules of the model, as they are entered and left."""

import functools
import inspect
import re

import torch

from .errors import RecordError
from .held import Scope


class Scopes:
    """The scope that is open, and what a module adds to it."""

    def _name_modules(self):
        self.given_names = {}
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
        for name, module in self.model.named_modules():
            before = functools.partial(self._enter_module, name)
            after = functools.partial(self._leave_module, name)
            self.undo.append(module.register_forward_pre_hook(before).remove)
            self.undo.append(module.register_forward_hook(after).remove)

    def _enter_module(self, name, module, args):
        if self.done or self.busy:
            return
        if not name:
            self.stack.append(self.root)
            try:
                hints = [p for p in inspect.signature(module.forward).parameters]
            except (TypeError, ValueError):
                hints = []
            with self.apart():
                for k, x in enumerate(args):
                    if torch.is_tensor(x):
                        self.use(x, hints[k] if k < len(hints) else "input")
            return
        outer = self.stack[-1]
        parts = name.split(".")
        inside = parts[: len(outer.module)] == list(outer.module) and len(parts) > len(outer.module)
        rest = parts[len(outer.module):] if inside else parts
        for part in rest[:-1]:
            # A list of modules is never called itself: its members share one scope while nothing comes between them.
            last = outer.children[-1] if outer.children else None
            if not (isinstance(last, Scope) and last.name == part and last.about is None):
                last = Scope(part)
                outer.children.append(last)
            outer = last
        taken = [c.name for c in outer.children if isinstance(c, Scope)]
        label, n = rest[-1], 1
        while label in taken:
            n += 1
            label = f"{rest[-1]} ({n})"
        scope = Scope(label, tuple(parts), about_module(module))
        outer.children.append(scope)
        self.stack.append(scope)

    def _leave_module(self, name, module, args, output):
        if self.done or self.busy:
            return
        self.stack.pop()
        outputs = output if isinstance(output, (tuple, list)) else [output]
        for y in outputs:
            entry = self.known.get(id(y))
            if name and entry and entry[0] is y and entry[1].role == "intermediate" and entry[1].label is None:
                entry[1].label = f"output of {name}"[:200]


def about_module(module):
    about = f"{type(module).__name__}({module.extra_repr()})" if not list(module.children()) else type(module).__name__
    return re.sub(r"\s+", " ", about)[:1000]
