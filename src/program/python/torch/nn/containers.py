"""Modules that hold modules."""

from collections import OrderedDict

from .module import Module, Parameter


class Sequential(Module):
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

    def __getitem__(self, k):
        modules = list(self._modules.values())
        return Sequential(*modules[k]) if isinstance(k, slice) else modules[k]

    def __len__(self):
        return len(self._modules)

    def __iter__(self):
        return iter(self._modules.values())

    def append(self, module):
        self.add_module(str(len(self)), module)
        return self


class ModuleList(Module):
    def __init__(self, modules=()):
        super().__init__()
        self.extend(modules)

    def append(self, module):
        k = len(self)
        self.add_module(str(k), module)
        return self

    def extend(self, modules):
        for module in modules:
            self.append(module)
        return self

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

    def __getitem__(self, k):
        modules = list(self._modules.values())
        return ModuleList(modules[k]) if isinstance(k, slice) else modules[k]

    def __len__(self):
        return len(self._modules)

    def __iter__(self):
        return iter(self._modules.values())


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
