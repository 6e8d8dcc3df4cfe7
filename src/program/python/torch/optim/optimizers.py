"""SGD, Adam, AdamW, RMSprop and Adagrad, as torch.optim has them."""

from .._functions import add, maximum, mul, sub
from .._machine import begin_parameter, begin_update, end_update
from .._modes import no_grad
from .._remarks import stepped
from .._chain import chain
from .._tensor import Tensor, op
from ..nn.module import without_grad

ABOUT = "Every parameter moves against its gradient."


# How PyTorch computes a step, which makes no difference to what comes out.
HOW = {"foreach", "fused", "capturable", "differentiable"}


class Optimizer:
    def __init__(self, params, defaults):
        params = list(params)
        if not params:
            raise ValueError("optimizer got an empty parameter list")
        self.defaults, self.state, self.param_groups = defaults, {}, []
        for group in params if isinstance(params[0], dict) else [{"params": params}]:
            self.add_param_group(dict(group))

    def _options(self, more):
        """Of options by name, those that count."""
        for name in more:
            if name not in HOW and name != "maximize":
                raise TypeError(f"{type(self).__name__}.__init__() got an unexpected keyword argument '{name}'")
        return {"maximize": more.get("maximize", False)}

    def add_param_group(self, group):
        held = group["params"]
        held = [held] if isinstance(held, Tensor) else [p[1] if isinstance(p, tuple) else p for p in held]
        for p in held:
            if not isinstance(p, Tensor):
                raise TypeError(f"optimizer can only optimize Tensors, but one of the params is {type(p).__name__}")
            if not p.is_leaf:
                raise ValueError("can't optimize a non-leaf Tensor")
            p._trained = p._stepped = True
            if p.requires_grad:
                p._want()
        group["params"] = held
        for name, value in self.defaults.items():
            group.setdefault(name, value)
        self.param_groups.append(group)

    def zero_grad(self, set_to_none=True):
        without_grad(self._all(), set_to_none)

    def step(self, closure=None):
        loss = closure() if closure is not None else None
        stepped(p for group in self.param_groups for p in group["params"])
        begin_update(ABOUT)
        with no_grad():
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is not None:
                        begin_parameter(p._id)
                        p._update(self._moved(p, -p.grad if group.get("maximize") else p.grad, group))
        end_update()
        return loss

    def state_dict(self):
        places = {id(p): k for k, p in enumerate(self._all())}
        return {
            "state": {places[id(p)]: kept if isinstance(kept, dict) else {self.kept: kept} for p, kept in self.state.items()},
            "param_groups": [{**g, "params": [places[id(p)] for p in g["params"]]} for g in self.param_groups],
        }

    def load_state_dict(self, state):
        for group, kept in zip(self.param_groups, state["param_groups"]):
            group.update({k: v for k, v in kept.items() if k != "params"})
        held = self._all()
        self.state = {held[k]: kept[self.kept] if self.kept in kept else dict(kept) for k, kept in state["state"].items()}

    # What a state of one tensor is called.
    kept = "momentum_buffer"

    def _all(self):
        return [p for group in self.param_groups for p in group["params"]]

    def _decayed(self, p, g, group):
        decay = group.get("weight_decay", 0)
        return add(g, mul(p, float(decay))) if decay else g

    def __repr__(self):
        lines = []
        for k, group in enumerate(self.param_groups):
            lines.append(f"Parameter Group {k}")
            lines += [f"    {n}: {group[n]}" for n in sorted(group) if n != "params"]
        return f"{type(self).__name__} (\n" + "\n".join(lines) + "\n)"


class SGD(Optimizer):
    def __init__(self, params, lr=0.001, momentum=0, dampening=0, weight_decay=0, nesterov=False, **more):
        if lr < 0.0:
            raise ValueError(f"Invalid learning rate: {lr}")
        if nesterov and (momentum <= 0 or dampening != 0):
            raise ValueError("Nesterov momentum requires a momentum and zero dampening")
        super().__init__(params, {"lr": lr, "momentum": momentum, "dampening": dampening, "weight_decay": weight_decay, "nesterov": nesterov, **self._options(more)})

    def _moved(self, p, g, group):
        w, momentum = p, group["momentum"]
        g = self._decayed(p, g, group)
        if momentum:
            old = self.state.get(p)
            dampened = group["dampening"]
            if old is None:
                v = g
            elif dampened:
                v = add(mul(old, float(momentum)), mul(g, 1.0 - dampened))
            else:
                v = op("sgdVelocity", [g, w, old], {"momentum": momentum})
            self.state[p] = v
            g = add(g, mul(v, float(momentum))) if group["nesterov"] else v
        return op("sgdStep", [w, g], {"learningRate": group["lr"]})


