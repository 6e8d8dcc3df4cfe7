"""A part of a run: modules that are one op each, steps that are left out."""

from .arguments import tensors_in


class Partly:
    """What of a run is not recorded, and what is put in its place."""

    def _folded(self, module, name, call, args, kwargs):
        """The call of a module as one op, with what it sends back to its inputs and its parameters."""
        with self.apart():
            self.begin()
            self._enter_module(name, module, args)
            try:
                inputs = self._inputs(args, kwargs) if self.tracked(args, kwargs) else []
                result = self._noticed(call, type(module).__name__, args, kwargs)
                if inputs or any(y.requires_grad for y in tensors_in(result)):
                    self._keep_call(type(module).__name__, args, {}, inputs, result)
            finally:
                self.stack.pop()
            return result

    def _given_anew(self, parameters):
        """Parameters that have changed where nothing is written down of it are given as they are by now."""
        for p in parameters:
            self.known.pop(id(p), None)

    def _step_done(self, optimizer):
        """After a step of an optimizer, where only every nth is recorded. Of several optimizers, the first one counts."""
        if self.only.every == 1 or self.done:
            return
        if self.leading is None:
            self.leading = id(optimizer)
        if self.leading != id(optimizer):
            return
        self.steps += 1
        skips = self.steps % self.only.every != 0
        if self.skips and not skips:
            # Everything may be another by now.
            self.known, self.views, self.behind, self.edges = {}, {}, {}, {}
            self.leaves, self.gradients, self.of_gradient, self.sums, self.unnamed = {}, {}, {}, {}, {}
        self.skips = skips
