"""Ops that Backstep does not have."""

import re

import torch

from .arguments import replaced, simple, tensors_in
from .registry import HANDLERS


class Opaque:
    """Calls that are kept under their name in PyTorch."""

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
