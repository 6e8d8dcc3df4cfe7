"""Learning rates that change from epoch to epoch."""

import math


class LRScheduler:
    verbose = False

    def __init_subclass__(cls):
        begin = cls.__init__

        def __init__(self, *args, verbose=False, **kwargs):
            self.verbose = self.verbose or verbose is True
            begin(self, *args, **kwargs)

        cls.__init__ = __init__

    def __init__(self, optimizer, last_epoch=-1):
        self.optimizer, self.last_epoch = optimizer, last_epoch
        self.base_lrs = [group.setdefault("initial_lr", group["lr"]) for group in optimizer.param_groups]
        self.step()

    def step(self, epoch=None):
        self.last_epoch = self.last_epoch + 1 if epoch is None else epoch
        for k, (group, lr) in enumerate(zip(self.optimizer.param_groups, self.get_lr())):
            group["lr"] = lr
            if self.verbose:
                print(f"Adjusting learning rate of group {k} to {lr:.4e}.")
        self._last_lr = [group["lr"] for group in self.optimizer.param_groups]

    def get_last_lr(self):
        return self._last_lr

    def state_dict(self):
        return {name: value for name, value in vars(self).items() if name != "optimizer" and not callable(value)}

    def load_state_dict(self, state_dict):
        vars(self).update(state_dict)

    def _now(self):
        return [group["lr"] for group in self.optimizer.param_groups]


_LRScheduler = LRScheduler


class LambdaLR(LRScheduler):
    def __init__(self, optimizer, lr_lambda, last_epoch=-1):
        n = len(optimizer.param_groups)
        self.lambdas = list(lr_lambda) if isinstance(lr_lambda, (list, tuple)) else [lr_lambda] * n
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        return [base * f(self.last_epoch) for base, f in zip(self.base_lrs, self.lambdas)]


class StepLR(LRScheduler):
    def __init__(self, optimizer, step_size, gamma=0.1, last_epoch=-1):
        self.step_size, self.gamma = step_size, gamma
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        if self.last_epoch == 0 or self.last_epoch % self.step_size:
            return self._now()
        return [lr * self.gamma for lr in self._now()]


class MultiStepLR(LRScheduler):
    def __init__(self, optimizer, milestones, gamma=0.1, last_epoch=-1):
        self.milestones, self.gamma = list(milestones), gamma
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        return [lr * self.gamma ** self.milestones.count(self.last_epoch) for lr in self._now()]


class ExponentialLR(LRScheduler):
    def __init__(self, optimizer, gamma, last_epoch=-1):
        self.gamma = gamma
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        return self._now() if self.last_epoch == 0 else [lr * self.gamma for lr in self._now()]


class CosineAnnealingLR(LRScheduler):
    def __init__(self, optimizer, T_max, eta_min=0.0, last_epoch=-1):
        self.T_max, self.eta_min = T_max, eta_min
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        k, n = self.last_epoch, self.T_max
        if k == 0:
            return self._now()
        if (k - 1 - n) % (2 * n) == 0:
            return [
                lr + (base - self.eta_min) * (1 - math.cos(math.pi / n)) / 2 for base, lr in zip(self.base_lrs, self._now())
            ]
        ratio = (1 + math.cos(math.pi * k / n)) / (1 + math.cos(math.pi * (k - 1) / n))
        return [ratio * (lr - self.eta_min) + self.eta_min for lr in self._now()]


class LinearLR(LRScheduler):
    def __init__(self, optimizer, start_factor=1.0 / 3, end_factor=1.0, total_iters=5, last_epoch=-1):
        self.start, self.end, self.total = start_factor, end_factor, total_iters
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        k, more = self.last_epoch, self.end - self.start
        if k == 0:
            return [lr * self.start for lr in self._now()]
        # Each step is a factor on the rate as it is, so that several schedules can be chained.
        factor = 1.0 if k > self.total else 1.0 + more / (self.total * self.start + (k - 1) * more)
        return [lr * factor for lr in self._now()]


