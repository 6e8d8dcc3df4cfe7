"""Records a run of a PyTorch model for Backstep, which steps through it forwards and backwards.

    import backstep_torch

    with backstep_torch.record(model) as r:
        loss = loss_function(model(x), target)
        loss.backward()
    r.save("trace.json")

The run itself is not changed: every torch function does its own work, and beside it the recorder writes down which ops
of Backstep it stands for, the values that went in and came out, and the gradients that arrive on the way back. An op
that Backstep does not have is kept under its name in PyTorch, with what it sends back to each of its inputs.

One file; it needs torch 1.13 or newer and nothing else. What cannot be recorded is refused with a RecordError that says
what to change.
"""

import array
import base64
import contextlib
import functools
import inspect
import json
import math
import re
import sys

import torch
import torch._tensor
import torch.functional
import torch.nn.functional
from torch.overrides import TorchFunctionMode

__all__ = ["record", "RecordError"]

# The limits of Backstep's trace viewer.
MOST_VALUES = 4_000_000
MOST_BYTES = 32 * 1024 * 1024
MOST_OPS = 20_000
LONGEST_LIST = 4096


class RecordError(RuntimeError):
    """Something that cannot be recorded; the message says what to change."""


def record(model=None, title=None):
    """A recording of what happens in the `with` block: one forward and one loss.backward().

    `model` gives parameters their names and ops their scopes; `title` is what the trace is called.
    """
    return Recording(model, title)


class Value:
    """One tensor as it was when it was written. `data` holds a copy, so later changes in place do not reach it."""

    def __init__(self, name, data, role, differentiable, label=None, symbol=None):
        self.name, self.data, self.role, self.differentiable = name, data, role, differentiable
        self.label, self.symbol = label, symbol
        self.bound = False
        self.grad = None

    @property
    def shape(self):
        return tuple(self.data.shape)

    @property
    def ndim(self):
        return self.data.dim()

    def dim(self):
        return self.data.dim()


class Scope:
    def __init__(self, name, module=(), about=None):
        self.name, self.module, self.about, self.children = name, module, about, []


class Capture(TorchFunctionMode):
    """Hands every torch function that is called in the block to the recording."""

    def __init__(self, recording):
        super().__init__()
        self.recording = recording

    def __torch_function__(self, func, types, args=(), kwargs=None):
        return self.recording.see(func, args, kwargs or {})


