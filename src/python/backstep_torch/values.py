"""Values: what is known of torch's tensors, and what is given from outside."""

import collections
import math
import re

import torch

from .errors import RecordError, Unheld
from .held import Value
from .limits import MOST_AXES, MOST_VALUES
from .called import symbol_of
from .naming import axes_of
from .safetensors import DTYPES


class Values:
    """Which Value a tensor holds, as long as it holds it."""

    most_values = MOST_VALUES

    def is_tracked(self, x):
        known = x.requires_grad or self.is_known(x) or id(x) in self.parameters or bool(self.of_gradient) and self._is_gradient(x)
        return known and not is_wrapped(x)

    def is_known(self, x):
        entry = self.known.get(id(x))
        return entry is not None and entry[0] is x

    def use(self, x, hint=None):
        """The Value of a tensor or a number; what no op of the recording wrote is given."""
        if isinstance(x, Value):
            return x
        if not torch.is_tensor(x):
            return self._number(x)
        value = None
        if self.of_gradient and not self.is_known(x) and self._is_gradient(x):
            return self._value_of_gradient(x)
        if self.is_known(x):
            _, value, version = self.known[id(x)]
            if version_of(x) != version:
                return self._changed(x, value)
            value.axes = value.axes or axes_of(x, value)
            if x.grad_fn is None and x.requires_grad and not value.differentiable:
                return self._begun_anew(x, value)
            if x.grad_fn is None or value.role != "intermediate" or value.differentiable:
                return value
        return (self._unseen(x) if x.grad_fn is not None else None) or self._given(x, hint)

    def settle(self, tensors):
        """What tensors hold by now, where that takes an op to say: before the op that reads them is written down."""
        for x in tensors:
            if x.grad_fn is not None or self.is_known(x):
                if x.numel():
                    self.use(x)

    def _number(self, x):
        x = float(x)
        key = repr(x)
        if key not in self.numbers:
            text = repr(int(x)) if x.is_integer() and abs(x) < 1e15 else f"{x:.6g}"
            symbol = re.sub(r"e([+-]\d+)$", lambda e: f" \\cdot 10^{{{int(e[1])}}}", text).replace("inf", "\\infty")
            # As numbers are printed everywhere: a minus sign, and no leading zero in an exponent.
            label = re.sub(r"e([+-])0*", r"e\1", text).replace("-", "\u2212").replace("inf", "\u221e")
            value = Value("number", torch.tensor(x, dtype=torch.float64), "input", False, label, symbol)
            self.values.append(value)
            self.numbers[key] = value
        return self.numbers[key]

    def _given(self, x, hint=None):
        self.check_kind(x)
        trained = id(x) in self.parameters
        role = "parameter" if trained and (x.requires_grad or isinstance(x, torch.nn.Parameter)) else "input"
        name = self.given_names.get(id(x))
        name = name or self._local_name(x) or hint or ("input" if x.requires_grad else "constant")
        label = f"frozen {name}"[:200] if trained and not x.requires_grad else None
        symbol = symbol_of(name) if trained else None
        value = Value(name, self.held(x, name), role, x.requires_grad, label, symbol)
        value.bound = True
        value.cut = self.cut_of(x)
        self.values.append(value)
        self._keep(x, value)
        self._hook(value, x)
        return value

    def _begun_anew(self, x, value):
        """A tensor without a gradient that became a leaf which needs one: a parameter after an update, else it is given."""
        if value.role == "gradient" or not value.updates:
            self.known.pop(id(x))
            return self._given(x)
        value.differentiable, value.updates = True, False
        self._hook(value, x)
        return value

    def constant(self, name, data):
        value = Value(name, data, "input", False)
        self.counted(data, name)
        self.values.append(value)
        return value

    def form(self, x):
        """A tensor as a trace holds it: dense, a complex number as its real and its imaginary part, and 8 axes at most."""
        x = x.detach()
        if x.dtype in DTYPES and x.layout is torch.strided and x.dim() <= MOST_AXES:
            return x
        if x.layout != torch.strided:
            x = x.to_dense()
        if x.is_quantized:
            x = x.dequantize()
        x = torch.view_as_real(x.resolve_conj()) if x.is_complex() else x
        return x if x.dim() <= MOST_AXES else x.flatten(0, x.dim() - MOST_AXES)

    def held(self, x, name="a gradient"):
        """A copy of a tensor in that form, which later changes in place do not reach."""
        x = self.form(x)
        self.counted(x, name)
        return self.store.copy(x)

    def counted(self, x, name):
        self.count += x.numel()
        if self.count > self.most_values:
            raise RecordError(
                f"This run holds more than {self.most_values // 10**6} million values{self._largest(name, x)}: record a smaller "
                "batch, a shorter sequence or a smaller model"
            )

    def _largest(self, name, x):
        """What weighs most, for a sentence; what one variable held one after the other counts together."""
        times = collections.Counter([(name, tuple(x.shape))])
        times.update((v.called, v.shape) for v in self.values if v.bound and not v.view_of)
        sizes = sorted(((n * math.prod(shape), n, called, shape) for (called, shape), n in times.items()), reverse=True)
        most = [
            f"{called} {'×'.join(map(str, shape))}{f', {n} times,' if n > 1 else ''} with {total:,}"
            for total, n, called, shape in sizes[:3]
        ]
        return f" (the largest are {', '.join(most)})"

    def _keep(self, x, value):
        value.axes = value.axes or axes_of(x, value)
        self.known[id(x)] = (x, value, version_of(x))
        self._know_edge(x, value)

    def _hook(self, value, x, again=False):
        if not x.requires_grad:
            return

        def keep(g):
            if g is not None and self.returns:
                self._arrived(value, g)

        if x.grad_fn is None:
            if id(x) in self.leaves:
                self.leaves[id(x)][1].append(value)
                return
            values = [value]
            self.leaves[id(x)] = (x, values)
            self.undo.append(x.register_hook(lambda g: self._arrived_at_leaf(values, g)).remove)
        elif again:
            # Hooks of a tensor stay with what it was before it was changed in place.
            k = x.output_nr
            self.undo.append(x.grad_fn.register_hook(lambda _, gs: keep(gs[k])).remove)
        else:
            self.undo.append(x.register_hook(keep).remove)

    def bind(self, value, y, again=False, hooked=True):
        """Says that tensor y holds a value; `again` where y was another one before.

        Its gradient is kept, unless it is not `hooked`, as what arrives at y is not all of it.
        """
        if self.is_known(y) and self.known[id(y)][1] is value and not again:
            return
        if not value.bound:
            self.check_kind(y)
            if value.view_of is None:
                value.data = self.store.copy(self.form(y))
            value.bound = True
            if hooked:
                self._hook(value, y, again)
        if value.differentiable and not y.requires_grad:
            value = self.apply("detach", [value], {}, value.data)
            value.bound = True
        self._keep(y, value)
        self._await_name(value, y)

    def check_kind(self, x):
        if x.is_floating_point() and x.dtype not in DTYPES:
            raise RecordError(f"{self._called(x)} is {str(x.dtype)[6:]}: run the model in float32, with model.float()")
        if x.numel() == 0:
            raise Unheld


# Inside of torch.func's transforms a tensor stands for others: what they give is seen as what comes out of them.
is_wrapped = getattr(getattr(torch._C, "_functorch", None), "is_functorch_wrapped_tensor", lambda x: False)


def version_of(x):
    try:
        return x._version
    except RuntimeError:  # a tensor of inference mode has none
        return 0
