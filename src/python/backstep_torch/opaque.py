"""Ops that Backstep does not have."""

import re

from .arguments import simple, tensors_in
from .registry import HANDLERS


class Opaque:
    """Calls that are kept under their name in PyTorch, with what they send back to each of their inputs."""

    def _unknown(self, func, name, args, kwargs):
        inputs = self._inputs(args, kwargs)
        result = func(*args, **kwargs)
        self._keep_call(name, args, kwargs, inputs, result)
        return result

    def _inputs(self, args, kwargs):
        """The values of a call's tensors, as far as a trace can hold them."""
        return [self.use(x) for x in tensors_in((args, kwargs)) if x.numel()]

    def _keep_call(self, name, args, kwargs, inputs, result, apart=False):
        """Writes down a call by what came of it; a result that is one of its arguments is no new value.

        `apart` where the nodes of the graph behind it are those of other ops too.
        """
        given = tensors_in((args, kwargs))
        ys = [y for y in tensors_in(result) if has_gradient_kind(y) and y.numel() and not any(y is x for x in given)]
        values = []
        sent = self._sent_apart(inputs, ys, values) if apart else self._sent_to(inputs, ys)
        op, attrs = op_name(name), arguments_of(args, kwargs)
        for y in ys:
            value = self.apply(op, inputs, attrs, self.form(y))
            value.differentiable = y.requires_grad
            self.ops[-1]["sent"], self.ops[-1]["outputs"] = sent, values
            values.append(value)
            self.bind(value, y, hooked=not apart)

    def _unseen(self, x):
        """What was computed where no call shows it is one op, from all that the graph of autograd leads to."""
        inputs = []
        sent = self._sent_to(inputs, [x])
        if not inputs:
            return None
        name = re.sub(r"Backward\d*$", "", type(x.grad_fn).__name__) or "unseen"
        value = self.apply(op_name(name), inputs, {}, self.form(x))
        value.differentiable = True
        self.ops[-1]["sent"], self.ops[-1]["outputs"] = sent, [value]
        self.bind(value, x)
        return value


def has_gradient_kind(y):
    return y.is_floating_point() or y.is_complex()


def op_name(name):
    """Of what Backstep has, it is this use that it does not have."""
    return re.sub(r"[^A-Za-z0-9_.:-]", "_", f"torch.{name}" if name in HANDLERS else name)[:200]


def arguments_of(args, kwargs):
    arguments = simple((args, kwargs))
    return {"arguments": arguments} if arguments else {}