class Recording:
    def __init__(self, model, title):
        self.model = model
        title = title or (type(model).__name__ if model is not None else "recording")
        self.title = re.sub(r"\s+", " ", str(title)).strip()[:200] or "recording"
        self.ops, self.values, self.names = [], [], set()
        self.known = {}  # id of a tensor: the tensor, its Value, and the version at which they agree
        self.numbers, self.turned = {}, {}
        self.behind = {}  # id of a tensor that .data gave: the tensor
        self.root = Scope("forward")
        self.stack = [self.root]
        self.count = 0
        self.loss = None
        self.done = self.busy = False
        self.undo = []

    # The block

    def __enter__(self):
        self.frame = sys._getframe(1)
        self._name_modules()
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

    def _see_through(self):
        """Functions of torch written in Python are entered, so that what is inside is captured; and backward is seen."""
        for module in (torch.nn.functional, torch.functional, torch._tensor):
            for name in ("has_torch_function", "has_torch_function_unary", "has_torch_function_variadic"):
                if hasattr(module, name):
                    self._replace(module, name, lambda *_: False)
        self._replace(torch.autograd, "backward", self._backward)
        self._replace(torch.autograd, "grad", self._grad)
        # PyTorch 1.13 does not show x[...] to a mode.
        get, put = torch.Tensor.__getitem__, torch.Tensor.__setitem__
        self._replace(torch.Tensor, "__getitem__", lambda x, at: self.see(get, (x, at), {}))
        self._replace(torch.Tensor, "__setitem__", lambda x, at, new: self.see(put, (x, at, new), {}))

    def _replace(self, owner, name, new):
        old, own = getattr(owner, name), name in vars(owner)
        self.undo.append(lambda: setattr(owner, name, old) if own else delattr(owner, name))
        setattr(owner, name, new)
        if owner is torch.autograd:
            setattr(self, f"real_{name}", old)

    # Scopes

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

    # Calls

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

    def _is_behind(self, x):
        return torch.is_tensor(x) and any(self.behind.get(id(t)) is t for t in (x, x._base) if t is not None)

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

    def _in_place(self, func, name, args, kwargs):
        x = args[0] if args else kwargs.get("self", kwargs.get("input"))
        if not torch.is_tensor(x) or name in ("requires_grad_", "share_memory_"):
            return func(*args, **kwargs)
        if x.is_leaf and x.requires_grad:
            if torch.is_grad_enabled():
                raise RecordError(
                    f"{name} changes {self._called(x)}, a leaf that needs a gradient, in place: "
                    f"make a new tensor with {name[:-1]} instead"
                )
            return func(*args, **kwargs)
        built = self._build(func, name[:-1], args, kwargs)
        if built is NotImplemented:
            entry = self.known.get(id(x))
            others = [t for t in tensors_in((args[1:], kwargs)) if self.is_tracked(t)]
            if not others and (entry is None or entry[1].role == "input"):
                return func(*args, **kwargs)
            raise RecordError(
                f"{name} changes {self._called(x)} in place in a way that cannot be recorded: "
                f"use a form that makes a new tensor"
            )
        result = func(*args, **kwargs)
        if built is not None:
            self.bind(built, x, again=True)
        return result

    def _set_item(self, func, x, index, new):
        entry = self.known.get(id(x))
        built = NotImplemented
        if torch.is_tensor(index) and index.dtype == torch.bool and index.shape == x.shape and self.is_tracked(x):
            if not torch.is_tensor(new) or new.dim() == 0:
                built = self._build(func, "masked_fill", (x, index, new), {})
        if built is NotImplemented:
            if not (torch.is_tensor(new) and self.is_tracked(new)) and (entry is None or entry[1].role == "input"):
                return func(x, index, new)
            raise RecordError(
                f"Writing into a part of {self._called(x)} cannot be recorded: "
                "make a new tensor with torch.where, torch.cat or torch.stack instead"
            )
        func(x, index, new)
        self.bind(built, x, again=True)

    def _unknown(self, func, name, args, kwargs):
        """An op that Backstep does not have: each input goes in under an alias, whose gradient is what the op sends back."""
        sent, inputs = [], []

        def alias(x):
            if not torch.is_tensor(x):
                return x
            inputs.append(self.use(x))
            sent.append(None)
            if not (x.requires_grad and torch.is_grad_enabled()):
                return x
            other, k = x.view_as(x), len(sent) - 1

            def keep(g):
                sent[k] = g.detach().clone()
                self.counted(g)

            self.undo.append(other.register_hook(keep).remove)
            return other

        new_args, new_kwargs = replaced((args, kwargs), alias)
        result = func(*new_args, **new_kwargs)
        ys = [y for y in tensors_in(result) if y.is_floating_point() or y.is_complex()]
        # Of what Backstep has, it is this use that it does not have.
        op = re.sub(r"[^A-Za-z0-9_.:-]", "_", f"torch.{name}" if name in HANDLERS else name)
        attrs = {"arguments": simple((args, kwargs))} if simple((args, kwargs)) else {}
        values = []
        for y in ys:
            value = self.apply(op, inputs, attrs, y.detach())
            value.differentiable = y.requires_grad
            self.ops[-1]["sent"], self.ops[-1]["outputs"] = sent, values
            values.append(value)
            self.bind(value, y)
        return result

    # Tensors

    def is_tracked(self, x):
        entry = self.known.get(id(x))
        return x.requires_grad or (entry is not None and entry[0] is x)

    def _called(self, x):
        entry = self.known.get(id(x))
        if entry and entry[0] is x:
            return entry[1].label or entry[1].name
        return self.given_names.get(id(x)) or self._local_name(x) or f"a tensor of shape {list(x.shape)}"

    def _local_name(self, x):
        for name, other in (self.frame.f_locals if self.frame else {}).items():
            if other is x and not name.startswith("_"):
                return name
        return None

    def use(self, x, hint=None):
        """The Value of a tensor or a number; what no op of the recording wrote is given."""
        if isinstance(x, Value):
            return x
        if not torch.is_tensor(x):
            return self._number(x)
        entry = self.known.get(id(x))
        if entry and entry[0] is x:
            _, value, version = entry
            if x.grad_fn is not None and value.role == "intermediate" and not value.differentiable:
                self._refuse_hidden(x)  # the forward of an autograd.Function
            if version_of(x) == version:
                return value
            if value.role != "input" or value.differentiable:
                raise RecordError(
                    f"{self._called(x)} was changed in place through a view, an index or .data, which cannot be "
                    "recorded: make a new tensor with torch.where, torch.cat or .clone() instead"
                )
        return self._given(x, hint)

    def _number(self, x):
        x = float(x)
        key = repr(x)
        if key not in self.numbers:
            text = repr(int(x)) if x.is_integer() and abs(x) < 1e15 else f"{x:.6g}"
            symbol = re.sub(r"e([+-]\d+)$", lambda e: f" \\cdot 10^{{{int(e[1])}}}", text).replace("inf", "\\infty")
            value = Value(self._free("number"), torch.tensor(x, dtype=torch.float64), "input", False, text, symbol)
            self.values.append(value)
            self.numbers[key] = value
        return self.numbers[key]

    def _given(self, x, hint):
        check_kind(x, self._called(x))
        if x.grad_fn is not None:
            self._refuse_hidden(x)
        trained = id(x) in getattr(self, "parameters", ())
        role = "parameter" if trained and x.requires_grad else "input"
        name = self.given_names.get(id(x)) if self.model is not None else None
        name = name or self._local_name(x) or hint or ("input" if x.requires_grad else "constant")
        label = f"frozen {name}"[:200] if trained and not x.requires_grad else None
        symbol = symbol_of(name) if trained else None
        value = Value(self._free(name), self.copy(x), role, x.requires_grad, label, symbol)
        value.bound = True
        self.values.append(value)
        self._keep(x, value)
        self._hook(value, x)
        return value

    def _refuse_hidden(self, x):
        if isinstance(x.grad_fn, torch.autograd.function.BackwardCFunction):
            function = type(x.grad_fn).__name__.replace("Backward", "") or "an autograd.Function"
            raise RecordError(
                f"A tensor of shape {list(x.shape)} comes out of {function}, an autograd.Function, whose inside cannot be "
                "recorded: write what it does with functions of torch"
            )
        raise RecordError(
            f"{self._called(x)} was computed where the recording does not see it: compute it inside of the block with "
            "functions of torch, or call .detach() on it"
        )

    def copy(self, x):
        self.counted(x)
        return x.detach().clone()

    def counted(self, x):
        self.count += x.numel()
        if self.count > MOST_VALUES:
            raise RecordError(
                "This run holds more than 4 million values: record a smaller batch, a shorter sequence or a smaller model"
            )

    def _keep(self, x, value):
        self.known[id(x)] = (x, value, version_of(x))

    def _hook(self, value, x, again=False):
        if not x.requires_grad:
            return

        def keep(g):
            if g is not None:
                self.counted(g)
                value.grad = g.detach().clone()

        if again:
            # Hooks of a tensor stay with what it was before it was changed in place.
            k = x.output_nr
            self.undo.append(x.grad_fn.register_hook(lambda _, gs: keep(gs[k])).remove)
        else:
            self.undo.append(x.register_hook(keep).remove)

    def bind(self, value, y, again=False):
        """Says that tensor y holds a value; `again` where y was another one before."""
        entry = self.known.get(id(y))
        if entry and entry[0] is y and entry[1] is value and not again:
            return
        if not value.bound:
            check_kind(y, value.name)
            if tuple(y.shape) != value.shape:
                raise RecordError(
                    f"The recording takes {value.name} to have shape {list(value.shape)}, but PyTorch gave "
                    f"{list(y.shape)}: this use of the function is not supported"
                )
            value.data = y.detach().clone()
            value.bound = True
            self._hook(value, y, again)
        if value.differentiable and not y.requires_grad:
            value = self.apply("detach", [value], {}, value.data)
            value.bound = True
        self._keep(y, value)

    def _free(self, wanted):
        wanted = re.sub(r"[^A-Za-z0-9_.]", "_", wanted)[:150]
        if not wanted[:1].isalpha():
            wanted = f"t_{wanted}"
        # "x.grad" is kept for gradients.
        wanted = re.sub(r"\.grad$", ".grad_", wanted)
        name, n = wanted, 1
        while name in self.names:
            n += 1
            name = f"{wanted}_{n}"
        self.names.add(name)
        return name

    # Ops: what handlers are written in. Inputs may be tensors, values or numbers.

    def apply(self, op, inputs, attrs, data, name=None, label=None, symbol=None):
        if len(self.ops) == MOST_OPS:
            raise RecordError(f"This run takes more than {MOST_OPS} ops: record a shorter sequence or a smaller model")
        inputs = [self.use(x) for x in inputs]
        differentiable = op not in ("detach", "argmax") and any(x.differentiable for x in inputs)
        value = Value(self._free(name or op), data, "intermediate", differentiable, label, symbol)
        self.counted(data)
        self.values.append(value)
        self.ops.append({"op": op, "inputs": inputs, "attrs": attrs, "writes": [value]})
        self.stack[-1].children.append(self.ops[-1])
        return value

    def unary(self, op, x, data, **attrs):
        return self.apply(op, [x], attrs, data)

    def binary(self, op, a, b):
        a, b = self.use(a), self.use(b)
        return self.apply(op, [a, b], {}, BINARY[op](a.data, b.data))

    def transpose(self, x, axes):
        x = self.use(x)
        axes = [a % x.ndim for a in axes]
        if axes == list(range(x.ndim)):
            return x
        key = (id(x), tuple(axes))
        if x.role != "parameter" or axes != [1, 0]:
            return self.apply("transpose", [x], {"axes": axes}, x.data.permute(axes))
        # Weights are kept as output × input; a row is multiplied by them the other way round.
        if key not in self.turned:
            label = f"turned {x.label or x.name}"[:200]
            symbol = x.symbol and f"{{{x.symbol}}}^{{\\top}}"
            self.turned[key] = self.apply("transpose", [x], {}, x.data.t(), f"{x.name}.turned", label, symbol)
        return self.turned[key]

    def reshape(self, x, shape):
        x = self.use(x)
        data = x.data.reshape(tuple(shape))
        if tuple(data.shape) == x.shape:
            return x
        if x.ndim > 1 and data.dim() == 2 and data.shape[0] == x.shape[0]:
            return self.apply("flatten", [x], {}, data)
        return self.apply("reshape", [x], {"shape": list(data.shape)}, data)

    def matmul(self, a, b):
        a, b = self.use(a), self.use(b)
        left, right = a.ndim == 1, b.ndim == 1
        a = self.reshape(a, (1, *a.shape)) if left else a
        b = self.reshape(b, (*b.shape, 1)) if right else b
        y = self.apply("matmul", [a, b], {}, a.data @ b.data)
        shape = list(y.shape[:-2]) + ([] if left else [y.shape[-2]]) + ([] if right else [y.shape[-1]])
        return self.reshape(y, shape)

    def select(self, x, axis, index):
        x = self.use(x)
        axis = axis % x.ndim
        return self.apply("select", [x], {"axis": axis, "index": int(index)}, x.data.select(axis, int(index)))

    def slice(self, x, axis, start, stop, step=1):
        x = self.use(x)
        axis = axis % x.ndim
        start, stop, step = slice(start, stop, step).indices(x.shape[axis])
        if (start, stop, step) == (0, x.shape[axis], 1):
            return x
        if start >= stop:
            return NotImplemented
        attrs = {"axis": axis, "start": start, "stop": stop, **({"step": step} if step != 1 else {})}
        index = [slice(None)] * axis + [slice(start, stop, step)]
        return self.apply("slice", [x], attrs, x.data[tuple(index)])

    def expand(self, x, shape):
        x = self.use(x)
        if tuple(shape) == x.shape:
            return x
        ones = torch.ones(tuple(shape), dtype=x.data.dtype)
        return self.binary("mul", x, self.constant("ones", ones))

    def reduce(self, op, x, axes, keepdim=False):
        x = self.use(x)
        attrs = {}
        every = axes is None or (isinstance(axes, (tuple, list)) and not axes)
        if not every:
            attrs["axes"] = sorted(a % max(x.ndim, 1) for a in ([axes] if isinstance(axes, int) else axes))
        if keepdim:
            attrs["keepdim"] = True
        if x.ndim == 0:
            return x
        dims = attrs.get("axes", list(range(x.ndim)))
        return self.apply(op, [x], attrs, getattr(x.data, op)(dims, keepdim=keepdim))

    def constant(self, name, data):
        value = Value(self._free(name), data, "input", False)
        self.counted(data)
        self.values.append(value)
        return value

    # The way back

    def _backward(self, tensors, grad_tensors=None, *args, **kwargs):
        if self.busy:
            return self.real_backward(tensors, grad_tensors, *args, **kwargs)
        with self.apart():
            self._check_loss(tensors, grad_tensors)
            self._watch_hooks()
            self.real_backward(tensors, grad_tensors, *args, **kwargs)
        self.done = True

    def _watch_hooks(self):
        """A hook may look at a gradient; one that changes it would make the recording wrong."""
        for x, value, _ in self.known.values():
            for key, hook in list((x._backward_hooks or {}).items()):
                x._backward_hooks[key] = looks_only(hook, value.label or value.name)
                self.undo.append(functools.partial(restore, x._backward_hooks, key, hook))

    def _grad(self, *args, **kwargs):
        if not (self.done or self.busy):
            raise RecordError("torch.autograd.grad cannot be recorded: call loss.backward() and read .grad instead")
        return self.real_grad(*args, **kwargs)

    def _check_loss(self, tensors, grad_tensors):
        if self.done:
            raise RecordError(
                "A recording holds one forward and one backward: add the losses up, or put the with block inside of the "
                "loop, around one step"
            )
        losses = [tensors] if torch.is_tensor(tensors) else list(tensors)
        if len(losses) != 1:
            raise RecordError(f"backward started from {len(losses)} tensors: add them up to one loss first")
        loss = losses[0]
        if loss.numel() != 1:
            raise RecordError(
                f"The loss has shape {list(loss.shape)}, but backward starts from one number: "
                "reduce it with .mean() or .sum() first"
            )
        seeds = [g for g in tensors_in(grad_tensors)]
        if any(not bool((g == 1).all()) for g in seeds):
            raise RecordError("backward got a gradient other than 1: multiply the loss by it instead")
        entry = self.known.get(id(loss))
        if not (entry and entry[0] is loss and entry[1].role == "intermediate"):
            raise RecordError("The loss was not computed inside of the with block: compute it there, from the model's output")
        self._name_locals()
        self.loss = self.use(loss)
        if not (self.loss.name == "loss" or self._local_name(loss)):
            self._rename(self.loss, "loss")

    def _name_locals(self):
        """What the program around the block calls a tensor is what the trace calls it."""
        for name, x in list(self.frame.f_locals.items()):
            entry = self.known.get(id(x)) if torch.is_tensor(x) else None
            if entry and entry[0] is x and entry[1].role == "intermediate" and not name.startswith("_"):
                self._rename(entry[1], name)

    def _rename(self, value, name):
        if name not in self.names and re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name):
            value.name = self._free(name)

    # The file

    def save(self, path):
        """Writes the trace as JSON."""
        text = json.dumps(self.trace(), separators=(",", ":"), allow_nan=False)
        if len(text) > MOST_BYTES:
            raise RecordError("The trace is longer than 32 MB: record a smaller batch, a shorter sequence or a smaller model")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text + "\n")

    def _reached(self):
        """What the loss was computed from by ops of the recording, and so gets a gradient there too."""
        reached = {self.loss}
        for op in reversed(self.ops):
            if any(v in reached and v.differentiable for v in op["writes"]):
                reached.update(op["inputs"])
        # Of several outputs of an unknown op, the first of them carries what the op sends back.
        for op in self.ops:
            carriers = [v for v in op.get("outputs", ()) if v in reached]
            reached.difference_update(carriers[1:])
        # What only the others lead to gets no gradient there, as nothing goes back through them.
        written = {v for op in self.ops for v in op["writes"]}
        open_to = {v for v in self.values if v not in written}
        for op in self.ops:
            leads_back = "sent" not in op or op["writes"][0] in reached
            if leads_back and any(v in open_to and v.differentiable for v in op["inputs"]):
                open_to.update(op["writes"])
        return reached & open_to

    def trace(self):
        """The trace as Backstep's format "backstep-trace" 1.0: dicts and lists of what JSON has."""
        if not self.done:
            raise RecordError("There is no way back to record: call loss.backward() inside of the with block")
        tensors, ops = {}, []
        used = {v for op in self.ops for v in [*op["inputs"], *op["writes"]]}
        for value in self.values:
            if value in used:
                tensors[value.name] = tensor_file(value)
        reached = self._reached()
        for value in self.values:
            if value in reached and value.grad is not None and value.differentiable:
                tensors[f"{value.name}.grad"] = gradient_file(value.grad)
        for k, op in enumerate(self.ops):
            op["id"] = k
            writes = [v.name for v in op["writes"]]
            file = {
                "id": k,
                "op": op["op"],
                "phase": "forward",
                "attrs": op["attrs"],
                "inputs": [v.name for v in op["inputs"]],
                "writes": writes[0] if len(writes) == 1 else writes,
            }
            if "sent" in op:
                file["gradients"] = []
                for n, g in enumerate(op["sent"]):
                    if op["writes"][0] not in reached or g is None:
                        file["gradients"].append(None)
                        continue
                    name = f"{writes[0]}.sent.{n + 1}"
                    tensors[name] = gradient_file(g)
                    file["gradients"].append(name)
            ops.append(file)
        return {
            "format": "backstep-trace",
            "version": "1.0",
            "lesson": self.title,
            "params": {"recorded": f"PyTorch {torch.__version__.split('+')[0]}"},
            "seed": None,
            "tensors": tensors,
            "ops": ops,
            "scopes": {
                "name": "trace",
                "children": [
                    scope_file(self.root),
                    {"name": "backward", "phase": "backward", "loss": self.loss.name, "children": []},
                ],
            },
        }


