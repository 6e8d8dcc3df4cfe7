"""What is counted beside the loss: of arrays, so nothing of it is traced. Each gives a number for each example."""

import numpy as np

from ._naming import snake


def _alike(y, p):
    return y.reshape(p.shape) if y.size == p.size else y


def binary_accuracy(y, p, threshold=0.5):
    return (_alike(y, p) == (p > threshold)).mean(axis=-1)


def categorical_accuracy(y, p):
    return np.equal(y.argmax(axis=-1), p.argmax(axis=-1))


def sparse_categorical_accuracy(y, p):
    y = y.squeeze(-1) if y.ndim == p.ndim and y.shape[-1] == 1 else y
    return np.equal(y, p.argmax(axis=-1))


def mean_absolute_error(y, p):
    return np.abs(_alike(y, p) - p).mean(axis=-1)


def mean_squared_error(y, p):
    return np.square(_alike(y, p) - p).mean(axis=-1)


NAMES = {
    "mae": mean_absolute_error, "mean_absolute_error": mean_absolute_error, "mse": mean_squared_error,
    "mean_squared_error": mean_squared_error, "binary_accuracy": binary_accuracy, "categorical_accuracy": categorical_accuracy,
    "sparse_categorical_accuracy": sparse_categorical_accuracy,
}


class Metric:
    f = None

    def __init__(self, name=None, **options):
        options.pop("dtype", None)
        self.name, self.options = name or snake(type(self).__name__), options
        self.reset_state()

    def reset_state(self):
        self.total = self.count = 0.0

    def _values(self, y, p):
        return type(self).f(y, p, **self.options)

    def update_state(self, y_true, y_pred, sample_weight=None):
        from ._layer import eager

        y, p = (np.ndarray._of(eager(x).detach()) for x in (y_true, y_pred))
        values = np.asarray(self._values(y, p))
        self.total += float(values.sum())
        self.count += values.size

    def result(self):
        return np.float32(self.total / self.count if self.count else 0.0)

    def __call__(self, y_true, y_pred):
        self.update_state(y_true, y_pred)
        return self.result()


class Mean(Metric):
    """Of numbers that are given as they are, such as losses."""

    def update_state(self, values, sample_weight=None):
        from ._layer import eager

        values = np.ndarray._of(eager(values).detach())
        self.total += float(values.sum())
        self.count += values.size

    __call__ = lambda self, values, sample_weight=None: (self.update_state(values), self.result())[1]  # noqa: E731


class Sum(Mean):
    def result(self):
        return np.float32(self.total)


def _named(name, function):
    return type(name, (Metric,), {"f": staticmethod(function)})


BinaryAccuracy = _named("BinaryAccuracy", binary_accuracy)
CategoricalAccuracy = _named("CategoricalAccuracy", categorical_accuracy)
SparseCategoricalAccuracy = _named("SparseCategoricalAccuracy", sparse_categorical_accuracy)
MeanAbsoluteError, MeanSquaredError = _named("MeanAbsoluteError", mean_absolute_error), _named("MeanSquaredError", mean_squared_error)


class RootMeanSquaredError(Metric):
    f = staticmethod(mean_squared_error)

    def result(self):
        return np.sqrt(super().result())


def _accuracy(y, p, loss):
    """Which accuracy "accuracy" means, by the shapes of what is compared."""
    if p.shape[-1] == 1:
        return binary_accuracy
    if y.ndim < p.ndim or y.shape[-1] == 1:
        return sparse_categorical_accuracy
    return binary_accuracy if type(loss).__name__.lower().startswith("binary") else categorical_accuracy


def get(x, y, p, loss):
    """The function of a metric, and its name."""
    if x in ("accuracy", "acc"):
        return _accuracy(y, p, loss), x
    if isinstance(x, str):
        if x not in NAMES:
            from torch._missing import refuse

            refuse("keras.metrics", x, {**NAMES, "accuracy": None})
        return NAMES[x], x
    if isinstance(x, RootMeanSquaredError):
        raise NotImplementedError("RootMeanSquaredError in compile is not part of this page: it has MeanSquaredError.")
    if isinstance(x, Metric):
        return x._values, x.name
    if callable(x):
        return lambda y, p: x(y._tensor, p._tensor).detach().numpy(), x.__name__
    raise ValueError(f"Expected all entries in the `metrics` list to be metric objects. Found instead: {x}")


def __getattr__(name):
    from torch._missing import refuse

    return refuse("keras.metrics", name, globals())
