"""Ways back: each from one loss, and the gradients that arrive."""

import functools

import torch

from .arguments import tensors_in
from .errors import RecordError
from .limits import MOST_WAYS_BACK
from .phases import WayBack


class Backward:
    """What is put in the place of loss.backward() and torch.autograd.grad()."""

    def _backward(self, tensors, grad_tensors=None, retain_graph=None, create_graph=False, *args, **kwargs):
        given = (tensors, grad_tensors, retain_graph, create_graph, *args)
        if "backward" not in self.only.phases:
            return self.real_backward(*given, **kwargs)
        if self.rests or self.busy:
            return self.real_backward(*given, **kwargs)
        with self.apart():
            self.begin()
            if create_graph:
                raise RecordError(
                    "backward with create_graph=True cannot be recorded: take the gradients that a loss is computed from with "
                    "torch.autograd.grad(loss, inputs, create_graph=True)"
                )
            way = self._way_back(self._loss_of(tensors, grad_tensors))
            self._note_sums()
            self._go_back(way, lambda: self.real_backward(*given, **kwargs))
            self._sum_up(way)
            self._all_reduced()
            self._tell()

    def _way_back(self, loss):
        """The next way back, from the value of a loss."""
        if len(self.ways) == MOST_WAYS_BACK:
            raise RecordError(
                f"This run goes back more than {MOST_WAYS_BACK} times: record fewer steps, or some of them, as with "
                'only={"every": 10}'
            )
        way = WayBack(loss, len(self.ops))
        way.reached = self._reached(way)
        self._refuse_second_time(way)
        self._watch_hooks()
        return way

    def _go_back(self, way, call):
        self.returns = way
        try:
            result = call()
        finally:
            self.returns = None
        for sent, value in self.passes:
            if value in way.reached:
                sent[0] = way.gradients.get(value)
        for value in way.reached:
            value.read = False
        self.phases.append(way)
        self.store.rest()
        return result

    def _arrived(self, value, g):
        self.returns.gradients[value] = self.held(g, f"the gradient of {value.called}")

    def _arrived_at_leaf(self, values, g):
        """A leaf is one tensor, and a value after each update."""
        if g is not None and self.returns:
            for value in [v for v in values if v in self.returns.reached] or values[-1:]:
                self._arrived(value, g)

    def _refuse_second_time(self, way):
        """What is known of an op by what it sent back is known of one way back."""
        for op in self.ops[: way.before]:
            if not any(v in way.reached for v in op["writes"]):
                continue
            if op["phase"] == "update" and any(v.updates_of in way.reached for v in op["writes"]):
                raise RecordError(
                    f"The loss depends on {op['writes'][0].updates_of.called} before and after it was changed: record one "
                    "step, from its forward to its update, at a time"
                )
            if "sent" in op and op["phase"] == "forward":
                if op.get("gone", way) is not way:
                    raise RecordError(
                        f"Two ways back go through {op['op']}, which Backstep does not have as an op: add the losses up, and "
                        "call backward once"
                    )
                op["gone"] = way

    def _end(self):
        """The block ends."""
        if not isinstance(self.phases[-1], WayBack):
            with self.apart():
                self.begin()
                self._name_all()
        with self.apart():
            self._note_unused()
        self.done = True

    def _note_unused(self):
        """Parameters of the model that no op of the block has read: a layer that was forgotten is one."""
        if not self.whole or not self.ways or self.only.modules is not None:
            return
        for name, p in self.model.named_parameters():
            if p.requires_grad and not self.is_known(p) and not torch.nn.parameter.is_lazy(p) and p.numel():
                self._given(p).unused = True

    def _watch_hooks(self):
        """A hook may look at a gradient; one that changes it would make the recording wrong."""
        for x, value, _ in self.known.values():
            for key, hook in list((x._backward_hooks or {}).items()):
                if getattr(hook, "looks_only", False):
                    continue
                x._backward_hooks[key] = looks_only(hook, value.called)
                self.undo.append(functools.partial(restore, x._backward_hooks, key, hook))

    def _watched(self, kind):
        """Hooks of modules that are called on the way back."""

        def watched(module, hooks, *more):
            called = self.modules.get(id(module)) or type(module).__name__
            if self.rests or self.busy:
                return kind(module, hooks, *more)
            return kind(module, [looks_only(hook, called) for hook in hooks], *more)

        return watched

    def _grad(self, outputs, inputs, grad_outputs=None, retain_graph=None, create_graph=False, *args, **kwargs):
        """Gradients that others are computed from are one op, from all that they depend on; others are a way back."""
        given = (outputs, inputs, grad_outputs, retain_graph, create_graph, *args)
        if self.rests or self.busy:
            return self.real_grad(*given, **kwargs)
        with self.apart():
            self.begin()
            of = tensors_in(inputs)
            tracked = self.tracked(given)
            self.settle(tracked)
            if create_graph or not all(map(self.is_known, of)) or not all(map(self._is_computed, tensors_in(outputs))):
                values = self._inputs(given, kwargs) if tracked else []
                result = self.real_grad(*given, **kwargs)
                if values:
                    self._keep_call("grad", given[:3], {}, values, result, apart=True)
            else:
                way = self._way_back(self._loss_of(outputs, grad_outputs))
                result = self._go_back(way, lambda: self.real_grad(*given, **kwargs))
                for x, g in zip(of, result):
                    if g is not None:
                        value = self.use(x)
                        way.gradients[value] = self.held(g)
                        self._keep(g, self._gradient(value, way))
            self._note_cut("grad", given, kwargs, result)
            return result

    def _is_computed(self, x):
        return self.is_known(x) and self.known[id(x)][1].role == "intermediate"

    def _loss_of(self, tensors, grad_tensors):
        """The one number that a way back starts from, as a value; of several tensors, what they add up to."""
        losses = tensors_in(tensors)
        seeds = list(grad_tensors) if isinstance(grad_tensors, (list, tuple)) else [grad_tensors]
        seeds += [None] * (len(losses) - len(seeds))
        if not losses:
            raise RecordError("backward started from no tensor: give it the loss")
        for loss, seed in zip(losses, seeds):
            self._check_loss(loss, seed)
        self._name_all()
        parts = [self._part_of_loss(self.use(loss), seed) for loss, seed in zip(losses, seeds)]
        if len(parts) > 1:
            self.grad_on = True
            for k in range(1, len(parts)):
                parts[k] = self.binary("add", parts[k - 1], parts[k])
        loss = parts[-1]
        if not loss.named:
            loss.wanted = "loss"
        return loss

    def _part_of_loss(self, value, seed):
        """A gradient that backward is given is what each number counts for in the loss."""
        if seed is None or bool((seed == 1).all()):
            return value if value.data.numel() == 1 else self.reduce("sum", value, None)
        self.grad_on = True
        weighted = self.binary("mul", value, self.use(seed, "gradient"))
        return weighted if weighted.data.numel() == 1 else self.reduce("sum", weighted, None)

    def _check_loss(self, loss, seed):
        if seed is None and loss.numel() != 1:
            raise RecordError(
                f"The loss has shape {list(loss.shape)}, but backward starts from one number: "
                "reduce it with .mean() or .sum() first"
            )
        if not loss.requires_grad:
            self._refuse_cut(loss)
        if not self._is_computed(loss) and not self._leads_inside(loss):
            raise RecordError("The loss was not computed inside of the with block: compute it there, from the model's output")

    def _leads_inside(self, loss):
        """Whether what no call showed was computed from what the block computed."""
        return loss.grad_fn is not None and any(v.role == "intermediate" for v in self._values_behind([loss]))


def looks_only(hook, called):
    def watched(*args):
        if hook(*args) is not None:
            raise RecordError(
                f"A hook changes the gradient of {called}, which cannot be recorded: take the hook away with its .remove()"
            )

    watched.looks_only = True
    return watched


def restore(hooks, key, hook):
    if key in hooks:
        hooks[key] = hook