# Reading torch


def name_of(func):
    name = getattr(func, "__name__", str(func))
    if name in ("__get__", "__set__"):
        return f"{name[2:5]} {getattr(getattr(func, '__self__', None), '__name__', '')}"
    return DUNDER.get(name, name)


DUNDER = {
    "__add__": "add", "__radd__": "add", "__iadd__": "add_", "__sub__": "sub", "__isub__": "sub_", "__rsub__": "rsub",
    "__mul__": "mul", "__rmul__": "mul", "__imul__": "mul_", "__truediv__": "div", "__itruediv__": "div_",
    "__div__": "div", "__idiv__": "div_", "__matmul__": "matmul", "__neg__": "neg", "__pow__": "pow", "__ipow__": "pow_",
}
GETTERS = {"T": "T", "mT": "mT", "data": "detach"}
# What asks about a tensor, or takes numbers out of it, and computes nothing that is recorded.
PLAIN = {
    "size", "dim", "ndimension", "numel", "nelement", "stride", "is_contiguous", "is_floating_point", "is_complex", "item",
    "tolist", "numpy", "__len__", "__repr__", "__format__", "__str__", "__bool__", "__float__", "__int__", "__index__",
    "__contains__", "__hash__", "__array__", "is_cuda", "get_device", "register_hook", "retain_grad", "storage",
    "untyped_storage", "data_ptr", "element_size", "is_signed", "is_same_size", "equal", "allclose", "zeros_like",
    "ones_like", "empty_like", "full_like", "rand_like", "randn_like", "new_zeros", "new_ones", "new_empty", "new_full",
    "new_tensor", "isnan", "isinf", "isfinite", "_is_view", "is_nonzero", "backward", "requires_grad_", "is_inference",
    "is_pinned", "is_shared", "storage_offset", "has_names", "__deepcopy__", "__reduce_ex__", "argmax", "argmin",
}


