"""compile, fit, evaluate and predict: a loop as one would write it by hand, over the same ops."""

import math

import numpy as np
from torch._machine import machine
from torch._modes import no_grad
from torch._tensor import Tensor

from . import losses as L
from . import metrics as M
from . import optimizers as O
from ._symbolic import flat
from .callbacks import CallbackList, History


class Mean:
    def __init__(self):
        self.total = self.count = 0.0

    def add(self, value, weight):
        self.total += value * weight
        self.count += weight

    def result(self):
        return self.total / self.count if self.count else 0.0


def _arrays(x):
    """What is given as data, as a list of arrays of float32 or of whole numbers."""
    if x is None:
        return None
    if isinstance(x, dict):
        raise NotImplementedError("data given by name is not part of this page: give a list, in the order of the model's inputs or outputs.")
    parts = list(x) if isinstance(x, (list, tuple)) and x and hasattr(x[0], "shape") and x[0].shape else [x]
    found = []
    for part in parts:
        if isinstance(part, Tensor):
            part = part.detach().numpy()
        if not isinstance(part, (np.ndarray, list, tuple, range, int, float)):
            raise ValueError(f"Unrecognized data type: x={part} (of type {type(part)}): give NumPy arrays.")
        a = np.asarray(part)
        found.append(a.astype("float32") if a.dtype.is_float else a)
    return found


def _rows(arrays, places, name):
    """Some rows, as what the model is given: no op makes them."""
    found = []
    for k, a in enumerate(arrays):
        x = a[places]._tensor
        machine.call(x._id, name if len(arrays) == 1 else f"{name}{k + 1}", "", "")
        found.append(x)
    return found


