"""How the recording comes to see what torch does."""

import functools
import inspect
import sys

import torch
import torch._tensor
import torch._tensor_str
import torch.functional
import torch.nn.modules.module
import torch.nn.functional
import torch.overrides
import torch.utils.hooks
from torch.overrides import TorchFunctionMode
from torch.utils import _python_dispatch
from torch.utils._python_dispatch import TorchDispatchMode

from .errors import RecordError


class Capture(TorchFunctionMode):
    """Hands every torch function that is called in the block to the recording."""

    def __init__(self, see):
        super().__init__()
        self.see = see

    def __torch_function__(self, func, types, args=(), kwargs=None):
        return self.see(func, args, kwargs or {})


class Below(TorchDispatchMode):
    """Shows what a mode for functions does not see: PyTorch 1.13 computes x[...] behind its back."""

    def __init__(self, see):
        super().__init__()
        self.see = see

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        return self.see(func, args, kwargs or {})

    def rest(self):
        """Sees nothing until it is woken, as a call that has nothing to show costs time; says whether it was awake."""
        if _python_dispatch._get_current_dispatch_mode() is not self:
            return False
        _python_dispatch._pop_mode()
        return True

    def wake(self):
        _python_dispatch._push_mode(self)


def whole(f):
    """A function of torch written in Python, called as one: with no mode for what is inside."""
    has_mode = torch.overrides.has_torch_function_unary

    @functools.wraps(f)
    def called(x, *args):
        return torch.overrides.handle_torch_function(f, (x,), x, *args) if has_mode(x) else f(x, *args)

    return called


def shows_indexing():
    """Whether a mode for functions sees x[...]."""
    seen = []
    with Capture(lambda func, args, kwargs: seen.append(func.__name__) or func(*args, **kwargs)):
        torch.zeros(1)[0]
    return "__getitem__" in seen


class Seeing:
    """Everything that is put in torch's place for the block, and taken away after it."""

    def _see_through(self):
        """Functions of torch written in Python are entered, so that what is inside is captured; and backward is seen."""
        # All but those that ask a mode by their own name for what they are made of, as pickling does in PyTorch 1.13.
        for name in ("storage", "refine_names", "align_to", "rename", "rename_"):
            # Names of axes are gone in newer releases.
            if hasattr(torch.Tensor, name):
                self._replace(torch.Tensor, name, whole(getattr(torch.Tensor, name)))
        for module in (torch.nn.functional, torch.functional, torch._tensor, torch.overrides):
            for name in ("has_torch_function", "has_torch_function_unary", "has_torch_function_variadic"):
                if hasattr(module, name):
                    self._replace(module, name, lambda *_: False)
        self.real_backward = self._replace(torch.autograd, "backward", self._backward)
        self.real_grad = self._replace(torch.autograd, "grad", self._grad)
        apply = inspect.getattr_static(torch.autograd.Function, "apply")
        self._replace(torch.autograd.Function, "apply", classmethod(lambda f, *args, **kwargs: self._own(f, apply, args, kwargs)))
        attention = torch.nn.functional.multi_head_attention_forward
        self._replace(torch.nn.functional, "multi_head_attention_forward", self._inside("attention", attention))
        # What is printed is no part of the run.
        self._replace(torch._tensor_str, "_str", self._unrecorded(torch._tensor_str._str))
        # A mode below autograd has made a Python object of the tensor that is to become one of another class.
        self._replace(torch.Tensor, "as_subclass", self._unrecorded(torch.Tensor.as_subclass))
        self._refuse_compiled()
        watched = self._watched(torch.utils.hooks.BackwardHook)
        for module in (torch.utils.hooks, torch.nn.modules.module):
            if hasattr(module, "BackwardHook"):
                self._replace(module, "BackwardHook", watched)
        self.capture = Capture(self.see)
        self.modes = [self.capture]
        if not shows_indexing():
            self.indexing = Below(self.see_below)
            self.modes.append(self.indexing)

    def _refuse_compiled(self):
        """What torch.compile made runs without the functions of torch that a mode sees; every call of it sets this up."""
        module = sys.modules.get("torch._dynamo.eval_frame")
        for name in ("_maybe_set_eval_frame", "set_eval_frame"):
            if hasattr(module, name):
                self._replace(module, name, self._not_compiled(getattr(module, name)))

    def _not_compiled(self, real):
        def called(callback, *more):
            if callable(callback) and not (self.rests or self.busy):
                raise RecordError(
                    "What torch.compile made cannot be recorded: call the function or the model that was compiled, or run the "
                    "program with TORCHDYNAMO_DISABLE=1"
                )
            return real(callback, *more)

        return called

    def _replace(self, owner, name, new):
        """Puts something in the place of an attribute until the end of the block, and returns what was there."""
        raw, own = inspect.getattr_static(owner, name), name in vars(owner)
        old = getattr(owner, name)
        self.undo.append(lambda: setattr(owner, name, raw) if own else delattr(owner, name))
        setattr(owner, name, new)
        return old

    def _unrecorded(self, f):
        def unrecorded(*args, **kwargs):
            with self.apart():
                return f(*args, **kwargs)

        return unrecorded
