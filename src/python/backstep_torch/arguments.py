"""The arguments of a call: the tensors among them, and what is no tensor."""

import math

import torch


def tensors_in(x, found=None):
    """In order; what holds none is passed by quickly, since every call is asked several times."""
    found = [] if found is None else found
    if isinstance(x, torch.Tensor):
        found.append(x)
    elif isinstance(x, (tuple, list)):
        for y in x:
            if isinstance(y, torch.Tensor):
                found.append(y)
            elif isinstance(y, (tuple, list, dict)):
                tensors_in(y, found)
    elif isinstance(x, dict) and x:
        tensors_in(list(x.values()), found)
    return found


def replaced(x, f):
    if isinstance(x, (tuple, list)):
        return type(x)(replaced(y, f) for y in x) if type(x) in (tuple, list) else x
    if isinstance(x, dict):
        return {k: replaced(y, f) for k, y in x.items()}
    return f(x)


def copies(x):
    return replaced(x, lambda y: y.detach().clone() if torch.is_tensor(y) else y)


def simple(x):
    """The arguments of a call that are no tensors, as far as JSON has them; a slice as it is written."""
    if isinstance(x, (bool, int, str)) or (isinstance(x, float) and math.isfinite(x)):
        return [x]
    if isinstance(x, slice):
        ends = ["" if end is None else str(end) for end in (x.start, x.stop, x.step)]
        return [":".join(ends if ends[2] else ends[:2])]
    if x is Ellipsis:
        return ["..."]
    if isinstance(x, (tuple, list)):
        return [z for y in x for z in simple(y)]
    if isinstance(x, dict):
        return [z for k, y in x.items() for z in simple(y)]
    return []