def tensors_in(x):
    if torch.is_tensor(x):
        yield x
    elif isinstance(x, (tuple, list)):
        for y in x:
            yield from tensors_in(y)
    elif isinstance(x, dict):
        yield from tensors_in(list(x.values()))


def replaced(x, f):
    if isinstance(x, (tuple, list)):
        return type(x)(replaced(y, f) for y in x) if type(x) in (tuple, list) else x
    if isinstance(x, dict):
        return {k: replaced(y, f) for k, y in x.items()}
    return f(x)


def copies(x):
    return replaced(x, lambda y: y.detach().clone() if torch.is_tensor(y) else y)


def simple(x):
    """The arguments of a call that are no tensors, as far as JSON has them."""
    if isinstance(x, (bool, int, str)) or (isinstance(x, float) and math.isfinite(x)):
        return [x]
    if isinstance(x, (tuple, list)):
        return [z for y in x for z in simple(y)]
    if isinstance(x, dict):
        return [z for k, y in x.items() for z in simple(y)]
    return []


def looks_only(hook, called):
    def watched(g):
        if hook(g) is not None:
            raise RecordError(
                f"A hook changes the gradient of {called}, which cannot be recorded: take the hook away with its .remove()"
            )

    return watched


def restore(hooks, key, hook):
    if key in hooks:
        hooks[key] = hook


def version_of(x):
    try:
        return x._version
    except RuntimeError:  # a tensor of inference mode has none
        return 0


def check_kind(x, called):
    if x.is_complex():
        raise RecordError(f"{called} is complex: Backstep has real numbers only, so keep real and imaginary parts apart")
    if x.layout != torch.strided or x.is_quantized:
        raise RecordError(f"{called} is sparse or quantized: make it dense with .to_dense() or .dequantize() first")
    if x.is_floating_point() and x.dtype not in (torch.float32, torch.float64):
        raise RecordError(f"{called} is {str(x.dtype)[6:]}: run the model in float32 or float64, with model.float() and no autocast")
    if x.numel() == 0:
        of = "" if "of shape" in called else f" of shape {list(x.shape)}"
        raise RecordError(f"{called}{of} holds no number: give every axis a size of 1 or more")
    if x.dim() > 8:
        raise RecordError(f"{called} has {x.dim()} axes, but 8 are the most that a trace can hold: reshape it")


def about_module(module):
    about = f"{type(module).__name__}({module.extra_repr()})" if not list(module.children()) else type(module).__name__
    return re.sub(r"\s+", " ", about)[:1000]


def symbol_of(name):
    """What equations call a parameter: W with index linear1 for "encoder.layers.0.linear1.weight"."""
    *path, last = name.split(".")
    found = re.fullmatch(r"(?:(\w+)_)?(weight|bias)(?:_(\w+))?", last)
    if not found:
        return None
    index = "_".join(part for part in (found[1], found[3]) if part)
    if not index and path:
        # "features.0" says more than 0.
        index = ".".join(path[-2:] if path[-1].isdigit() else path[-1:])
    letter = "W" if found[2] == "weight" else "b"
    safe = re.sub(r"[^A-Za-z0-9.]", r"\\_", index)
    return f"{letter}_{{\\mathrm{{{safe}}}}}" if safe else letter


# Writing the file


def number(x):
    if math.isnan(x):
        return "NaN"
    if math.isinf(x):
        return "Infinity" if x > 0 else "-Infinity"
    if x == 0 and math.copysign(1, x) < 0:
        return "-0"
    return int(x) if x.is_integer() and abs(x) < 2**53 else x


def numbers_of(x):
    """A list, or little-endian float64 as base64 where the list would be long."""
    values = x.detach().to(device="cpu", dtype=torch.float64).reshape(-1).tolist()
    if len(values) <= LONGEST_LIST:
        return [number(v) for v in values]
    packed = array.array("d", values)
    if sys.byteorder == "big":
        packed.byteswap()
    return base64.b64encode(packed.tobytes()).decode("ascii")


def dtype_of(x):
    return "float32" if x.dtype == torch.float32 else "float64"


def tensor_file(value):
    file = {"shape": list(value.shape)}
    if value.label and value.label != value.name:
        file["label"] = value.label
    if value.symbol:
        file["symbol"] = value.symbol
    file.update(dtype=dtype_of(value.data), role=value.role)
    if value.role == "input" and not value.differentiable:
        file["differentiable"] = False
    file["data"] = numbers_of(value.data)
    return file


def gradient_file(x):
    return {"shape": list(x.shape), "dtype": dtype_of(x), "role": "gradient", "data": numbers_of(x)}


def scope_file(scope):
    children = []
    for child in scope.children:
        if isinstance(child, dict):
            children.append(child["id"])
        else:
            inner = scope_file(child)
            if inner["children"]:
                children.append(inner)
    return {"name": scope.name, **({"about": scope.about} if scope.about else {}), "children": children}


# What torch's functions are in Backstep's ops. A handler is called before torch's function, with its arguments; it
# applies ops to values and returns the last one, or a list for several outputs, None for what is not recorded, and
# NotImplemented for a use that Backstep has no ops for.

HANDLERS = {}
BINARY = {"add": torch.add, "sub": torch.sub, "mul": torch.mul, "div": torch.div}
REDUCTIONS = ["none", "mean", "sum"]


