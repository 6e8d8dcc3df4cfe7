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
            self._check_loss(tensors, grad_tensors)
            self._watch_hooks()
            self.real_backward(tensors, grad_tensors, *args, **kwargs)
        self.done = True

    def _watch_hooks(self):
        """A hook may look at a gradient; one that changes it would make the recording wrong."""
        for x, value, _ in self.known.values():
            for key, hook in list((x._backward_hooks or {}).items()):
                x._backward_hooks[key] = looks_only(hook, value.label or value.name)
                self.undo.append(functools.partial(restore, x._backward_hooks, key, hook))

    def _grad(self, *args, **kwargs):
        if not (self.done or self.busy):
            raise RecordError("torch.autograd.grad cannot be recorded: call loss.backward() and read .grad instead")
        return self.real_grad(*args, **kwargs)

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
        seeds = [g for g in tensors_in(grad_tensors)]
        if any(not bool((g == 1).all()) for g in seeds):
            raise RecordError("backward got a gradient other than 1: multiply the loss by it instead")
        entry = self.known.get(id(loss))
        if not (entry and entry[0] is loss and entry[1].role == "intermediate"):
            raise RecordError("The loss was not computed inside of the with block: compute it there, from the model's output")
        self._name_locals()
        self.loss = self.use(loss)
        if not (self.loss.name == "loss" or self._local_name(loss)):
            self._rename(self.loss, "loss")


def looks_only(hook, called):
    def watched(g):
        if hook(g) is not None:
            raise RecordError(
                f"A hook changes the gradient of {called}, which cannot be recorded: take the hook away with its .remove()"
            )

    return watched


def restore(hooks, key, hook):
    if key in hooks:
        hooks[key] = hook
