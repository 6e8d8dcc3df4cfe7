"""Modules: what holds parameters, and is a scope of the trace while it runs."""

import json
from collections import OrderedDict

from .._machine import enter, leave, machine
from .._tensor import Handle, Tensor


class Parameter(Tensor):
    """A tensor that training changes."""

    _trained = True

    def __init__(self, data=None, requires_grad=True):
        from .._creation import empty

        data = empty(0) if data is None else data
        super().__init__(data.detach()._share(), data.dtype)
        self.requires_grad_(requires_grad)


def without_grad(parameters, set_to_none):
    from .._creation import zeros_like

    for p in parameters:
        if p.grad is not None:
            p.grad = None if set_to_none else zeros_like(p)


def symbol_of(name):
    """What equations call a parameter: W with the index fc1 for "fc1.weight"."""
    *path, last = name.split(".")
    kind, _, rest = last.partition("_")
    letter = {"weight": "W", "bias": "b"}.get(kind)
    if letter is None:
        return ""
    index = rest or (".".join(path[-2:]) if path and path[-1].isdigit() else path[-1] if path else "")
    safe = index.replace("_", "\\_")
    return f"{letter}_{{\\mathrm{{{safe}}}}}" if safe else letter


class Module:
    part = None

    def __init__(self):
        object.__setattr__(self, "_parameters", OrderedDict())
        object.__setattr__(self, "_buffers", OrderedDict())
        object.__setattr__(self, "_modules", OrderedDict())
        self._unsaved = set()
        self.training = True
        self._name = None
        self._named = False
        self._forward_hooks = OrderedDict()
        self._forward_pre_hooks = OrderedDict()

    def __setattr__(self, name, value):
        kept = self.__dict__.get("_parameters")
        if isinstance(value, Parameter):
            if kept is None:
                raise AttributeError("cannot assign parameters before Module.__init__() call")
            self._put(kept, name, value)
        elif isinstance(value, Module):
            if kept is None:
                raise AttributeError("cannot assign module before Module.__init__() call")
            self._put(self._modules, name, value)
            value._name = name
        elif kept is not None and name in self._buffers:
            self._buffers[name] = value
        elif kept is not None and name in kept:
            if value is not None:
                raise TypeError(
                    f"cannot assign '{type(value).__module__}.{type(value).__name__}' as parameter '{name}' (torch.nn.Parameter or None expected)"
                )
            kept[name] = value
        else:
            object.__setattr__(self, name, value)

    def __setstate__(self, state):
        """Of a file, which may be PyTorch's own: what it has beside is left out, what it lacks is as at first."""
        Module.__init__(self)
        self.__dict__.update({name: value for name, value in state.items() if value is not None or not name.endswith("_hooks")})
        for name in ("_forward_hooks", "_forward_pre_hooks"):
            object.__setattr__(self, name, OrderedDict(state.get(name) or {}))
        self._unsaved = set(state.get("_non_persistent_buffers_set", self._unsaved))

    def _put(self, kept, name, value):
        """What takes the place of another of its kind stands where that stood."""
        if name not in kept:
            self._forget(name)
        kept[name] = value

    def _forget(self, name):
        for kept in (self.__dict__, self._parameters, self._buffers, self._modules):
            kept.pop(name, None)

    def __getattr__(self, name):
        for kept in ("_parameters", "_buffers", "_modules"):
            found = self.__dict__.get(kept)
            if found is not None and name in found:
                return found[name]
        if "_modules" not in self.__dict__ and not name.startswith("__"):
            raise AttributeError(
                f"'{type(self).__name__}' object has no attribute '{name}': call super().__init__() first in its __init__"
            )
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    def __delattr__(self, name):
        self._forget(name) if any(name in k for k in (self._parameters, self._buffers, self._modules)) else object.__delattr__(self, name)

    # Running

    def forward(self, *args, **kwargs):
        raise NotImplementedError(f'Module [{type(self).__name__}] is missing the required "forward" function')

    def __call__(self, *args, **kwargs):
        if "_modules" not in self.__dict__:
            raise AttributeError(f"{type(self).__name__} has no modules yet: call super().__init__() first in its __init__")
        if self._name is None and not self._named:
            self._give_names()
        for hook in list(self._forward_pre_hooks.values()) if self._forward_pre_hooks else ():
            changed = hook(self, args)
            args = args if changed is None else changed if isinstance(changed, tuple) else (changed,)
        scoped = self._name is not None or self.part is not None
        if scoped:
            about, part = self.__dict__.get("_said") or self._say()
            name = self._called()
            enter(name, about, part)
        try:
            y = self.forward(*args, **kwargs)
        finally:
            if scoped:
                leave(name if self._name else "")
        for hook in list(self._forward_hooks.values()) if self._forward_hooks else ():
            changed = hook(self, args, y)
            y = y if changed is None else changed
        return y

    def _called(self):
        """What its scope is called: of the places of a Sequential, which are numbers, by what stands there."""
        name = self._name or type(self).__name__
        return f"{type(self).__name__} {name}" if name.isdigit() else name

    def _say(self):
        """What its scope says about it: found out once."""
        about = f"{type(self).__name__}({self.extra_repr()})" if not self._modules else type(self).__name__
        said = about, json.dumps(self.part) if self.part else ""
        object.__setattr__(self, "_said", said)
        return said

    def _give_names(self):
        """The outermost module says what its parameters are called."""
        self._named = True
        for name, p in [*self.named_parameters(), *self.named_buffers()]:
            called = name if name[0].isalpha() else f"model.{name}"
            machine.call(p._id, called, "", symbol_of(name))

    def register_forward_hook(self, hook):
        return Handle(self._forward_hooks, hook)

    def register_forward_pre_hook(self, hook):
        return Handle(self._forward_pre_hooks, hook)

    def register_full_backward_hook(self, hook):
        raise NotImplementedError("register_full_backward_hook is not part of this page: Tensor.register_hook shows the gradient of a tensor.")

    register_backward_hook = register_full_backward_hook

    # What it holds

    def register_parameter(self, name, param):
        self._parameters[name] = param

    def register_buffer(self, name, tensor, persistent=True):
        self._forget(name)
        self._buffers[name] = tensor
        if not persistent:
            self._unsaved.add(name)

    def add_module(self, name, module):
        self._modules[name] = module
        if module is not None:
            module._name = name

    register_module = add_module

    def named_modules(self, memo=None, prefix="", remove_duplicate=True):
        memo = set() if memo is None else memo
        if self in memo:
            return
        memo.add(self)
        yield prefix, self
        for name, module in self._modules.items():
            if module is not None:
                yield from module.named_modules(memo, f"{prefix}.{name}" if prefix else name)

    def modules(self):
        return (module for _, module in self.named_modules())

    def named_children(self):
        return ((n, m) for n, m in self._modules.items() if m is not None)

    def children(self):
        return (m for _, m in self.named_children())

    def _held(self, kept, prefix="", recurse=True):
        seen = set()
        for path, module in self.named_modules(prefix=prefix) if recurse else [(prefix, self)]:
            for name, x in getattr(module, kept).items():
                if x is not None and id(x) not in seen:
                    seen.add(id(x))
                    yield (f"{path}.{name}" if path else name), x

    def named_parameters(self, prefix="", recurse=True, remove_duplicate=True):
        return self._held("_parameters", prefix, recurse)

    def parameters(self, recurse=True):
        return (p for _, p in self.named_parameters(recurse=recurse))

    def named_buffers(self, prefix="", recurse=True):
        return self._held("_buffers", prefix, recurse)

    def buffers(self, recurse=True):
        return (b for _, b in self.named_buffers(recurse=recurse))

    def get_parameter(self, target):
        return dict(self.named_parameters())[target]

    def get_submodule(self, target):
        return dict(self.named_modules())[target]

    # Modes

    def train(self, mode=True):
        for module in self.modules():
            module.training = mode
        return self

    def eval(self):
        return self.train(False)

    def requires_grad_(self, requires_grad=True):
        for p in self.parameters():
            p.requires_grad_(requires_grad)
        return self

    def zero_grad(self, set_to_none=True):
        without_grad(self.parameters(), set_to_none)

    def apply(self, fn):
        for module in self.children():
            module.apply(fn)
        fn(self)
        return self

    def to(self, *args, dtype=None, **kwargs):
        from .._dtypes import dtype as kind
        from .._tensor import device

        for a in args:
            if isinstance(a, kind):
                dtype = a
            elif isinstance(a, (str, device)):
                device(str(a))
        if dtype is not None:
            for x in [*self.parameters(), *self.buffers()]:
                if x.dtype.is_floating_point and x.dtype is not dtype:
                    other = x.detach().to(dtype)
                    x.dtype = dtype
                    x._take(other, check=False)
        return self

    def double(self):
        from .._dtypes import float64

        return self.to(float64)

    def half(self):
        from .._missing import SHORT

        raise NotImplementedError(SHORT)

    bfloat16 = half

    def float(self):
        from .._dtypes import float32

        return self.to(float32)

    def cpu(self):
        return self

    def cuda(self, device=None):
        return self.to("cuda")

    def share_memory(self):
        return self

    def get_buffer(self, target):
        return dict(self.named_buffers())[target]

    def state_dict(self, prefix="", keep_vars=False):
        found = OrderedDict()
        for path, module in self.named_modules():
            for name, x in [*module._parameters.items(), *((n, b) for n, b in module._buffers.items() if n not in module._unsaved)]:
                if x is not None:
                    found[prefix + (f"{path}.{name}" if path else name)] = x.detach()
        return found

    def load_state_dict(self, state_dict, strict=True):
        own = {}
        for path, module in self.named_modules():
            for name, x in [*module._parameters.items(), *module._buffers.items()]:
                if x is not None and name not in module._unsaved:
                    own[f"{path}.{name}" if path else name] = x
        missing = [n for n in own if n not in state_dict]
        unexpected = [n for n in state_dict if n not in own]
        wrong = [
            f"size mismatch for {n}: copying a param with shape {x.shape} from checkpoint, the shape in current model is {own[n].shape}."
            for n, x in state_dict.items()
            if n in own and tuple(own[n].shape) != tuple(x.shape)
        ]
        problems = wrong
        if strict:
            problems = (
                ([f"Missing key(s) in state_dict: {', '.join(repr(m) for m in missing)}. "] if missing else [])
                + ([f"Unexpected key(s) in state_dict: {', '.join(repr(m) for m in unexpected)}. "] if unexpected else [])
                + wrong
            )
        if problems:
            raise RuntimeError("Error(s) in loading state_dict for {}:\n\t{}".format(type(self).__name__, "\n\t".join(problems)))
        for name, x in state_dict.items():
            if name in own:
                own[name]._take(x.detach().clone(), check=False)
        return "<All keys matched successfully>"

    # Printing

    def extra_repr(self):
        return ""

    def _printed(self):
        """What is printed of each module in it, by what stands before it."""
        return [(f"({name})", repr(module)) for name, module in self._modules.items()]

    def __repr__(self):
        lines = [f"{name}: " + text.replace("\n", "\n  ") for name, text in self._printed()]
        extra = self.extra_repr()
        if not lines:
            return f"{type(self).__name__}({extra})"
        return f"{type(self).__name__}(\n  " + "\n  ".join(([extra] if extra else []) + lines) + "\n)"

    def __hash__(self):
        return id(self)

    def __dir__(self):
        return [*object.__dir__(self), *self._parameters, *self._buffers, *self._modules]
