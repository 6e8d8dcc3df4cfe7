"""Values: what is known of torch's tensors, and what is given from outside."""

import re

import torch

from .errors import RecordError
from .held import Value
from .limits import MOST_VALUES
from .names import symbol_of


class Values:
    """Which Value a tensor holds, as long as it holds it."""

    def is_tracked(self, x):
        entry = self.known.get(id(x))
        return x.requires_grad or (entry is not None and entry[0] is x)

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

    def constant(self, name, data):
        value = Value(self._free(name), data, "input", False)
        self.counted(data)
        self.values.append(value)
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
