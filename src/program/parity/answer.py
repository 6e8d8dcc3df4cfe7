"""What a case gives, in PyTorch as here: this text runs in both."""

import ast
import json
import math

import torch
import torch.nn.functional as F
from torch import nn, optim


def numbers(*shape, shift=0, dtype=None):
    """Numbers that are no powers of two, none of them 0, no two the same."""
    n = math.prod(shape)
    return torch.tensor([((k * 37 + 11 + shift * 29) % 101 - 49.7) / 20 for k in range(n)], dtype=dtype).reshape(shape)


def leaf(*shape, shift=0, dtype=None):
    return numbers(*shape, shift=shift, dtype=dtype).requires_grad_()


def double(*shape, shift=0):
    return leaf(*shape, shift=shift, dtype=torch.float64)


def told(x):
    if isinstance(x, torch.Tensor):
        plain = x.detach().reshape(-1).tolist()
        return {"shape": list(x.shape), "dtype": str(x.dtype)[6:], "values": [spelt(v) for v in plain]}
    if isinstance(x, dict):
        return {"dict": {str(k): told(v) for k, v in x.items()}}
    if isinstance(x, torch.Size):
        return {"size": list(x)}
    if isinstance(x, (tuple, list)):
        return {"list": [told(v) for v in x]}
    if isinstance(x, float):
        return {"float": spelt(x)}
    if x is None or isinstance(x, (bool, int, str)):
        return {"plain": x}
    return {"text": str(x)}


def spelt(v):
    return v if isinstance(v, (bool, int)) or math.isfinite(v) else str(v)


def wanting(x):
    """Tensors in what a case gives that a gradient can start from."""
    if isinstance(x, torch.Tensor):
        return [x] if x.requires_grad and x.grad_fn is not None else []
    return [y for part in x for y in wanting(part)] if isinstance(x, (tuple, list)) else []


def leaves(names):
    for name, x in names.items():
        if isinstance(x, torch.Tensor) and x.requires_grad and x.grad_fn is None:
            yield name, x
        elif isinstance(x, nn.Module):
            yield from ((f"{name}.{path}", p) for path, p in x.named_parameters())


def answer(case):
    """Runs statements, of which the last is an expression: its value, and the gradients of what it is computed from."""
    torch.manual_seed(7)
    names = {"torch": torch, "nn": nn, "F": F, "optim": optim, "math": math, "numbers": numbers, "leaf": leaf, "double": double}
    body = ast.parse(case).body
    try:
        exec(compile(ast.Module(body[:-1], []), "program.py", "exec"), names)
        value = eval(compile(ast.Expression(body[-1].value), "program.py", "eval"), names)
        found = {"value": told(value)}
        ends = wanting(value)
        if ends:
            # Another weight for every number, so that no gradient is hidden by others that equal it.
            total = sum((y * numbers(*y.shape, shift=3, dtype=y.dtype)).sum() for y in ends)
            total.backward()
            found["gradients"] = {n: told(x.grad) for n, x in leaves(names) if x.grad is not None}
        return json.dumps(found)
    except Exception as problem:
        kinds = [k.__name__ for k in type(problem).__mro__ if k.__module__ == "builtins"]
        return json.dumps({"error": kinds[0]})
    finally:
        torch.set_grad_enabled(True)
        torch.set_default_dtype(torch.float32)