class MultiplicativeLR(LRScheduler):
    def __init__(self, optimizer, lr_lambda, last_epoch=-1):
        self.lr_lambda = lr_lambda
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        return self._now() if self.last_epoch == 0 else [lr * self.lr_lambda(self.last_epoch) for lr in self._now()]


class ConstantLR(LRScheduler):
    def __init__(self, optimizer, factor=1.0 / 3, total_iters=5, last_epoch=-1):
        self.factor, self.total = factor, total_iters
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        k = self.last_epoch
        factor = self.factor if k == 0 else 1.0 / self.factor if k == self.total else 1.0
        return [lr * factor for lr in self._now()]


class PolynomialLR(LRScheduler):
    def __init__(self, optimizer, total_iters=5, power=1.0, last_epoch=-1):
        self.total, self.power = total_iters, power
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        k, n = self.last_epoch, self.total
        if k == 0 or k > n:
            return self._now()
        return [lr * ((1.0 - k / n) / (1.0 - (k - 1) / n)) ** self.power for lr in self._now()]


class CosineAnnealingWarmRestarts(LRScheduler):
    def __init__(self, optimizer, T_0, T_mult=1, eta_min=0.0, last_epoch=-1):
        self.first, self.grows, self.eta_min = T_0, T_mult, eta_min
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        k, n = self.last_epoch, self.first
        while k >= n:
            k, n = k - n, n * self.grows
        return [self.eta_min + (base - self.eta_min) * (1 + math.cos(math.pi * k / n)) / 2 for base in self.base_lrs]


class OneCycleLR(LRScheduler):
    """Up to max_lr and down to next to nothing; momentum goes the other way."""

    def __init__(self, optimizer, max_lr, total_steps=None, epochs=None, steps_per_epoch=None, pct_start=0.3, anneal_strategy="cos", cycle_momentum=True, base_momentum=0.85, max_momentum=0.95, div_factor=25.0, final_div_factor=1e4, last_epoch=-1):
        self.total = total_steps or epochs * steps_per_epoch
        self.top, self.up = max_lr, float(pct_start * self.total) - 1
        self.lowest, self.last = max_lr / div_factor, max_lr / div_factor / final_div_factor
        self.linear = anneal_strategy == "linear"
        self.momenta = (base_momentum, max_momentum) if cycle_momentum else None
        for group in optimizer.param_groups:
            group["lr"] = self.lowest
        super().__init__(optimizer, last_epoch)

    def _between(self, start, end, share):
        return start + (end - start) * share if self.linear else end + (start - end) / 2 * (1 + math.cos(math.pi * share))

    def get_lr(self):
        k = self.last_epoch
        if k >= self.total:
            raise ValueError(f"Tried to step {k + 1} times. The specified number of total steps is {self.total}")
        rising = k <= self.up
        share = k / self.up if rising else (k - self.up) / (self.total - 1 - self.up)
        for group in self.optimizer.param_groups if self.momenta else []:
            low, high = self.momenta
            now = self._between(high, low, share) if rising else self._between(low, high, share)
            if "betas" in group:
                group["betas"] = (now, group["betas"][1])
            elif group.get("momentum"):
                group["momentum"] = now
        lr = self._between(self.lowest, self.top, share) if rising else self._between(self.top, self.last, share)
        return [lr for _ in self.base_lrs]


