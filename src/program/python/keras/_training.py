"""compile, fit, evaluate and predict: a loop as one would write it by hand, over the same ops."""

import math

import numpy as np
from torch._machine import machine
from torch._modes import no_grad

from . import losses as L
from . import metrics as M
from . import optimizers as O
from ._layer import eager
from ._source import Rows, source
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
        if ys is None:
            raise ValueError("fit and evaluate need targets: give x and y.")
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
        batches = source(x, y, batch_size, shuffle)
        if validation_split and validation_data is None:
            batches, validation_data = _split(batches, validation_split)
        own, steps = type(self).train_step is not Trainer.train_step, batches.steps
        self.history, self.stop_training = History(), False
        heard = CallbackList(callbacks, self.history, self, {"epochs": epochs, "steps": steps, "verbose": verbose})
        heard.tell("on_train_begin")
        for epoch in range(initial_epoch, epochs):
            heard.tell("on_epoch_begin", epoch)
            kept = {}
            for m in self.metrics:
                m.reset_state()
            for k, (xs, ys) in enumerate(batches):
                heard.tell("on_train_batch_begin", k)
                if own:
                    kept = _told(self.train_step(_as_given(xs, ys)))
                else:
                    self._learn(self._step(xs, ys, kept, True))
                heard.tell("on_train_batch_end", k, self._results(kept))
            logs = self._results(kept)
            if validation_data is not None and (epoch + 1) % validation_freq == 0:
                pair = validation_data[:2] if isinstance(validation_data, (tuple, list)) else (validation_data, None)
                logs.update(self._evaluated(source(*pair, validation_batch_size or batch_size), "val_"))
            if verbose:
                _tell(verbose, epoch, epochs, steps if steps is not None else k + 1, logs)
            heard.tell("on_epoch_end", epoch, logs)
            if self.stop_training:
                break
        heard.tell("on_train_end")
        return self.history

    def _learn(self, loss):
        trained = [p for p in self.parameters() if p.requires_grad]
        for p in trained:
            p.grad = None
        loss.backward()
        self.optimizer.move(trained)

    def train_step(self, data):
        """One update; a model of one's own may do it otherwise."""
        xs, ys = _parts(data)
        kept = {}
        self._learn(self._step(xs, ys, kept, True))
        return {name: mean.result() for name, mean in kept.items()}

    def test_step(self, data):
        xs, ys = _parts(data)
        kept = {}
        self._step(xs, ys, kept, False)
        return {name: mean.result() for name, mean in kept.items()}

    @property
    def metrics(self):
        """Those that a model of one's own holds."""
        return [x for x in self.__dict__.values() if isinstance(x, M.Metric)]

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        return self._loss_of([eager(one) for one in flat(y)], flat(y_pred))[0]

    def compiled_loss(self, y, y_pred, **more):
        return self.compute_loss(None, y, y_pred)

    def _evaluated(self, batches, prefix=""):
        kept, own = {}, type(self).test_step is not Trainer.test_step
        for m in self.metrics:
            m.reset_state()
        with no_grad():
            for xs, ys in batches:
                if own:
                    kept = _told(self.test_step(_as_given(xs, ys)))
                else:
                    self._step(xs, ys, kept, False)
        return self._results(kept, prefix)

    def evaluate(self, x=None, y=None, batch_size=None, verbose="auto", sample_weight=None, steps=None, callbacks=None, return_dict=False):
        self._needs_compile("evaluate")
        batches = source(x, y, batch_size)
        logs = self._evaluated(batches)
        if verbose:
            n = batches.steps
            print(f"{n}/{n} {BAR} {_written(logs)}")
        if return_dict:
            return logs
        values = [logs.pop("loss"), *logs.values()]
        return values if len(values) > 1 else values[0]

    def predict(self, x, batch_size=None, verbose="auto", steps=None, callbacks=None):
        found = []
        with no_grad():
            for given, _ in source(x, None, batch_size):
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


def _split(rows, share):
    """The last rows for validation, the others for training."""
    if not isinstance(rows, Rows):
        raise ValueError("`validation_split` is only supported for Tensors or NumPy arrays: give validation_data.")
    at = int(math.floor(rows.n * (1.0 - share)))
    if at == 0 or at == rows.n:
        raise ValueError(f"Training data contains {rows.n} samples, which is not sufficient to split it into a validation and training set as specified by `validation_split={share}`.")
    last = [a[at:] for a in rows.xs], [a[at:] for a in rows.ys]
    return Rows([a[:at] for a in rows.xs], [a[:at] for a in rows.ys], rows.size, rows.shuffle), last


def _as_given(xs, ys):
    x, y = (None if z is None else z[0] if len(z) == 1 else tuple(z) for z in (xs, ys))
    return x if y is None else (x, y)


def _parts(data):
    x, y = data if isinstance(data, tuple) else (data, None)
    return flat(x), None if y is None else flat(y)


class _Told:
    """A number that a step of one's own tells."""

    def __init__(self, value):
        self.value = float(value)

    def result(self):
        return self.value


def _told(logs):
    return {name: _Told(value) for name, value in logs.items()}
