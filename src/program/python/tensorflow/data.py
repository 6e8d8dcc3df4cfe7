"""tf.data: examples, one after another and in batches. What is done to them before a network is given them is no step."""

import numpy as np
import torch as _torch
from _lines import targets as _targets
from keras._layer import eager as _eager
from keras._symbolic import flat as _flat
from keras._symbolic import mapped as _mapped
from torch import Tensor as _Tensor
from torch._machine import machine as _machine

AUTOTUNE = -1


def _prepared(f, *args):
    _machine.prepare(True)
    try:
        return f(*args)
    finally:
        _machine.prepare(False)


class Dataset:
    def __init__(self, examples, count):
        """`examples` begins anew each time that it is called; `count` is how many come, None where nobody knows."""
        self._examples, self._count = examples, count

    @staticmethod
    def from_tensor_slices(tensors):
        arrays = _mapped(lambda x: x if hasattr(x, "shape") else np.asarray(x), tensors)
        n = len(_flat(arrays)[0])
        return Dataset(lambda: (_prepared(lambda k=k: _mapped(lambda a: _eager(a[k]), arrays)) for k in range(n)), n)

    @staticmethod
    def range(*args):
        numbers = range(*args)
        return Dataset(lambda: (_torch.tensor(k) for k in numbers), len(numbers))

    @staticmethod
    def zip(*datasets):
        parts = datasets[0] if len(datasets) == 1 and isinstance(datasets[0], (tuple, list)) else datasets
        return Dataset(lambda: zip(*parts), min(map(len, parts)))

    @staticmethod
    def from_generator(generator, *args, **kwargs):
        return Dataset(lambda: (_mapped(_eager, x) for x in generator()), None)

    def shuffle(self, buffer_size, seed=None, reshuffle_each_iteration=True):
        def shuffled():
            examples = list(self._examples())
            return (examples[k] for k in _torch.randperm(len(examples)).tolist())

        return Dataset(shuffled, self._count)

    def batch(self, batch_size, drop_remainder=False, **how):
        def batches():
            held = []
            for example in self._examples():
                held.append(example)
                if len(held) == batch_size:
                    yield _together(held)
                    held = []
            if held and not drop_remainder:
                yield _together(held)

        n = self._count
        return Dataset(batches, n if n is None else n // batch_size if drop_remainder else -(-n // batch_size))

    def map(self, map_func, *args, **how):
        apply = lambda x: map_func(*x) if isinstance(x, tuple) else map_func(x)  # noqa: E731
        return Dataset(lambda: (_prepared(apply, x) for x in self._examples()), self._count)

    def filter(self, predicate):
        keeps = lambda x: bool(predicate(*x) if isinstance(x, tuple) else predicate(x))  # noqa: E731
        return Dataset(lambda: (x for x in self._examples() if keeps(x)), None)

    def take(self, count):
        def taken():
            for k, x in enumerate(self._examples()):
                if k == count:
                    return
                yield x

        return Dataset(taken, count if self._count is None else min(count, self._count))

    def skip(self, count):
        return Dataset(lambda: (x for k, x in enumerate(self._examples()) if k >= count), None if self._count is None else max(0, self._count - count))

    def repeat(self, count=None):
        if count is None or count < 0:
            raise NotImplementedError("Dataset.repeat without a count is not part of this page: it would never end. Give how many times.")
        return Dataset(lambda: (x for _ in range(count) for x in self._examples()), None if self._count is None else self._count * count)

    def enumerate(self, start=0):
        return Dataset(lambda: enumerate(self._examples(), start), self._count)

    def prefetch(self, *args, **how):
        return self

    cache = with_options = prefetch

    def cardinality(self):
        return _torch.tensor(-2 if self._count is None else self._count)

    def __len__(self):
        if self._count is None:
            raise TypeError("The dataset length is unknown.")
        return self._count

    def __iter__(self):
        for x in self._examples():
            parts = [y for y in _flat(x) if isinstance(y, _Tensor)]
            for part, name in zip(parts, _targets(len(parts))):
                _machine.call(part._id, name, "", "")
            yield x

    def as_numpy_iterator(self):
        return (_mapped(lambda y: y.numpy(), x) for x in self._examples())


def _together(examples):
    """Examples as a batch of each of their parts."""
    first = examples[0]
    if isinstance(first, dict):
        return {key: _together([x[key] for x in examples]) for key in first}
    if isinstance(first, (tuple, list)):
        return tuple(_together([x[k] for x in examples]) for k in range(len(first)))
    return _prepared(lambda: _torch.stack(examples) if first.dtype.is_floating_point else _torch.tensor([x.tolist() for x in examples], dtype=first.dtype))


def __getattr__(name):
    from torch._missing import refuse

    return refuse("tf.data", name, globals())