def handles(*names):
    def keep(f):
        for name in names:
            HANDLERS[name] = f
        return f

    return keep


# Arithmetic


@handles("add")
def _add(b, x, other, *, alpha=1):
    return b.binary("add", x, other if alpha == 1 else b.binary("mul", other, alpha))


@handles("sub", "subtract")
def _sub(b, x, other, *, alpha=1):
    return b.binary("sub", x, other if alpha == 1 else b.binary("mul", other, alpha))


@handles("rsub")
def _rsub(b, x, other, *, alpha=1):
    return b.binary("sub", other, x if alpha == 1 else b.binary("mul", x, alpha))


@handles("mul", "multiply")
def _mul(b, x, other):
    return b.binary("mul", x, other)


@handles("div", "divide", "true_divide")
def _div(b, x, other, *, rounding_mode=None):
    return b.binary("div", x, other) if rounding_mode is None else NotImplemented


@handles("reciprocal")
def _reciprocal(b, x):
    return b.binary("div", 1, x)


@handles("square")
def _square(b, x):
    return b.binary("mul", x, x)


@handles("pow")
def _pow(b, x, exponent):
    if torch.is_tensor(exponent) or not torch.is_tensor(x):
        return NotImplemented
    if exponent == 2:
        return b.binary("mul", x, x)
    if exponent == 3:
        return b.binary("mul", b.binary("mul", x, x), x)
    return b.binary("div", 1, x) if exponent == -1 else NotImplemented


@handles("addcmul")
def _addcmul(b, x, one, other, *, value=1):
    product = b.binary("mul", one, other)
    return b.binary("add", x, product if value == 1 else b.binary("mul", product, value))


@handles("neg", "negative")
def _neg(b, x):
    return b.unary("neg", x, -x.detach())


def _pointwise(op, f, *names):
    @handles(*names)
    def handler(b, x):
        return b.unary(op, x, f(x.detach()))


_pointwise("exp", torch.exp, "exp")
_pointwise("log", torch.log, "log")
_pointwise("sigmoid", torch.sigmoid, "sigmoid")
_pointwise("tanh", torch.tanh, "tanh")
_pointwise("relu", torch.relu, "relu")
_pointwise("detach", torch.clone, "detach")


@handles("leaky_relu")
def _leaky_relu(b, x, negative_slope=0.01):
    data = torch.nn.functional.leaky_relu(x.detach(), negative_slope)
    return b.unary("leakyRelu", x, data, negativeSlope=negative_slope)


@handles("gelu")
def _gelu(b, x, *, approximate="none"):
    return b.unary("gelu", x, b.shadow(), approximate=approximate)


@handles("silu")
def _silu(b, x):
    return b.binary("mul", x, b.unary("sigmoid", x, torch.sigmoid(x.detach())))


@handles("clamp", "clip")
def _clamp(b, x, min=None, max=None):
    bounds = {k: v for k, v in (("min", min), ("max", max)) if v is not None}
    if not bounds or not all(isinstance(v, (int, float)) and math.isfinite(v) for v in bounds.values()):
        return NotImplemented
    return b.unary("clip", x, torch.clamp(x.detach(), min, max), **bounds)


@handles("where")
def _where(b, condition, x, other):
    condition, x, other = b.use(condition, "mask"), b.use(x), b.use(other)
    mask = condition.data.bool()
    return b.apply("where", [condition, x, other], {}, torch.where(mask, x.data, other.data.to(x.data.dtype)))


@handles("masked_fill")
def _masked_fill(b, x, mask, value):
    return _where(b, mask, value, b.use(x)) if torch.is_tensor(value) else _fill(b, x, mask, value)


def _fill(b, x, mask, number):
    x, mask = b.use(x), b.use(mask, "mask")
    return b.apply("where", [mask, b.use(number), x], {}, x.data.masked_fill(mask.data.bool(), number))


@handles("tril")
def _tril(b, x, diagonal=0):
    keep = b.constant("mask", torch.ones(x.shape[-2:], dtype=torch.bool).tril(diagonal))
    return b.apply("where", [keep, x, 0], {}, torch.tril(x.detach(), diagonal))


@handles("triu")
def _triu(b, x, diagonal=0):
    keep = b.constant("mask", torch.ones(x.shape[-2:], dtype=torch.bool).triu(diagonal))
    return b.apply("where", [keep, x, 0], {}, torch.triu(x.detach(), diagonal))


# Matrices


@handles("matmul", "mm", "bmm", "mv", "dot")
def _matmul(b, x, other):
    return b.matmul(x, other)


@handles("linear")
def _linear(b, x, weight, bias=None):
    if weight.dim() != 2:
        return NotImplemented
    product = b.matmul(x, b.transpose(weight, (1, 0)))
    return product if bias is None else b.binary("add", product, bias)


@handles("addmm", "baddbmm", "addmv")
def _addmm(b, x, left, right, *, beta=1, alpha=1):
    product = b.matmul(left, right)
    product = product if alpha == 1 else b.binary("mul", product, alpha)
    return b.binary("add", x if beta == 1 else b.binary("mul", x, beta), product)


@handles("embedding")
def _embedding(b, weight, indices, padding_idx=-1, scale_grad_by_freq=False, sparse=False):
    if scale_grad_by_freq or sparse:
        return NotImplemented
    attrs = {"paddingIndex": padding_idx} if padding_idx >= 0 else {}
    return b.apply("embedding", [b.use(weight), b.use(indices, "indices")], attrs, weight.detach()[indices])


@handles("index_select")
def _index_select(b, x, dim, index):
    if x.dim() != 2 or dim not in (0, -2):
        return NotImplemented
    return b.apply("embedding", [b.use(x), b.use(index, "indices")], {}, x.detach()[index])


# Shapes


@handles("view", "reshape", "view_as", "reshape_as", "flatten", "unflatten", "squeeze", "unsqueeze", "ravel")
def _reshape(b, x, *args, **kwargs):
    data = b.shadow()
    # x.view(dtype) reads the same bytes as other numbers.
    return b.reshape(x, data.shape) if data.dtype == x.dtype else NotImplemented


@handles("contiguous", "clone", "to", "float", "double", "cpu", "type", "type_as", "alias", "positive")
def _same(b, x, *args, **kwargs):
    # The same numbers in another place; what was whole numbers before has no gradient and is given.
    return b.use(x) if x.is_floating_point() else None


@handles("copy")
def _copy(b, x, source, non_blocking=False):
    return b.expand(source, x.shape)


@handles("fill")
def _filled(b, x, value):
    if torch.is_tensor(value):
        return b.expand(value, x.shape)
    return b.constant("constant", torch.full_like(x, value))


@handles("zero")
def _zero(b, x):
    return b.constant("zeros", torch.zeros_like(x))


@handles("permute")
def _permute(b, x, *dims):
    return b.transpose(x, dims[0] if isinstance(dims[0], (tuple, list)) else dims)


@handles("transpose", "swapaxes", "swapdims")
def _transpose(b, x, dim0, dim1):
    axes = list(range(x.dim()))
    axes[dim0], axes[dim1] = axes[dim1], axes[dim0]
    return b.transpose(x, axes)


@handles("t")
def _t(b, x):
    return b.transpose(x, range(x.dim())[::-1])


@handles("T")
def _reversed(b, x, *_):
    return b.transpose(x, range(x.dim())[::-1])


