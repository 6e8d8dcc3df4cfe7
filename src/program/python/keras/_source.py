"""What a model is given, batch by batch: rows of arrays, or what a data set gives."""

import numpy as np
from torch import randperm
from torch._machine import machine
from torch._tensor import Tensor

from ._layer import eager
from ._symbolic import flat


def arrays(x):
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


def _rows(given, places, name):
    """Some rows, as what the model is given: no op makes them."""
    found = []
    for k, a in enumerate(given):
        x = a[places]._tensor
        machine.call(x._id, name if len(given) == 1 else f"{name}{k + 1}", "", "")
        found.append(x)
    return found


class Rows:
    """Of arrays, so many rows at once. `ys` is None where there are no targets."""

    def __init__(self, xs, ys, size, shuffle=False):
        sizes = [len(a) for a in [*xs, *(ys or [])]]
        if len(set(sizes)) > 1:
            raise ValueError(f"Data cardinality is ambiguous. Make sure all arrays contain the same number of samples. Sizes: {', '.join(map(str, sizes))}")
        self.xs, self.ys, self.n, self.size, self.shuffle = xs, ys, sizes[0], size, shuffle
        self.steps = -(-self.n // size)

    def __iter__(self):
        order = np.ndarray._of(randperm(self.n)).tolist() if self.shuffle else list(range(self.n))
        for k in range(self.steps):
            places = order[k * self.size : (k + 1) * self.size]
            yield _rows(self.xs, places, "x"), None if self.ys is None else _rows(self.ys, places, "y")


class Batches:
    """What a tf.data.Dataset, a DataLoader or another list of batches gives."""

    def __init__(self, batches):
        self.batches = batches
        try:
            self.steps = len(batches)
        except TypeError:
            self.steps = None

    def __iter__(self):
        for batch in self.batches:
            pair = isinstance(batch, (tuple, list)) and len(batch) > 1
            x, y = (batch[0], batch[1]) if pair else (batch[0] if isinstance(batch, (tuple, list)) else batch, None)
            yield [eager(one) for one in flat(x)], None if y is None else [eager(one) for one in flat(y)]


def source(x, y, size, shuffle=False):
    if y is None and not isinstance(x, (np.ndarray, Tensor, list, tuple)) and hasattr(x, "__iter__"):
        return Batches(x)
    return Rows(arrays(x), arrays(y), size or 32, shuffle)
