"""What cannot be recorded: each attempt, and words of the sentence that it is refused with."""

import inspect
import os

import torch
from torch import nn

from backstep_torch import RecordError, record


def refused(f, says):
    """Each refusal is one sentence that has these words in it."""
    try:
        f()
    except RecordError as error:
        text = str(error)
        if "{}" in says:
            says = says.format(inspect.getsourcelines(f)[1])
        assert says in text, f"expected “{says}” in: {text}"
        assert "\n" not in text and ". " not in text.rstrip("."), f"more than one sentence: {text}"
        return text
    raise AssertionError(f"not refused: {says}")


def step(f, backward=True, x=None, **limits):
    """A step of f; a limit is lowered where reaching it would take long."""
    x = torch.ones(3, requires_grad=True) if x is None else x
    with record() as r:
        vars(r).update(limits)
        y = f(x)
        if backward:
            y.backward()
    return r.trace()


def unended():
    with record() as r:
        torch.ones(3, requires_grad=True) * 2
        r.trace()


def many(x):
    for _ in range(201):
        x = x * 1
    return x.sum()


def many_of_one(x):
    h = torch.ones(22_000) * x[0]
    for _ in range(1500):
        h[1:2] = h[:1]
    return h.sum()


def twice(x):
    y = torch.fmod(x * x, x.detach() * 3)
    y.sum().backward(retain_graph=True)
    return y.mean()


def again(x):
    (x * x).sum().backward(create_graph=True)
    return (x.grad * x.grad).sum()


loss_before = (torch.ones(3, requires_grad=True) * 2).sum()

REFUSED = {
    "nothing": (lambda: step(lambda x: x, backward=False), "run the model inside of the with block"),
    "not yet": (lambda: unended(), "save the recording after it"),
    "a loss of many numbers": (lambda: step(lambda x: x * 2), "reduce it with .mean() or .sum() first"),
    "a leaf in place": (lambda: step(lambda x: x.mul_(2).sum()), "refusals.py, line {}: mul_ changes x, a leaf that needs a gradient, in place"),
    "too many values": (
        lambda: step(lambda x: (x * torch.ones(110_000, 1)).sum(), most_values=400_000),
        "values (the largest are mul 110000×3 with 330,000, constant 110000×1 with 110,000",
    ),
    "too many of one": (lambda: step(many_of_one, most_values=2_000_000), "h 22000, 45 times, with 990,000"),
    "too long a file": (lambda: saved(torch.ones(950_000, dtype=torch.float64, requires_grad=True)), "mul 950000 with 9.7 MB"),
    "too many ops": (lambda: step(many, most_ops=200), "more than 200 ops"),
    "a loss from outside": (lambda: step(lambda x: loss_before), "was not computed inside"),
    "two ways back through what is not known": (lambda: step(twice), "Two ways back go through fmod"),
    "a way back that is differentiated": (lambda: step(lambda x: again(x)), "torch.autograd.grad(loss, inputs, create_graph=True)"),
    "data": (lambda: step(lambda x: setter(x).sum()), "make a new tensor"),
    "a part of data in place": (lambda: step(lambda x: zeroed(x).sum()), "__setitem__ changes h behind PyTorch's back"),
    "weights that change between two uses": (lambda: step(changed_between), "after it was used"),
    "a hook that changes a gradient": (lambda: step(hooked), "A hook changes the gradient of h"),
    "a hook of a module that does": (lambda: step(hooked_module), "A hook changes the gradient of Identity"),
    "a scripted model": (lambda: record(torch.jit.script(nn.Linear(2, 2))).__enter__(), "compiled by torch.jit"),
    "a lazy model": (lambda: record(nn.LazyLinear(2)).__enter__(), "call it once before"),
    # Where no gradient comes from a loss, the op that ended the path is named, with its line.
    "a choice": (lambda: cut(lambda y: y.argmax(1).float().sum()), "ends at argmax (refusals.py, line {}), which gives whole"),
    "places beside values": (lambda: cut(lambda y: y.topk(1).indices.double().sum()), "ends at topk (refusals.py, line {}), which gives whole"),
    "places of a maximum": (lambda: cut(lambda y: y.max(1).indices.double().sum()), "ends at max (refusals.py, line {}), which gives whole"),
    "a comparison": (lambda: cut(lambda y: (y > 0).double().mean() * 2), "ends at gt (refusals.py, line {}), which gives whole"),
    "a cast": (lambda: cut(lambda y: y.long().float().mean()), "ends at long (refusals.py, line {}), which gives whole"),
    "a number": (lambda: cut(lambda y: torch.tensor(y.sum().item())), "ends at item (refusals.py, line {}), which makes a Python"),
    "an array": (lambda: cut(lambda y: torch.tensor(y.detach().numpy()).sum()), "ends at detach (refusals.py, line {})"),
    "detached": (lambda: cut(lambda y: (y.detach() * 3).sum()), "ends at detach (refusals.py, line {}), which gives its numbers"),
    "data that is read": (lambda: cut(lambda y: y.data.sum()), "ends at .data (refusals.py, line {}), which gives its numbers"),
    "no gradients": (lambda: cut(no_gradients), "ends at exp (refusals.py, line"),
    "a gradient without its own": (
        lambda: step(lambda x: torch.autograd.grad((x * x).sum(), x)[0].sum()),
        "which gives gradients without their own: call it with create_graph=True",
    ),
    "inference": (lambda: cut(inferred), "which ran under torch.inference_mode: call it outside of inference_mode"),
    "frozen": (lambda: cut(lambda y: y.sum(), freeze=True), "Every parameter of the model is frozen"),
    "nothing trained": (lambda: step(lambda x: (x.new_ones(2) * 2).sum()), "The loss was not computed inside"),
}


def cut(f, freeze=False):
    torch.manual_seed(0)
    model = nn.Linear(2, 2).requires_grad_(not freeze)
    with record(model) as r:
        f(model(torch.ones(1, 2))).backward()
    return r


def inferred(y):
    with torch.inference_mode():
        z = y.exp()
    return z.sum()


def no_gradients(y):
    with torch.no_grad():
        return y.exp().sum()


def saved(x):
    with record() as r:
        (x * 2).sum().backward()
    r.save(os.devnull)


def zeroed(x):
    h = x * 2
    h.data[0] = 0
    return h


def changed_between(x):
    first = (x * x).sum()
    with torch.no_grad():
        x.mul_(2)
    return first + x.sum()


def hooked(x):
    h = x * 2
    h.register_hook(lambda g: None)
    h.register_hook(lambda g: g * 2)
    return (h * h).sum()


def hooked_module(x):
    same = nn.Identity()
    same.register_full_backward_hook(lambda module, given, sent: (given[0] * 2,))
    return same(x * 2).sum()


def setter(x):
    h = x * 2
    h.data = torch.zeros(3)
    return h
