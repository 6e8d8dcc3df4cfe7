"""What works in place: recorded as the op that makes a new tensor, since a value is written once."""

import torch

from .arguments import tensors_in
from .errors import RecordError


class InPlace:
    """Calls that change one of their arguments."""

    def _is_behind(self, x):
        return torch.is_tensor(x) and any(self.behind.get(id(t)) is t for t in (x, x._base) if t is not None)

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