class Adam(Optimizer):
    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-08, weight_decay=0, amsgrad=False, **more):
        if lr < 0.0:
            raise ValueError(f"Invalid learning rate: {lr}")
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay, "amsgrad": amsgrad, **self._options(more)})

    def _moved(self, p, g, group):
        return self._adam(p, p, self._decayed(p, g, group), group)

    def _adam(self, p, w, g, group):
        (one, two), old = group["betas"], self.state.get(p)
        averages = [
            ("adamFirst", [g, old["exp_avg"]] if old else [g], {"beta1": one}),
            ("adamSecond", [g, old["exp_avg_sq"]] if old else [g], {"beta2": two}),
        ]
        step = (old["step"] if old else 0) + 1
        attrs = {"learningRate": group["lr"], "step": step, "beta1": one, "beta2": two, "epsilon": group["eps"]}
        if not group["amsgrad"]:
            first, second, moved = chain(*averages, ("adamStep", [w, -2, -1], attrs))
            self.state[p] = {"exp_avg": first, "exp_avg_sq": second, "step": step}
            return moved
        first, second = chain(*averages)
        # Reddi and others, 2018: the largest average square so far.
        most = maximum(old["max_exp_avg_sq"], second) if old else second
        self.state[p] = {"exp_avg": first, "exp_avg_sq": second, "step": step, "max_exp_avg_sq": most}
        return op("adamStep", [w, first, most], attrs)


class AdamW(Adam):
    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-08, weight_decay=0.01, amsgrad=False, **more):
        super().__init__(params, lr, betas, eps, weight_decay, amsgrad, **more)

    def _moved(self, p, g, group):
        w = p
        if group["weight_decay"]:
            w = mul(w, 1.0 - group["lr"] * group["weight_decay"])
        return self._adam(p, w, g, group)


class RMSprop(Optimizer):
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-08, weight_decay=0, momentum=0, centered=False, **more):
        super().__init__(params, {"lr": lr, "alpha": alpha, "eps": eps, "weight_decay": weight_decay, "momentum": momentum, "centered": centered, **self._options(more)})

    def _moved(self, p, g, group):
        g, old = self._decayed(p, g, group), self.state.get(p, {})
        average = op("rmspropAverage", [g, old["square_avg"]] if old else [g], {"alpha": group["alpha"]})
        before = [old["direction"]] if old and group["momentum"] else []
        kept = self.state[p] = {"square_avg": average}
        spread = average
        if group["centered"]:
            # Of the squares, what their mean does not explain.
            alpha = group["alpha"]
            mean = kept["grad_avg"] = add(mul(old["grad_avg"], alpha), mul(g, 1 - alpha)) if old else mul(g, 1 - alpha)
            spread = sub(average, mul(mean, mean))
        direction = op("rmspropDirection", [g, spread, *before], {"momentum": group["momentum"], "epsilon": group["eps"]})
        kept["direction"] = direction
        return op("sgdStep", [p, direction], {"learningRate": group["lr"]})


class Adagrad(Optimizer):
    def __init__(self, params, lr=0.01, lr_decay=0, weight_decay=0, initial_accumulator_value=0, eps=1e-10, **more):
        if initial_accumulator_value:
            raise NotImplementedError("Adagrad with initial_accumulator_value is not part of this page.")
        super().__init__(params, {"lr": lr, "lr_decay": lr_decay, "weight_decay": weight_decay, "eps": eps, **self._options(more)})

    def _moved(self, p, g, group):
        g, old = self._decayed(p, g, group), self.state.get(p)
        total = op("adagradSum", [g, old["sum"]] if old else [g])
        step = old["step"] + 1 if old else 1
        self.state[p] = {"sum": total, "step": step}
        direction = op("rmspropDirection", [g, total], {"epsilon": group["eps"]})
        return op("sgdStep", [p, direction], {"learningRate": group["lr"] / (1 + (step - 1) * group["lr_decay"])})
