"""Steps of optimizers after the way back: what becomes of each parameter, in Backstep's ops."""

import contextlib
import functools
import sys

import torch

from .held import Scope, Value
from .called import symbol_of
from .values import version_of


class Updates:
    """What optimizers do in the block, once the gradients are there."""

    def _see_updates(self):
        """PyTorch calls hooks of all optimizers from 2.0 on; before, the methods are replaced."""
        module = sys.modules[torch.optim.Optimizer.__module__]
        if hasattr(module, "register_optimizer_step_post_hook"):
            begun = []

            def before(optimizer, args, kwargs):
                begun.append(Stepping(self, optimizer))
                return begun[-1].with_closure(args, kwargs)

            pre = module.register_optimizer_step_pre_hook(before)
            post = module.register_optimizer_step_post_hook(lambda *_: begun.pop().close())
            self.undo += [pre.remove, post.remove]
            return
        for kind in kinds_of(torch.optim.Optimizer):
            if "step" in vars(kind):
                self._replace(kind, "step", self._stepping(kind.step))
        self._replace(torch.autograd.profiler, "record_function", self._seen_by_name(torch.autograd.profiler.record_function))

    def _seen_by_name(self, kind):
        """A scheduler that was made before the block holds the method itself; what it holds tells the profiler of each step."""
        recording = self

        class Seen(kind):
            def __enter__(self):
                optimizer = sys._getframe(1).f_locals.get("obj")
                steps = isinstance(optimizer, torch.optim.Optimizer) and "Optimizer.step" in self.name
                self.begun = Stepping(recording, optimizer) if steps else None
                return super().__enter__()

            def __exit__(self, *problem):
                result = super().__exit__(*problem)
                if self.begun is not None:
                    self.begun.close()
                return result

        return Seen

    def _stepping(self, step):
        @functools.wraps(step)
        def stepping(optimizer, *args, **kwargs):
            begun = Stepping(self, optimizer)
            args, kwargs = begun.with_closure(args, kwargs)
            try:
                return step(optimizer, *args, **kwargs)
            finally:
                begun.close()

        return stepping

    def _updated(self, optimizer, before):
        """Writes down what became of each parameter."""
        if not self.ways:
            return
        with self.updated_by():
            self._phase("update")
            stack = self.stack
            for group in optimizer.param_groups:
                for p in (p for p in group["params"] if p in before):
                    value = self.known[id(p)][1]
                    if version_of(p) == self.known[id(p)][2]:
                        continue
                    scope = Scope(self.root.free(value.called))
                    self.root.children.append(scope)
                    self.stack = [*stack, scope]
                    self._update(optimizer, group, p, value, *before[p])
            self.stack = stack

    @contextlib.contextmanager
    def updated_by(self):
        """What is written down in here is part of an update, and has no gradient."""
        before, self.updating = self.updating, True
        try:
            with torch.no_grad():
                yield
        finally:
            self.updating = before

    def copied(self, x):
        return self.store.copy(x.detach()) if torch.is_tensor(x) else x

    def _update(self, optimizer, group, p, w, old, kept):
        """One parameter; an optimizer that Backstep does not have is kept under its name."""
        g = self._gradient_used(w, p)
        step = STEPS.get(type(optimizer))
        known = step is not None and g and not any(group.get(name) for name in OTHERWISE) and not p.is_sparse
        w_after = {"data": self.held(p, w.called), **called_after(w)}
        if known:
            step(Step(self, w, old, kept, optimizer.state.get(p, {}), group, w_after), g)
        else:
            self.apply(f"{type(optimizer).__name__}.step", [w, g] if g else [w], {}, **w_after)
            self.ops[-1]["sent"] = [None] * len(self.ops[-1]["inputs"])
        self._follows(p, w, self.ops[-1]["writes"][0])

    def _follows(self, p, w, value):
        """A parameter has a new value from here on."""
        value.updates, value.updates_of, value.differentiable, value.bound = False, w, w.differentiable, True
        self._keep(p, value)
        if id(p) in self.leaves:
            self.leaves[id(p)][1].append(value)


class Stepping:
    """One call of an optimizer's step: what it does is no part of the recording, but what its closure does is."""

    def __init__(self, recording, optimizer):
        self.recording, self.optimizer = recording, optimizer
        # A step may be seen in two ways.
        self.inner, recording.stepping = recording.stepping, True
        self.rests = recording.rests or recording.busy
        self.before = {}
        if not self.rests:
            self._begin()

    def _begin(self):
        r = self.recording
        with r.apart():
            r.begin()
            self.before = {
                p: (r.store.copy(p.detach()), {k: r.copied(x) for k, x in self.optimizer.state.get(p, {}).items()})
                for group in self.optimizer.param_groups
                for p in group["params"]
                if p.grad is not None and r.is_known(p)
            }
        r.busy = True

    def close(self):
        self.end()
        if not self.inner:
            self.recording.stepping = False
            self.recording._step_done(self.optimizer)

    def end(self):
        if self.rests:
            return
        r = self.recording
        r.busy = False
        with r.apart():
            if "update" in r.only.phases:
                r._updated(self.optimizer, self.before)
            else:
                r._given_anew(self.before)

    def with_closure(self, args, kwargs):
        """The arguments of a step, with a closure that is seen."""
        if self.rests:
            return args, kwargs
        kwargs = {k: self._seen(x) if k == "closure" else x for k, x in kwargs.items()}
        return tuple(self._seen(x) if k == len(args) - 1 and not isinstance(x, torch.optim.Optimizer) else x for k, x in enumerate(args)), kwargs

    def _seen(self, closure):
        if not callable(closure):
            return closure

        def seen():
            self.end()
            try:
                return closure()
            finally:
                self._begin()

        return seen


