"""Modules that hold modules."""

from collections import OrderedDict

from .module import Module, Parameter


class _Listed(Module):
    """Modules by their places."""

    def append(self, module):
        self.add_module(str(len(self)), module)
        return self

    def extend(self, modules):
        for module in modules:
            self.append(module)
        return self

    def insert(self, index, module):
        modules = list(self)
        modules.insert(index, module)
        self._hold(modules)

    def pop(self, key):
        module = self[key]
        del self[key]
        return module

    def _hold(self, modules):
        self._modules.clear()
        for k, module in enumerate(modules):
            self.add_module(str(k), module)

    def _name_of(self, k):
        names = list(self._modules)
        if not -len(names) <= k < len(names):
            raise IndexError(f"index {k} is out of range")
        return names[k]

    def __getitem__(self, k):
        if not isinstance(k, slice):
            return self._modules[self._name_of(k)]
        return type(self)(OrderedDict(list(self._modules.items())[k])) if type(self) is Sequential else type(self)(list(self)[k])

    def __setitem__(self, k, module):
        self.add_module(self._name_of(k), module)

    def __delitem__(self, k):
        gone = set(list(self._modules)[k]) if isinstance(k, slice) else {self._name_of(k)}
        self._hold([m for n, m in self._modules.items() if n not in gone])

    def __add__(self, other):
        return type(self)(*self, *other) if isinstance(self, Sequential) else type(self)([*self, *other])

    def __len__(self):
        return len(self._modules)

    def __iter__(self):
        return iter(self._modules.values())


class Sequential(_Listed):
    def __init__(self, *args):
        super().__init__()
        if len(args) == 1 and isinstance(args[0], OrderedDict):
            for name, module in args[0].items():
                self.add_module(name, module)
        else:
            for k, module in enumerate(args):
                if not isinstance(module, Module):
                    raise TypeError(f"{module!r} is not a Module subclass")
                self.add_module(str(k), module)

    def forward(self, x):
        for module in self._modules.values():
            x = module(x)
        return x


class ModuleList(_Listed):
    def __init__(self, modules=()):
        super().__init__()
        self.extend(modules)

    def __setattr__(self, name, value):
        super().__setattr__(name, value)
        if name == "_name" and value is not None:
            # A list is never called itself: its members say whose they are.
            for k, module in self.__dict__.get("_modules", {}).items():
                module._name = f"{value}.{k}"

    def add_module(self, name, module):
        super().add_module(name, module)
        if self.__dict__.get("_name"):
            module._name = f"{self._name}.{name}"

    def _printed(self):
        """Modules in a row that print the same are printed once, as by PyTorch from 2.0 on."""
        runs = []
        for k, text in enumerate(map(repr, self)):
            if runs and runs[-1][2] == text:
                runs[-1][1] = k
            else:
                runs.append([k, k, text])
        return [(f"({a})", text) if a == b else (f"({a}-{b})", f"{b - a + 1} x {text}") for a, b, text in runs]


class ModuleDict(Module):
    def __init__(self, modules=None):
        super().__init__()
        for name, module in dict(modules or {}).items():
            self.add_module(name, module)

    def __getitem__(self, name):
        return self._modules[name]

    def __setitem__(self, name, module):
        self.add_module(name, module)

    def __len__(self):
        return len(self._modules)

    def __iter__(self):
        return iter(self._modules)

    def __contains__(self, name):
        return name in self._modules

    def __delitem__(self, name):
        del self._modules[name]

    def update(self, modules):
        for name, module in dict(modules).items():
            self.add_module(name, module)

    def pop(self, key):
        return self._modules.pop(key)

    def keys(self):
        return self._modules.keys()

    def items(self):
        return self._modules.items()

    def values(self):
        return self._modules.values()


class ParameterList(Module):
    def __init__(self, values=()):
        super().__init__()
        for value in values:
            self.append(value)

    def append(self, value):
        self.register_parameter(str(len(self)), value if isinstance(value, Parameter) else Parameter(value))
        return self

    def __getitem__(self, k):
        return list(self._parameters.values())[k]

    def __len__(self):
        return len(self._parameters)

    def __iter__(self):
        return iter(self._parameters.values())

    def extra_repr(self):
        return "\n".join(f"  ({k}): Parameter containing: [{p.dtype} of size {'x'.join(map(str, p.shape))}]" for k, p in self._parameters.items())


class ParameterDict(Module):
    def __init__(self, parameters=None):
        super().__init__()
        for name, value in dict(parameters or {}).items():
            self.register_parameter(name, value)

    def __getitem__(self, name):
        return self._parameters[name]

    def items(self):
        return self._parameters.items()

    def __setitem__(self, name, value):
        self.register_parameter(name, value if isinstance(value, Parameter) else Parameter(value))

    def __contains__(self, name):
        return name in self._parameters

    def __len__(self):
        return len(self._parameters)

    def __iter__(self):
        return iter(self._parameters)

    def keys(self):
        return self._parameters.keys()

    def values(self):
        return self._parameters.values()