@handles("mT", "adjoint")
def _turned(b, x, *_):
    return _transpose(b, x, -2, -1)


@handles("movedim", "moveaxis")
def _movedim(b, x, source, destination):
    marks = torch.empty([1] * x.dim()).as_strided([1] * x.dim(), list(range(1, x.dim() + 1)))
    return b.transpose(x, [s - 1 for s in torch.movedim(marks, source, destination).stride()])


@handles("expand", "expand_as", "broadcast_to")
def _expand(b, x, *args, **kwargs):
    return b.expand(x, b.shadow().shape)


@handles("repeat", "tile")
def _repeat(b, x, *sizes):
    sizes = list(sizes[0] if isinstance(sizes[0], (tuple, list)) else sizes)
    sizes = [1] * (x.dim() - len(sizes)) + sizes
    shape = [1] * (len(sizes) - x.dim()) + list(x.shape)
    if len(shape) > 4:
        return NotImplemented
    # Each axis n times: first an axis of its own for the copies, then both as one.
    apart = [m for n in shape for m in (1, n)]
    value = b.expand(b.reshape(x, apart), [m for k, n in zip(sizes, shape) for m in (k, n)])
    return b.reshape(value, [k * n for k, n in zip(sizes, shape)])


@handles("pad", "constant_pad_nd")
def _pad(b, x, pad, mode="constant", value=None):
    if isinstance(mode, (int, float)):
        mode, value = "constant", mode
    if mode != "constant" or any(n < 0 for n in pad):
        return NotImplemented
    y = b.use(x)
    for k in range(len(pad) // 2):
        axis = y.ndim - 1 - k
        around = [
            b.constant("padding", torch.full((*y.shape[:axis], n, *y.shape[axis + 1:]), value or 0.0, dtype=x.dtype))
            if n
            else None
            for n in pad[2 * k: 2 * k + 2]
        ]
        if any(around):
            parts = [v for v in (around[0], y, around[1]) if v is not None]
            y = b.apply("concat", parts, {"axis": axis}, torch.cat([v.data for v in parts], axis))
    return y


@handles("broadcast_tensors")
def _broadcast_tensors(b, *tensors):
    tensors = tensors[0] if isinstance(tensors[0], (tuple, list)) else tensors
    names = ["input", "target"] if len(tensors) == 2 else [None] * len(tensors)
    shape = torch.broadcast_shapes(*(x.shape for x in tensors))
    return [b.expand(b.use(x, name), shape) for x, name in zip(tensors, names)]


@handles("cat", "concat", "concatenate")
def _cat(b, tensors, dim=0, *, axis=None):
    axis = (dim if axis is None else axis) % tensors[0].dim()
    values = [b.use(x) for x in tensors]
    return b.apply("concat", values, {"axis": axis}, torch.cat([v.data for v in values], axis))


@handles("stack")
def _stack(b, tensors, dim=0):
    values = [b.use(x) for x in tensors]
    axis = dim % (values[0].ndim + 1)
    return b.apply("stack", values, {"axis": axis}, torch.stack([v.data for v in values], axis))


@handles("select")
def _select(b, x, dim, index):
    return b.select(x, dim, index)


@handles("narrow")
def _narrow(b, x, dim, start, length):
    return b.slice(x, dim, int(start), int(start) + length)


@handles("unbind")
def _unbind(b, x, dim=0):
    return [b.select(x, dim, k) for k in range(x.shape[dim])]


@handles("chunk", "split", "split_with_sizes", "tensor_split", "unsafe_chunk", "unsafe_split")
def _split(b, x, sizes, dim=0):
    pieces, start, out = b.shadow(), 0, []
    for piece in pieces:
        out.append(b.slice(x, dim, start, start + piece.shape[dim]))
        start += piece.shape[dim]
    return out if all(v is not NotImplemented for v in out) else NotImplemented


@handles("__getitem__")
def _getitem(b, x, index):
    parts = list(index) if isinstance(index, tuple) else [index]
    if len(parts) == 1 and torch.is_tensor(parts[0]) and x.dim() == 2 and parts[0].dtype == torch.long:
        if bool((parts[0] >= 0).all()):
            return b.apply("embedding", [b.use(x), b.use(parts[0], "indices")], {}, x.detach()[parts[0]])
    if not all(p is None or p is Ellipsis or type(p) in (int, slice) for p in parts):
        return NotImplemented
    if Ellipsis not in parts:
        parts.append(Ellipsis)
    at = parts.index(Ellipsis)
    named = sum(p is not None and p is not Ellipsis for p in parts)
    parts[at : at + 1] = [slice(None)] * (x.dim() - named)
    # New axes come last, by a reshape.
    value, axis = b.use(x), 0
    for p in [p for p in parts if p is not None]:
        if type(p) is int:
            value = b.select(value, axis, p)
        else:
            value = b.slice(value, axis, p.start, p.stop, p.step)
            if value is NotImplemented:
                return value
            axis += 1
    return b.reshape(value, b.shadow().shape) if None in parts else value


# Reductions


def _reduction(op):
    @handles(op)
    def handler(b, x, dim=None, keepdim=False, *, axis=None, dtype=None):
        if dtype not in (None, x.dtype) or not x.is_floating_point():
            return NotImplemented
        return b.reduce(op, x, dim if axis is None else axis, keepdim)


_reduction("sum")
_reduction("mean")


def _softmax_of(op, f, *names):
    @handles(*names)
    def handler(b, x, dim, dtype=None):
        if dtype not in (None, x.dtype):
            return NotImplemented
        # Where all is masked PyTorch gives NaN, and Backstep 0.
        if x.dim() and bool((x.detach() == -math.inf).all(dim).any()):
            return NotImplemented
        return b.unary(op, x, f(x.detach(), dim), axis=dim % x.dim())


_softmax_of("softmax", torch.softmax, "softmax")
_softmax_of("logSoftmax", torch.log_softmax, "log_softmax")


# Normalization


@handles("layer_norm")
def _layer_norm(b, x, normalized_shape, weight=None, bias=None, eps=1e-5, cudnn_enable=True):
    width = math.prod(normalized_shape)
    if weight is None and bias is not None:
        weight = b.constant("ones", torch.ones(tuple(normalized_shape), dtype=x.dtype))
    rows = b.reshape(x, (*x.shape[: x.dim() - len(normalized_shape)], width))
    learned = [b.reshape(w, (width,)) for w in (weight, bias) if w is not None]
    data = torch.layer_norm(rows.data, (width,), *(w.data for w in learned), eps=eps)
    return b.reshape(b.apply("layerNorm", [rows, *learned], {"epsilon": eps}, data), x.shape)


@handles("group_norm")
def _group_norm(b, x, num_groups, weight=None, bias=None, eps=1e-5, cudnn_enabled=True):
    rows = b.reshape(x, (x.shape[0], num_groups, -1))
    data = torch.layer_norm(rows.data, rows.shape[-1:], eps=eps)
    y = b.reshape(b.apply("layerNorm", [rows], {"epsilon": eps}, data), x.shape)
    for op, w in (("mul", weight), ("add", bias)):
        if w is not None:
            y = b.binary(op, y, b.reshape(w, (-1, *[1] * (x.dim() - 2))))
    return y


@handles("batch_norm")
def _batch_norm(b, x, weight, bias, mean, var, training, momentum, eps, cudnn_enabled=True):
    given = [] if training else [mean, var]
    inputs = [x]
    if weight is not None or bias is not None or given:
        like = dict(dtype=x.dtype)
        inputs.append(b.constant("ones", torch.ones(x.shape[1], **like)) if weight is None else weight)
        if bias is not None or given:
            inputs.append(b.constant("zeros", torch.zeros(x.shape[1], **like)) if bias is None else bias)
    inputs = [b.use(w) for w in [*inputs, *given]]
    values = [v.data for v in inputs[1:]] + [None] * 4
    data = torch.nn.functional.batch_norm(
        x.detach(), *([None, None] if training else values[2:4]), values[0], values[1], training, 0.0, eps
    )
    return b.apply("batchNorm", inputs, {"epsilon": eps}, data)


# Convolution and pooling


def _pair(x):
    if isinstance(x, (tuple, list)):
        return [int(x[0]), int(x[-1])]
    return [int(x), int(x)]


@handles("conv2d")
def _conv2d(b, x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    stride, dilation = _pair(stride), _pair(dilation)
    if isinstance(padding, str):
        room = [d * (k - 1) for d, k in zip(dilation, weight.shape[2:])]
        if padding == "same" and any(r % 2 for r in room):
            return NotImplemented
        padding = [r // 2 for r in room] if padding == "same" else 0
    attrs = {"stride": stride, "padding": _pair(padding), "dilation": dilation, "groups": groups}
    inputs = [b.use(w) for w in (x, weight, bias) if w is not None]
    alone = inputs[0].ndim == 3
    if alone:
        inputs[0] = b.reshape(x, (1, *x.shape))
    y = b.apply("conv2d", inputs, attrs, torch.conv2d(*(v.data for v in inputs), **attrs))
    return b.reshape(y, y.shape[1:]) if alone else y


@handles("conv1d")
def _conv1d(b, x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    if isinstance(padding, str):
        room = _pair(dilation)[0] * (weight.shape[2] - 1)
        if padding == "same" and room % 2:
            return NotImplemented
        padding = room // 2 if padding == "same" else 0
    sizes = [[start, _pair(n)[0]] for start, n in ((1, stride), (0, padding), (1, dilation))]
    lines = b.reshape(x, (*([1] if x.dim() == 2 else []), *x.shape[:-1], 1, x.shape[-1]))
    kernels = b.reshape(weight, (*weight.shape[:2], 1, weight.shape[2]))
    y = _conv2d(b, lines, kernels, bias, *sizes, groups)
    return b.reshape(y, (*y.shape[:-2], y.shape[-1]) if x.dim() == 3 else (y.shape[1], y.shape[-1]))


def _pool(b, op, f, x, kernel, stride, padding, ceil, **more):
    attrs = {"kernel": _pair(kernel), "stride": _pair(kernel if stride in (None, [], ()) else stride)}
    attrs.update(padding=_pair(padding), ceil=bool(ceil), **more)
    images = b.reshape(x, (1, *x.shape)) if x.dim() == 3 else b.use(x)
    known = {"kernel_size": "kernel", "stride": "stride", "padding": "padding", "ceil_mode": "ceil"}
    given = {k: attrs[v] for k, v in known.items()}
    if "countIncludePad" in attrs:
        given["count_include_pad"] = attrs["countIncludePad"]
    y = b.apply(op, [images], attrs, f(images.data, **given))
    return b.reshape(y, y.shape[1:]) if x.dim() == 3 else y


@handles("max_pool2d")
def _max_pool2d(b, x, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    if _pair(dilation) != [1, 1]:
        return NotImplemented
    return _pool(b, "maxPool2d", torch.max_pool2d, x, kernel_size, stride, padding, ceil_mode)


@handles("avg_pool2d")
def _avg_pool2d(
    b, x, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None
):
    if divisor_override is not None:
        return NotImplemented
    pool = torch.nn.functional.avg_pool2d
    return _pool(
        b, "avgPool2d", pool, x, kernel_size, stride, padding, ceil_mode, countIncludePad=bool(count_include_pad)
    )


def _flat_pool(pool, b, x, kernel, stride, padding, *rest):
    lines = b.reshape(x, (*x.shape[:-1], 1, x.shape[-1]))
    one = lambda n, start: [start, _pair(n)[0]]
    y = pool(b, lines, one(kernel, 1), one(kernel if stride in (None, [], ()) else stride, 1), one(padding, 0), *rest)
    return y if y is NotImplemented else b.reshape(y, (*y.shape[:-2], y.shape[-1]))


@handles("max_pool1d")
def _max_pool1d(b, x, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    return _flat_pool(_max_pool2d, b, x, kernel_size, stride, padding, dilation, ceil_mode)


@handles("avg_pool1d")
def _avg_pool1d(b, x, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    return _flat_pool(_avg_pool2d, b, x, kernel_size, stride, padding, ceil_mode, count_include_pad)


def _adaptive(b, x, output_size, pool):
    wanted = list(output_size) if isinstance(output_size, (tuple, list)) else [output_size, output_size]
    sizes = list(x.shape[-2:])
    wanted = [n if n is not None else size for n, size in zip(wanted, sizes)]
    if any(size % n for n, size in zip(wanted, sizes)):
        return NotImplemented
    return pool(b, x, [size // n for n, size in zip(wanted, sizes)])


@handles("adaptive_avg_pool2d")
def _adaptive_avg_pool2d(b, x, output_size):
    return _adaptive(b, x, output_size, _avg_pool2d)


# Losses


@handles("mse_loss")
def _mse_loss(b, x, target, reduction=1):
    x, target = b.use(x), b.use(target, "target")
    kind = REDUCTIONS[reduction]
    if kind == "none":
        difference = b.binary("sub", x, target)
        return b.binary("mul", difference, difference)
    data = torch.nn.functional.mse_loss(x.data, target.data, reduction=kind)
    return b.apply("mse", [x, target], {"reduction": kind}, data)


@handles("binary_cross_entropy")
def _binary_cross_entropy(b, x, target, weight=None, reduction=1):
    if weight is not None or reduction == 0:
        return NotImplemented
    inputs = [b.use(x), b.use(target, "target")]
    return b.apply("binaryCrossEntropy", inputs, {"reduction": REDUCTIONS[reduction]}, b.shadow())


@handles("binary_cross_entropy_with_logits")
def _binary_cross_entropy_with_logits(b, x, target, weight=None, pos_weight=None, reduction=1):
    if weight is not None or pos_weight is not None or reduction == 0:
        return NotImplemented
    inputs = [b.use(x), b.use(target, "target")]
    return b.apply("binaryCrossEntropyWithLogits", inputs, {"reduction": REDUCTIONS[reduction]}, b.shadow())


@handles("cross_entropy_loss")
def _cross_entropy(b, x, target, weight=None, reduction=1, ignore_index=-100, label_smoothing=0.0):
    chosen = not target.is_floating_point()
    simple_case = x.dim() == 2 and chosen and weight is None and not label_smoothing and reduction != 0
    if simple_case and not bool((target == ignore_index).any()):
        inputs = [b.use(x), b.use(target, "target")]
        return b.apply("crossEntropy", inputs, {"reduction": REDUCTIONS[reduction]}, b.shadow())
    axis = 0 if x.dim() == 1 else 1
    logs = b.unary("logSoftmax", x, torch.log_softmax(x.detach(), axis), axis=axis)
    return _likelihood(b, logs, target, weight, reduction, ignore_index, label_smoothing)


@handles("nll_loss_nd", "nll_loss")
def _nll_loss(b, x, target, weight=None, reduction=1, ignore_index=-100):
    return _likelihood(b, b.use(x), target, weight, reduction, ignore_index, 0.0)


def _likelihood(b, logs, target, weight, reduction, ignore_index, smoothing):
    """-sum of logarithms, each times what the targets, class weights and smoothing make its weight."""
    if target.requires_grad or (weight is not None and weight.requires_grad):
        return NotImplemented
    axis = 0 if logs.ndim == 1 else 1
    classes = logs.shape[axis]
    dtype = logs.data.dtype
    each = torch.ones(classes, dtype=dtype) if weight is None else weight.detach().to(dtype)
    across = each.reshape([-1 if d == axis else 1 for d in range(logs.ndim)])
    if target.is_floating_point():
        share = target.detach() * (1 - smoothing) + smoothing / classes
        share, whole = share * across, math.prod(logs.shape) / classes
    else:
        kept = target != ignore_index
        index = torch.where(kept, target, torch.zeros_like(target))
        one = torch.zeros_like(logs.data).scatter(axis, index.unsqueeze(axis), 1.0)
        share = (one * (1 - smoothing) + smoothing / classes) * across * kept.unsqueeze(axis)
        whole = float((each[index] * kept).sum())
    if reduction == 1:
        if not whole:  # a mean of nothing: PyTorch gives NaN, and 0 on the way back
            return NotImplemented
        share = share / whole
    product = b.binary("mul", logs, b.constant("target_weights", -share))
    return b.reduce("sum", product, axis if reduction == 0 else None)


# Recurrent layers: one call in PyTorch, time steps and gates in Backstep.


def _recurrent(
    b, op, x, states, weights, has_biases, layers, dropout, train, bidirectional, batch_first, **more
):
    if dropout and train and layers > 1:
        return NotImplemented
    weights = [b.use(w) for w in weights]
    size = len(weights) // (layers * (2 if bidirectional else 1))
    if size != (4 if has_biases else 2):  # projections
        return NotImplemented
    names = ["initial_h", "initial_c"]
    inputs = [b.use(x), *(b.use(s, n) for s, n in zip(states, names)), *weights]
    attrs = {
        "layers": layers,
        "bidirectional": bool(bidirectional),
        "batchFirst": bool(batch_first),
        "bias": bool(has_biases),
        **more,
    }
    results = b.shadow()
    output = b.apply(op, inputs, attrs, results[0])
    values = [output]
    for name, data in zip(("h_n", "c_n"), results[1:]):
        value = Value(b._free(f"{output.name}.{name}"), data, "intermediate", output.differentiable)
        b.counted(data)
        b.values.append(value)
        values.append(value)
    b.ops[-1]["writes"] = values
    return values


@handles("lstm")
def _lstm(b, x, states, weights, has_biases, layers, dropout, train, bidirectional, batch_first):
    if isinstance(weights, bool) or torch.is_tensor(states):  # a packed sequence
        return NotImplemented
    return _recurrent(b, "lstm", x, states, weights, has_biases, layers, dropout, train, bidirectional, batch_first)


def _simple_recurrent(op, name, **more):
    @handles(name)
    def handler(b, x, state, weights, has_biases, layers, dropout, train, bidirectional, batch_first):
        if isinstance(weights, bool) or torch.is_tensor(weights):  # a packed sequence
            return NotImplemented
        rest = (has_biases, layers, dropout, train, bidirectional, batch_first)
        return _recurrent(b, op, x, [state], weights, *rest, **more)


_simple_recurrent("gru", "gru")
_simple_recurrent("rnn", "rnn_tanh", nonlinearity="tanh")
_simple_recurrent("rnn", "rnn_relu", nonlinearity="relu")


def _cell_nets(b, x, h, weights):
    """What comes from the input and what from memory, with their biases."""
    w_ih, w_hh, b_ih, b_hh = (*weights, None, None)[:4]
    return _linear(b, x, w_ih, b_ih), _linear(b, h, w_hh, b_hh)


def _parts(b, net, n):
    size = net.shape[-1] // n
    return [b.slice(net, -1, k * size, (k + 1) * size) for k in range(n)]


def _act(b, op, x):
    return b.unary(op, x, getattr(torch, op)(x.data))


@handles("lstm_cell")
def _lstm_cell(b, x, states, *weights):
    h, c = states
    i, f, g, o = _parts(b, b.binary("add", *_cell_nets(b, x, h, weights)), 4)
    i, f, g, o = (_act(b, "tanh" if v is g else "sigmoid", v) for v in (i, f, g, o))
    c = b.binary("add", b.binary("mul", f, c), b.binary("mul", i, g))
    return [b.binary("mul", o, _act(b, "tanh", c)), c]


@handles("gru_cell")
def _gru_cell(b, x, h, *weights):
    x_net, h_net = _cell_nets(b, x, h, weights)
    (xr, xz, xn), (hr, hz, hn) = _parts(b, x_net, 3), _parts(b, h_net, 3)
    r, z = (_act(b, "sigmoid", b.binary("add", *v)) for v in ((xr, hr), (xz, hz)))
    n = _act(b, "tanh", b.binary("add", xn, b.binary("mul", r, hn)))
    return b.binary("add", b.binary("mul", b.binary("sub", 1, z), n), b.binary("mul", z, h))


def _rnn_cell(op):
    @handles(f"rnn_{op}_cell")
    def handler(b, x, h, *weights):
        return _act(b, op, b.binary("add", *_cell_nets(b, x, h, weights)))


_rnn_cell("tanh")
_rnn_cell("relu")


# Functions that are run in parts, because one of their parts is not to be had from outside.

REPLACED = {}


def _dropout(r, input, p=0.5, train=True, training=None):
    train = train if training is None else training
    if not train or p == 0:
        return input
    # torch draws the same numbers for ones as it would for the input.
    noise = torch.dropout(torch.ones_like(input, requires_grad=False), p, True)
    r._keep(noise, r.constant("dropout_mask", noise))
    return r.run(torch.Tensor.mul, input, noise)


def _dropout_in_place(r, input, p=0.5, train=True):
    if not train or p == 0:
        return input
    noise = torch.dropout(torch.ones_like(input, requires_grad=False), p, True)
    r._keep(noise, r.constant("dropout_mask", noise))
    return r.run(torch.Tensor.mul_, input, noise)


def _attention(r, query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None, enable_gqa=False):
    """softmax(q kᵀ / √d + mask) v, as torch documents it, so that the weights can be seen."""
    if enable_gqa:
        raise RecordError("scaled_dot_product_attention with enable_gqa cannot be recorded: repeat keys and values first")
    run = r.run
    scale = 1 / math.sqrt(query.shape[-1]) if scale is None else scale
    scores = run(torch.matmul, run(torch.mul, query, scale), run(torch.Tensor.transpose, key, -2, -1))
    if is_causal:
        attn_mask = torch.ones(scores.shape[-2:], dtype=torch.bool).tril()
    if attn_mask is not None and attn_mask.dtype == torch.bool:
        scores = run(torch.Tensor.masked_fill, scores, ~attn_mask, -math.inf)
    elif attn_mask is not None:
        scores = run(torch.add, scores, attn_mask)
    weights = run(torch.softmax, scores, -1)
    if dropout_p:
        weights = _dropout(r, weights, dropout_p, True)
    return run(torch.matmul, weights, value)


REPLACED["dropout"] = _dropout
REPLACED["dropout_"] = _dropout_in_place
REPLACED["scaled_dot_product_attention"] = _attention