class CyclicLR(LRScheduler):
    """Smith, 2017: up from base_lr to max_lr and down again, over and over."""

    def __init__(self, optimizer, base_lr, max_lr, step_size_up=2000, step_size_down=None, mode="triangular", gamma=1.0, scale_fn=None, scale_mode="cycle", cycle_momentum=True, base_momentum=0.8, max_momentum=0.9, last_epoch=-1):
        n = len(optimizer.param_groups)
        self.lows = list(base_lr) if isinstance(base_lr, (list, tuple)) else [base_lr] * n
        self.tops = list(max_lr) if isinstance(max_lr, (list, tuple)) else [max_lr] * n
        self.total = float(step_size_up + (step_size_up if step_size_down is None else step_size_down))
        self.up = step_size_up / self.total
        scales = {"triangular": lambda x: 1.0, "triangular2": lambda x: 1 / 2.0 ** (x - 1), "exp_range": lambda x: gamma**x}
        self.scale, self.by_cycle = scale_fn or scales[mode], scale_mode == "cycle" if scale_fn else mode != "exp_range"
        if cycle_momentum and any("momentum" not in group and "betas" not in group for group in optimizer.param_groups):
            raise ValueError("optimizer must support momentum with `cycle_momentum` option enabled")
        self.momenta = (base_momentum, max_momentum) if cycle_momentum else None
        for group, low in zip(optimizer.param_groups, self.lows):
            group["lr"] = group["initial_lr"] = low
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        cycle = math.floor(1 + self.last_epoch / self.total)
        x = 1.0 + self.last_epoch / self.total - cycle
        height = (x / self.up if x <= self.up else (x - 1) / (self.up - 1)) * self.scale(cycle if self.by_cycle else self.last_epoch)
        for group in self.optimizer.param_groups if self.momenta else []:
            now = self.momenta[1] - (self.momenta[1] - self.momenta[0]) * height
            if "betas" in group:
                group["betas"] = (now, *group["betas"][1:])
            else:
                group["momentum"] = now
        return [low + (top - low) * height for low, top in zip(self.lows, self.tops)]


class ChainedScheduler:
    """Several, one after another in every step."""

    def __init__(self, schedulers):
        self.schedulers = list(schedulers)
        self.optimizer = self.schedulers[0].optimizer

    def step(self):
        for one in self.schedulers:
            one.step()

    def get_last_lr(self):
        return [group["lr"] for group in self.optimizer.param_groups]


class SequentialLR(ChainedScheduler):
    """Several, each from its milestone on."""

    def __init__(self, optimizer, schedulers, milestones, last_epoch=-1):
        super().__init__(schedulers)
        self.milestones, self.last_epoch = list(milestones), last_epoch + 1
        for group in optimizer.param_groups:
            group["lr"] = group["initial_lr"]
        # Each has taken its first step when it was made: only that of the first counts.
        for one in self.schedulers:
            one.last_epoch -= 1
        self.schedulers[0].step()

    def step(self):
        self.last_epoch += 1
        k = sum(self.last_epoch >= m for m in self.milestones)
        one = self.schedulers[k]
        one.step(0) if k and self.milestones[k - 1] == self.last_epoch else one.step()


class ReduceLROnPlateau:
    def __init__(self, optimizer, mode="min", factor=0.1, patience=10, threshold=1e-4, threshold_mode="rel", cooldown=0, min_lr=0.0, eps=1e-08, verbose=False):
        self.relative, self.eps, self.verbose, self.epoch = threshold_mode == "rel", eps, verbose is True, 0
        self.cooldown, self.cooling = cooldown, 0
        self.optimizer, self.mode, self.factor = optimizer, mode, factor
        self.patience, self.threshold, self.min_lr = patience, threshold, min_lr
        self.best, self.bad = math.inf if mode == "min" else -math.inf, 0

    def step(self, metrics):
        now = float(metrics)
        self.epoch += 1
        off = abs(self.best) * self.threshold if self.relative else self.threshold
        better = not math.isfinite(self.best) or (now < self.best - off if self.mode == "min" else now > self.best + off)
        if better:
            self.best, self.bad = now, 0
        else:
            self.bad += 1
        if self.cooling:
            self.cooling, self.bad = self.cooling - 1, 0
        if self.bad > self.patience:
            self.cooling = self.cooldown
            for k, group in enumerate(self.optimizer.param_groups):
                lr = max(group["lr"] * self.factor, self.min_lr[k] if isinstance(self.min_lr, (list, tuple)) else self.min_lr)
                if group["lr"] - lr > self.eps:
                    group["lr"] = lr
                    if self.verbose:
                        print(f"Epoch {self.epoch:05d}: reducing learning rate of group {k} to {lr:.4e}.")
            self.bad = 0


def __getattr__(name):
    from .._missing import refuse

    return refuse("torch.optim.lr_scheduler", name, globals())
