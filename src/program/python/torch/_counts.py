"""Whole numbers counted, and places drawn."""

import builtins

from . import _dtypes as dt
from ._creation import as_tensor
from ._method import method


@method("bincount")
def bincount(input, minlength=0):
    counts = [0] * minlength
    for k in input.tolist():
        counts.extend([0] * (k + 1 - len(counts)))
        counts[k] += 1
    return as_tensor(counts)


@method("unique")
def unique(input, sorted=True, return_inverse=False, return_counts=False):
    numbers = input.reshape(-1).tolist()
    found = as_tensor(builtins.sorted(set(numbers))).to(input.dtype)
    if not return_counts:
        return found
    return found, as_tensor([numbers.count(x) for x in found.tolist()])


@method("multinomial")
def multinomial(input, num_samples, replacement=False, *, generator=None):
    from ._creation import rand

    rows = input.reshape(-1, input.shape[-1]).tolist()
    drawn = []
    for row in rows:
        weights, picked = list(row), []
        for _ in range(num_samples):
            left, k = float(rand(1, dtype=dt.float64, generator=generator).item()) * builtins.sum(weights), 0
            while k < len(weights) - 1 and left >= weights[k]:
                left -= weights[k]
                k += 1
            picked.append(k)
            if not replacement:
                weights[k] = 0.0
        drawn.append(picked)
    return as_tensor(drawn if input.dim() > 1 else drawn[0])