class Step:
    """What the step of one parameter is made of."""

    def __init__(self, b, w, old, kept, now, group, w_after):
        self.b, self.w, self.old, self.kept, self.now, self.group, self.w_after = b, w, old, kept, now, group, w_after

    def state(self, key, name, label, symbol):
        """What the optimizer kept of the step before, called as what it becomes; nothing in the first."""
        x = self.kept.get(key)
        # Zeros that an optimizer began with are no step.
        if x is None or not torch.is_tensor(x) or float(self.kept.get("step", 1)) == 0:
            return []
        symbol = indexed(symbol, self.w)
        symbol = symbol and f"{{{symbol}}}^{{\\mathrm{{old}}}}"
        before = Value(f"{name}.before", x, "input", False, f"old {label} {self.w.called}"[:200], symbol, self.w)
        self.b.values.append(before)
        return [before]

    def average(self, op, g, attrs, key, *names):
        """A running average, of which the optimizer keeps the last."""
        return self.part(op, [g, *self.state(key, *names)], attrs, *names, self.b.copied(self.now[key]))

    def part(self, op, inputs, attrs, name, label, symbol, data):
        named = {"name": name, "label": f"{label} {self.w.called}"[:200], "of": self.w}
        return self.b.apply(op, inputs, attrs, data, symbol=indexed(symbol, self.w), **named)

    def decayed(self, g):
        decay = self.group["weight_decay"]
        if not decay:
            return g
        data = g.data + decay * self.old
        return self.part("sgdVelocity", [g, self.w], {"weightDecay": decay}, "decayed", "decayed gradient of", "g", data)

    def against(self, direction):
        self.b.apply("sgdStep", [self.w, direction], {"learningRate": float(self.group["lr"])}, **self.w_after)


def sgd(s, g):
    momentum, decay = s.group["momentum"], s.group["weight_decay"]
    if momentum:
        attrs = {"momentum": momentum, "weightDecay": decay}
        names = ("velocity", "velocity of", "v")
        inputs = [g, s.w, *s.state("momentum_buffer", *names)]
        g = s.part("sgdVelocity", inputs, attrs, *names, s.b.copied(s.now["momentum_buffer"]))
    else:
        g = s.decayed(g)
    s.against(g)


def adam(s, g):
    _adam(s, s.w, s.decayed(g))


def adamw(s, g):
    keeps = 1 - float(s.group["lr"]) * s.group["weight_decay"]
    w = s.w if keeps == 1 else s.b.apply("mul", [s.w, keeps], {}, s.old * keeps, "decayed", f"decayed {s.w.called}"[:200], of=s.w)
    _adam(s, w, g)


def _adam(s, w, g):
    beta1, beta2 = s.group["betas"]
    first = s.average("adamFirst", g, {"beta1": beta1}, "exp_avg", "first", "average gradient of", "m")
    second = s.average("adamSecond", g, {"beta2": beta2}, "exp_avg_sq", "second", "average square of", "v")
    attrs = {"learningRate": float(s.group["lr"]), "step": int(s.now["step"])}
    s.b.apply("adamStep", [w, first, second], {**attrs, "beta1": beta1, "beta2": beta2, "epsilon": s.group["eps"]}, **s.w_after)


def rmsprop(s, g):
    g = s.decayed(g)
    average = s.average("rmspropAverage", g, {"alpha": s.group["alpha"]}, "square_avg", "average", "average square of", "a")
    momentum, epsilon, names = s.group["momentum"], s.group["eps"], ("direction", "direction of", "d")
    data = s.b.copied(s.now["momentum_buffer"]) if momentum else g.data / (average.data.sqrt() + epsilon)
    before = s.state("momentum_buffer", *names) if momentum else []
    attrs = {"momentum": momentum, "epsilon": epsilon}
    s.against(s.part("rmspropDirection", [g, average, *before], attrs, *names, data))


STEPS = {torch.optim.SGD: sgd, torch.optim.Adam: adam, torch.optim.AdamW: adamw, torch.optim.RMSprop: rmsprop}
# Settings with which an optimizer computes something else.
OTHERWISE = ["nesterov", "dampening", "amsgrad", "maximize", "centered"]


def kinds_of(kind):
    return [kind, *(more for below in kind.__subclasses__() for more in kinds_of(below))]


def called_after(w):
    return {"name": "new", "label": f"new {origin(w).called}"[:200], "symbol": primed(w), "of": origin(w)}


def origin(w):
    """The parameter as it was first."""
    while w.updates_of is not None:
        w = w.updates_of
    return w


def primed(w):
    symbol = w.symbol or symbol_of(w.called)
    return f"{{{symbol}}}'" if symbol else None


def indexed(letter, w):
    symbol = w.symbol or symbol_of(w.called)
    return f"{letter}_{{{symbol}}}" if symbol else None
