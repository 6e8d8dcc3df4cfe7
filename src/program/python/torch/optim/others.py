"""Adadelta, Adamax, NAdam, RAdam, Rprop and ASGD: each step is written with ops, by the formulas of torch.optim."""

import math

from .._creation import zeros_like
from .._functions import abs, add, clamp, div, maximum, mul, sign, sqrt, sub, where
from .optimizers import Optimizer


def _average(old, new, keep):
    """What an exponential average becomes: keep of what it was, the rest of what comes."""
    return add(mul(old, keep), mul(new, 1 - keep))


class Adadelta(Optimizer):
    """Zeiler, 2012."""

    def __init__(self, params, lr=1.0, rho=0.9, eps=1e-06, weight_decay=0, **more):
        super().__init__(params, {"lr": lr, "rho": rho, "eps": eps, "weight_decay": weight_decay, **self._options(more)})

    def _moved(self, p, g, group):
        g, rho, eps = self._decayed(p, g, group), group["rho"], group["eps"]
        old = self.state.get(p) or {"step": 0, "square_avg": zeros_like(p), "acc_delta": zeros_like(p)}
        squares = _average(old["square_avg"], mul(g, g), rho)
        delta = mul(div(sqrt(add(old["acc_delta"], eps)), sqrt(add(squares, eps))), g)
        self.state[p] = {"step": old["step"] + 1, "square_avg": squares, "acc_delta": _average(old["acc_delta"], mul(delta, delta), rho)}
        return sub(p, mul(delta, group["lr"]))


class Adamax(Optimizer):
    """Kingma and Ba, 2015: Adam with the largest of the gradients in the place of the average square."""

    def __init__(self, params, lr=0.002, betas=(0.9, 0.999), eps=1e-08, weight_decay=0, **more):
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay, **self._options(more)})

    def _moved(self, p, g, group):
        g, (one, two) = self._decayed(p, g, group), group["betas"]
        old = self.state.get(p) or {"step": 0, "exp_avg": zeros_like(p), "exp_inf": zeros_like(p)}
        step = old["step"] + 1
        average = _average(old["exp_avg"], g, one)
        largest = maximum(mul(old["exp_inf"], two), add(abs(g), group["eps"]))
        self.state[p] = {"step": step, "exp_avg": average, "exp_inf": largest}
        return sub(p, mul(div(average, largest), group["lr"] / (1 - one**step)))


class NAdam(Optimizer):
    """Dozat, 2016: Adam with Nesterov's momentum. PyTorch before 2.0 counted one of its factors twice; this is as it is since."""

    def __init__(self, params, lr=0.002, betas=(0.9, 0.999), eps=1e-08, weight_decay=0, momentum_decay=0.004, **more):
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay, "momentum_decay": momentum_decay, **self._options(more)})

    def _moved(self, p, g, group):
        g, (one, two), lr = self._decayed(p, g, group), group["betas"], group["lr"]
        old = self.state.get(p) or {"step": 0, "mu_product": 1.0, "exp_avg": zeros_like(p), "exp_avg_sq": zeros_like(p)}
        step = old["step"] + 1
        mu, following = (one * (1 - 0.5 * 0.96 ** (k * group["momentum_decay"])) for k in (step, step + 1))
        product = old["mu_product"] * mu
        first, second = _average(old["exp_avg"], g, one), _average(old["exp_avg_sq"], mul(g, g), two)
        self.state[p] = {"step": step, "mu_product": product, "exp_avg": first, "exp_avg_sq": second}
        size = add(sqrt(div(second, 1 - two**step)), group["eps"])
        moved = sub(p, mul(div(g, size), lr * (1 - mu) / (1 - product)))
        return sub(moved, mul(div(first, size), lr * following / (1 - product * following)))


class RAdam(Optimizer):
    """Liu and others, 2020: Adam that waits with its average square until that says something."""

    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-08, weight_decay=0, **more):
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay, **self._options(more)})

    def _moved(self, p, g, group):
        g, (one, two), lr = self._decayed(p, g, group), group["betas"], group["lr"]
        old = self.state.get(p) or {"step": 0, "exp_avg": zeros_like(p), "exp_avg_sq": zeros_like(p)}
        step = old["step"] + 1
        first, second = _average(old["exp_avg"], g, one), _average(old["exp_avg_sq"], mul(g, g), two)
        self.state[p] = {"step": step, "exp_avg": first, "exp_avg_sq": second}
        unbiased = div(first, 1 - one**step)
        most = 2 / (1 - two) - 1
        length = most - 2 * step * two**step / (1 - two**step)
        if length <= 5:
            return sub(p, mul(unbiased, lr))
        rest = math.sqrt((length - 4) * (length - 2) * most / ((most - 4) * (most - 2) * length))
        adaptive = div(math.sqrt(1 - two**step), add(sqrt(second), group["eps"]))
        return sub(p, mul(mul(mul(unbiased, lr), adaptive), rest))


class Rprop(Optimizer):
    """Riedmiller and Braun, 1993: the sign of a gradient counts, and a step grows while it stays."""

    def __init__(self, params, lr=0.01, etas=(0.5, 1.2), step_sizes=(1e-06, 50), **more):
        super().__init__(params, {"lr": lr, "etas": etas, "step_sizes": step_sizes, **self._options(more)})

    def _moved(self, p, g, group):
        (less, more), (least, most) = group["etas"], group["step_sizes"]
        old = self.state.get(p) or {"step": 0, "prev": zeros_like(p), "step_size": zeros_like(p) + group["lr"]}
        kept = sign(mul(g, old["prev"]))
        factor = where(kept > 0, more, where(kept < 0, less, 1.0).to(p.dtype)).to(p.dtype)
        size = clamp(mul(old["step_size"], factor), least, most)
        g = where(kept < 0, 0.0, g)
        self.state[p] = {"step": old["step"] + 1, "prev": g, "step_size": size}
        return sub(p, mul(sign(g), size))


class ASGD(Optimizer):
    """Polyak and Juditsky, 1992: gradient descent that also keeps the average of where it was."""

    def __init__(self, params, lr=0.01, lambd=0.0001, alpha=0.75, t0=1000000.0, weight_decay=0, **more):
        super().__init__(params, {"lr": lr, "lambd": lambd, "alpha": alpha, "t0": t0, "weight_decay": weight_decay, **self._options(more)})

    def _moved(self, p, g, group):
        g = self._decayed(p, g, group)
        old = self.state.get(p) or {"step": 0, "eta": group["lr"], "mu": 1.0, "ax": zeros_like(p)}
        step, eta, mu = old["step"] + 1, old["eta"], old["mu"]
        fresh = sub(mul(p, 1 - group["lambd"] * eta), mul(g, eta))
        average = fresh if mu == 1 else add(old["ax"], mul(sub(fresh, old["ax"]), mu))
        eta = group["lr"] / (1 + group["lambd"] * group["lr"] * step) ** group["alpha"]
        self.state[p] = {"step": step, "eta": eta, "mu": 1 / max(1, step - group["t0"]), "ax": average}
        return fresh
