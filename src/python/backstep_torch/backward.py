"""The way back: one loss, and the gradients that arrive."""

import functools

import torch

from .arguments import tensors_in
from .errors import RecordError


class Backward:
    """What is put in the place of loss.backward()."""

    def _backward(self, tensors, grad_tensors=None, *args, **kwargs):
        if self.busy:
            return self.real_backward(tensors, grad_tensors, *args, **kwargs)
        with self.apart():
            self.begin()
            self._check_loss(tensors, grad_tensors)
            self._watch_hooks()
            self.returns = True
            try:
                self.real_backward(tensors, grad_tensors, *args, **kwargs)
            finally:
                self.returns = False
            for sent, value in self.passes:
                sent[0] = value.grad
        self.done = True

    def _end_forward(self):
        """The block ends without a way back: what was computed is all there is."""
        with self.apart():
            self.begin()
            self._name_all()
        self.done = True

    def _watch_hooks(self):
        """A hook may look at a gradient; one that changes it would make the recording wrong."""
        for x, value, _ in self.known.values():
            for key, hook in list((x._backward_hooks or {}).items()):
                x._backward_hooks[key] = looks_only(hook, value.called)
                self.undo.append(functools.partial(restore, x._backward_hooks, key, hook))

    def _watched(self, kind):
        """Hooks of modules that are called on the way back."""

        def watched(module, hooks, *more):
            called = self.modules.get(id(module)) or type(module).__name__
            if self.done or self.busy:
                return kind(module, hooks, *more)
            return kind(module, [looks_only(hook, called) for hook in hooks], *more)

        return watched

    def _grad(self, *args, **kwargs):
        """Gradients that are computed on the way are one op, from all that they depend on."""
        if self.done or self.busy:
            return self.real_grad(*args, **kwargs)
        with self.apart():
            self.begin()
            self.settle(self.tracked((args, kwargs)))
            inputs = self._inputs(args, kwargs) if self.tracked((args, kwargs)) else []
            result = self.real_grad(*args, **kwargs)
            if inputs:
                self._keep_call("grad", args, {}, inputs, result, apart=True)
            self._note_cut("grad", args, kwargs, result)
            return result

    def _check_loss(self, tensors, grad_tensors):
        if self.done:
            raise RecordError(
                "A recording holds one forward and one backward: add the losses up, or put the with block inside of the "
                "loop, around one step"
            )
        losses = [tensors] if torch.is_tensor(tensors) else list(tensors)
        if len(losses) != 1:
            raise RecordError(f"backward started from {len(losses)} tensors: add them up to one loss first")
        loss = losses[0]
        if loss.numel() != 1:
            raise RecordError(
                f"The loss has shape {list(loss.shape)}, but backward starts from one number: "
                "reduce it with .mean() or .sum() first"
            )
        seeds = tensors_in(grad_tensors)
        if any(not bool((g == 1).all()) for g in seeds):
            raise RecordError("backward got a gradient other than 1: multiply the loss by it instead")
        if not loss.requires_grad:
            self._refuse_cut(loss)
        if not (self.is_known(loss) and self.known[id(loss)][1].role == "intermediate") and not self._leads_inside(loss):
            raise RecordError("The loss was not computed inside of the with block: compute it there, from the model's output")
        self._name_all()
        self.loss = self.use(loss)
        if not self.loss.named:
            self.loss.wanted = "loss"

    def _leads_inside(self, loss):
        """Whether what no call showed was computed from what the block computed."""
        return loss.grad_fn is not None and any(v.role == "intermediate" for v in self._values_behind([loss]))


def looks_only(hook, called):
    def watched(*args):
        if hook(*args) is not None:
            raise RecordError(
                f"A hook changes the gradient of {called}, which cannot be recorded: take the hook away with its .remove()"
            )

    return watched


def restore(hooks, key, hook):
    if key in hooks:
        hooks[key] = hook