class Trainer:
    def __init__(self):
        self.optimizer = self._losses = None
        self.stop_training = False
        self.history = None

    def compile(self, optimizer="rmsprop", loss=None, loss_weights=None, metrics=None, run_eagerly=None, jit_compile=None, weighted_metrics=None, steps_per_execution=1):
        self.optimizer = O.get(optimizer)
        self._loss_given, self._weights_given, self._metrics_given = loss, loss_weights, metrics
        self.loss = loss
        self._losses = True

    # What is given for each output

    def _by_output(self, given, n, one):
        """A list with an entry for each output, of what is given once, in a list, or by the outputs' names."""
        if isinstance(given, dict):
            return [given.get(name) for name in self.output_names]
        if isinstance(given, (list, tuple)) and not (one and n == 1):
            if len(given) != n:
                raise ValueError(f"The model has {n} outputs, and {len(given)} entries were given: {given}")
            return list(given)
        return [given] * n

    def _loss_functions(self, n):
        given = self._loss_given[0] if isinstance(self._loss_given, (list, tuple)) and n == 1 else self._loss_given
        return [L.get(x) if x is not None else None for x in self._by_output(given, n, False)]

    def _metric_functions(self, n, ys, outputs, losses):
        given = self._metrics_given
        if not given:
            return []
        per = self._by_output(given, n, True) if isinstance(given, dict) or n > 1 else [given]
        found = []
        for k, one in enumerate(per):
            named = one if isinstance(one, (list, tuple)) else [one] if one else []
            for m in named:
                f, name = M.get(m, ys[k], outputs[k], losses[k])
                found.append((k, f, name if n == 1 else f"{self.output_names[k]}_{name}"))
        return found

    def _needs_compile(self, what):
        if not self._losses:
            raise ValueError(f"You must call `compile()` before calling `{what}()`.")

    def _loss_of(self, ys, outputs):
        """The loss, and those of the single outputs."""
        n = len(outputs)
        losses = self._loss_functions(n)
        weights = self._by_output(self._weights_given, n, False) if self._weights_given is not None else [None] * n
        parts = []
        machine.enter("loss", "", '{"kind": "loss"}')
        try:
            total = None
            for k, (y, output, loss, weight) in enumerate(zip(ys, outputs, losses, weights)):
                if loss is None:
                    continue
                one = loss(y, output)
                parts.append((k, one))
                one = one * float(weight) if weight is not None else one
                total = one if total is None else total + one
            if total is None:
                raise ValueError("No loss to compute. Provide a `loss` argument in `compile()`.")
            penalty = self._penalty()
            total = total if penalty is None else total + penalty
        finally:
            machine.leave("loss")
        return total, parts, losses

    def _step(self, xs, ys, kept, training):
        n = xs[0].shape[0]
        y = self(xs[0] if len(xs) == 1 else xs, training=training)
        outputs = flat(y)
        if len(ys) != len(outputs):
            raise ValueError(f"The model has {len(outputs)} outputs, and targets for {len(ys)} were given.")
        total, parts, losses = self._loss_of(ys, outputs)
        kept.setdefault("loss", Mean()).add(total.item(), n)
        if len(outputs) > 1:
            for k, one in parts:
                kept.setdefault(f"{self.output_names[k]}_loss", Mean()).add(one.item(), n)
        arrays = [np.ndarray._of(o.detach()) for o in outputs]
        targets = [np.ndarray._of(t) for t in ys]
        for k, f, name in self._metric_functions(len(outputs), targets, arrays, losses):
            values = np.asarray(f(targets[k], arrays[k]))
            kept.setdefault(name, Mean()).add(float(values.mean()), values.size)
        return total

    def _results(self, kept, prefix=""):
        return {prefix + name: kept[name].result() for name in sorted(kept)}

    def fit(self, x=None, y=None, batch_size=None, epochs=1, verbose="auto", callbacks=None, validation_split=0.0, validation_data=None, shuffle=True, class_weight=None, sample_weight=None, initial_epoch=0, steps_per_epoch=None, validation_steps=None, validation_batch_size=None, validation_freq=1):
        self._needs_compile("fit")
        for name, value in {"class_weight": class_weight, "sample_weight": sample_weight, "steps_per_epoch": steps_per_epoch}.items():
            if value is not None:
                raise NotImplementedError(f"fit with {name} is not part of this page.")
        xs, ys = _arrays(x), _arrays(y)
        if ys is None:
            raise ValueError("fit needs targets: give x and y.")
        n = _same_length(xs + ys)
        if validation_split and validation_data is None:
            at = int(math.floor(n * (1.0 - validation_split)))
            if at == 0 or at == n:
                raise ValueError(f"Training data contains {n} samples, which is not sufficient to split it into a validation and training set as specified by `validation_split={validation_split}`.")
            validation_data = ([a[at:] for a in xs], [a[at:] for a in ys])
            xs, ys, n = [a[:at] for a in xs], [a[:at] for a in ys], at
        size = batch_size or 32
        steps = -(-n // size)
        self.history, self.stop_training = History(), False
        heard = CallbackList(callbacks, self.history, self, {"epochs": epochs, "steps": steps, "verbose": verbose})
        heard.tell("on_train_begin")
        for epoch in range(initial_epoch, epochs):
            heard.tell("on_epoch_begin", epoch)
            kept = {}
            order = np.ndarray._of(_permutation(n)).tolist() if shuffle else list(range(n))
            for k in range(steps):
                places = order[k * size : (k + 1) * size]
                heard.tell("on_train_batch_begin", k)
                loss = self._step(_rows(xs, places, "x"), _rows(ys, places, "y"), kept, True)
                trained = [p for p in self.parameters() if p.requires_grad]
                for p in trained:
                    p.grad = None
                loss.backward()
                self.optimizer.apply(trained)
                heard.tell("on_train_batch_end", k, self._results(kept))
            logs = self._results(kept)
            if validation_data is not None and (epoch + 1) % validation_freq == 0:
                logs.update(self._evaluated(*map(_arrays, validation_data[:2]), validation_batch_size or size, "val_"))
            if verbose:
                _tell(verbose, epoch, epochs, steps, logs)
            heard.tell("on_epoch_end", epoch, logs)
            if self.stop_training:
                break
        heard.tell("on_train_end")
        return self.history

    def _evaluated(self, xs, ys, size, prefix=""):
        kept = {}
        n = _same_length(xs + ys)
        with no_grad():
            for k in range(0, n, size):
                places = list(range(k, min(k + size, n)))
                self._step(_rows(xs, places, "x"), _rows(ys, places, "y"), kept, False)
        return self._results(kept, prefix)

    def evaluate(self, x=None, y=None, batch_size=None, verbose="auto", sample_weight=None, steps=None, callbacks=None, return_dict=False):
        self._needs_compile("evaluate")
        xs, ys = _arrays(x), _arrays(y)
        logs = self._evaluated(xs, ys, batch_size or 32)
        if verbose:
            n = -(-len(xs[0]) // (batch_size or 32))
            print(f"{n}/{n} {BAR} {_written(logs)}")
        if return_dict:
            return logs
        values = [logs.pop("loss"), *logs.values()]
        return values if len(values) > 1 else values[0]

    def predict(self, x, batch_size=None, verbose="auto", steps=None, callbacks=None):
        xs = _arrays(x)
        n, size, found = _same_length(xs), batch_size or 32, []
        with no_grad():
            for k in range(0, n, size):
                given = _rows(xs, list(range(k, min(k + size, n))), "x")
                found.append([np.ndarray._of(y) for y in flat(self(given[0] if len(given) == 1 else given, training=False))])
        if verbose:
            print(f"{len(found)}/{len(found)} {BAR}")
        whole = [np.concatenate(parts) for parts in zip(*found)]
        return whole[0] if len(whole) == 1 else whole

    def train_on_batch(self, x, y=None, return_dict=False):
        history = self.fit(x, y, batch_size=10**9, verbose=0, shuffle=False).history
        return {k: v[0] for k, v in history.items()} if return_dict else history["loss"][0]


BAR = "━" * 20


def _written(logs):
    return " - ".join(f"{name}: {value:.4f}" if abs(value) > 1e-3 or not value else f"{name}: {value:.4e}" for name, value in logs.items())


def _tell(verbose, epoch, epochs, steps, logs):
    """As Keras tells of an epoch, but for its times: a program's trace takes its own."""
    own = {k: v for k, v in logs.items() if not k.startswith("val_")}
    texts = _written({**own, **logs})
    print(f"Epoch {epoch + 1}/{epochs}")
    print(f"{steps}/{steps} - {texts}" if verbose == 2 else f"{steps}/{steps} {BAR} {texts}")


def _permutation(n):
    from torch import randperm

    return randperm(n)


def _same_length(arrays):
    sizes = [len(a) for a in arrays]
    if len(set(sizes)) > 1:
        raise ValueError(f"Data cardinality is ambiguous. Make sure all arrays contain the same number of samples. Sizes: {', '.join(map(str, sizes))}")
    return sizes[0]
