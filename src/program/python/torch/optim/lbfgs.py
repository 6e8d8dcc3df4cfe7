"""L-BFGS, as torch.optim has it: it asks for the loss several times in a step, and has one state for all parameters."""

from .._functions import add, cat, dot, mul, neg, sub
from .._machine import begin_parameter, begin_update, end_update
from .._modes import enable_grad, no_grad
from .optimizers import ABOUT, Optimizer


class LBFGS(Optimizer):
    """Liu and Nocedal, 1989, with the two-loop recursion of Nocedal, 1980."""

    def __init__(self, params, lr=1, max_iter=20, max_eval=None, tolerance_grad=1e-07, tolerance_change=1e-09, history_size=100, line_search_fn=None):
        if line_search_fn is not None:
            raise NotImplementedError("LBFGS with line_search_fn is not part of this page: leave it out, and give a smaller lr.")
        super().__init__(
            params,
            {
                "lr": lr, "max_iter": max_iter, "max_eval": max_iter * 5 // 4 if max_eval is None else max_eval, "tolerance_grad": tolerance_grad,
                "tolerance_change": tolerance_change, "history_size": history_size, "line_search_fn": None,
            },
        )
        if len(self.param_groups) != 1:
            raise ValueError("LBFGS doesn't support per-parameter options (parameter groups)")
        self._kept = {"n_iter": 0, "func_evals": 0, "d": None, "t": None, "old_dirs": [], "old_stps": [], "ro": [], "H_diag": 1, "prev_flat_grad": None}

    def _gradient(self):
        return cat([(p - p if p.grad is None else p.grad).reshape(-1) for p in self._all()])

    def _move(self, t, direction):
        """Every parameter goes its part of the direction, t long."""
        begin_update(ABOUT)
        at = 0
        for p in self._all():
            n = p.numel()
            begin_parameter(p._id)
            fresh = add(p, mul(direction[at : at + n].reshape(*p.shape), t))
            p._update(fresh)
            at += n
        end_update()

    def step(self, closure):
        group, kept = self.param_groups[0], self._kept
        with no_grad():
            with enable_grad():
                first = closure()
            loss, evaluations = float(first), 1
            kept["func_evals"] += 1
            g = self._gradient()
            if float(g.abs().max()) <= group["tolerance_grad"]:
                return first
            for turn in range(1, group["max_iter"] + 1):
                kept["n_iter"] += 1
                self._direct(g)
                loss_before = loss
                kept["prev_flat_grad"] = g
                kept["t"] = min(1.0, 1.0 / float(g.abs().sum())) * group["lr"] if kept["n_iter"] == 1 else group["lr"]
                slope = float(dot(g, kept["d"]))
                if slope > -group["tolerance_change"]:
                    break
                self._move(kept["t"], kept["d"])
                if turn != group["max_iter"]:
                    with enable_grad():
                        loss = float(closure())
                    g = self._gradient()
                    evaluations += 1
                    kept["func_evals"] += 1
                if turn == group["max_iter"] or evaluations >= group["max_eval"] or float(g.abs().max()) <= group["tolerance_grad"]:
                    break
                if float(mul(kept["d"], kept["t"]).abs().max()) <= group["tolerance_change"]:
                    break
                if abs(loss - loss_before) < group["tolerance_change"]:
                    break
        return first

    def _direct(self, g):
        """Where to go, by the steps and the gradients of the last turns."""
        kept = self._kept
        if kept["n_iter"] == 1:
            kept["d"] = neg(g)
            return
        y, s = sub(g, kept["prev_flat_grad"]), mul(kept["d"], kept["t"])
        ys = float(dot(y, s))
        if ys > 1e-10:
            if len(kept["old_dirs"]) == self.param_groups[0]["history_size"]:
                for name in ("old_dirs", "old_stps", "ro"):
                    kept[name].pop(0)
            kept["old_dirs"].append(y)
            kept["old_stps"].append(s)
            kept["ro"].append(1.0 / ys)
            kept["H_diag"] = ys / float(dot(y, y))
        q, al = neg(g), []
        for y, s, ro in reversed(list(zip(kept["old_dirs"], kept["old_stps"], kept["ro"]))):
            al.append(float(dot(s, q)) * ro)
            q = sub(q, mul(y, al[-1]))
        q = mul(q, kept["H_diag"])
        for (y, s, ro), a in zip(zip(kept["old_dirs"], kept["old_stps"], kept["ro"]), reversed(al)):
            q = add(q, mul(s, a - float(dot(y, q)) * ro))
        kept["d"] = q
