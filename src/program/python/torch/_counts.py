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
    order = found.tolist()
    more = [as_tensor([order.index(x) for x in numbers]).reshape(*input.shape)] if return_inverse else []
    more += [as_tensor([numbers.count(x) for x in order])] if return_counts else []
    return (found, *more) if more else found


@method("unique_consecutive")
def unique_consecutive(input):
    numbers = input.reshape(-1).tolist()
    return as_tensor([x for k, x in enumerate(numbers) if k == 0 or x != numbers[k - 1]]).to(input.dtype)


@method("histc")
def histc(input, bins=100, min=0, max=0):
    numbers = input.reshape(-1).tolist()
    low, high = (min, max) if min != max else (builtins.min(numbers), builtins.max(numbers))
    counts = [0.0] * bins
    for x in numbers:
        if low <= x <= high:
            counts[builtins.min(int((x - low) / (high - low) * bins), bins - 1)] += 1
    return as_tensor(counts)


def searchsorted(sorted_sequence, input, *, right=False):
    import bisect

    line, find = sorted_sequence.tolist(), bisect.bisect_right if right else bisect.bisect_left
    return as_tensor([find(line, x) for x in input.reshape(-1).tolist()]).reshape(*input.shape)


def bucketize(input, boundaries, *, right=False):
    return searchsorted(boundaries, input, right=right)


@method("multinomial")
def multinomial(input, num_samples, replacement=False, *, generator=None):
    from ._creation import _drawn, rand

    if num_samples > input.shape[-1] and not replacement:
        raise RuntimeError("cannot sample n_sample > prob_dist.size(-1) samples without replacement")
    if not replacement or num_samples == 1:
        # The first of many clocks to ring, each as fast as its weight.
        waits = _drawn("exponential", input.shape, input.dtype, 1.0, generator=generator)
        return (input.detach() / waits).topk(num_samples, -1).indices
    rows = input.reshape(-1, input.shape[-1]).tolist()
    drawn = []
    for row in rows:
        picked = []
        for _ in range(num_samples):
            left, k = float(rand(1, dtype=dt.float64, generator=generator).item()) * builtins.sum(row), 0
            while k < len(row) - 1 and left >= row[k]:
                left -= row[k]
                k += 1
            picked.append(k)
        drawn.append(picked)
    return as_tensor(drawn if input.dim() > 1 else drawn[0])
