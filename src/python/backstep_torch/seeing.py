"""How the recording comes to see what torch does."""

import torch
import torch._tensor
import torch.functional
import torch.nn.functional
from torch.overrides import TorchFunctionMode


class Capture(TorchFunctionMode):
    """Hands every torch function that is called in the block to the recording."""

    def __init__(self, recording):
        super().__init__()
        self.recording = recording

    def __torch_function__(self, func, types, args=(), kwargs=None):
        return self.recording.see(func, args, kwargs or {})


class Seeing:
    """Everything that is put in torch's place for the block, and taken away after it."""

    def _see_through(self):
        """Functions of torch written in Python are entered, so that what is inside is captured; and backward is seen."""
        for module in (torch.nn.functional, torch.functional, torch._tensor):
            for name in ("has_torch_function", "has_torch_function_unary", "has_torch_function_variadic"):
                if hasattr(module, name):
                    self._replace(module, name, lambda *_: False)
        self._replace(torch.autograd, "backward", self._backward)
        self._replace(torch.autograd, "grad", self._grad)
        attention = torch.nn.functional.multi_head_attention_forward
        self._replace(torch.nn.functional, "multi_head_attention_forward", self._inside("attention", attention))
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
