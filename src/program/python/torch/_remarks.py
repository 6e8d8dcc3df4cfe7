"""What is no error and often a mistake: it is said once, beside what the program prints."""

from ._machine import machine
from ._modes import _Mode


def added(x, old, new):
    """A gradient of x is added to one that was there. That is meant within an update, and seldom across one."""
    new._since = getattr(old, "_since", None)
    mixed = new._since is not None and new._since[0] < machine.update and old._version == new._since[1]
    new._mixed = mixed or (getattr(old, "_mixed", False) and not old._version)
    # Of two networks that are trained by turns, one gets gradients by the way, which are zeroed before it is changed.
    if mixed and not x._stepped:
        _mixed()


def _mixed():
    machine.remark(
        "zero-grad",
        "Gradients were added to those of the update before: nothing has set them to zero since. Call optimizer.zero_grad() before loss.backward().",
    )


def fresh(gradient, update):
    gradient._since = (update, gradient._version)


def stepped(parameters):
    """An optimizer takes a step: each of its parameters that wants a gradient shall have one."""
    wanted = [p for p in parameters if p.requires_grad]
    if any(p.grad is not None and getattr(p.grad, "_mixed", False) and not p.grad._version for p in wanted):
        _mixed()
    without = [p for p in wanted if p.grad is None]
    if wanted and len(without) == len(wanted):
        machine.remark("no-backward", "The optimizer took a step, and no parameter had a gradient: call loss.backward() before optimizer.step().")
    elif without:
        names = [_name(p) for p in without]
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        machine.remark(
            "no-gradient",
            f"No gradient came to {', '.join(names[:3])}{more}, so training leaves it as it is: is it used in the loss, without detach() or no_grad() on the way?",
        )


def _name(p):
    called = machine.called(p._id)
    # What no module has named is called by what made it.
    return f"a parameter of shape {list(p.shape)}" if called in ("random", "constant", "tensor") else called


def active(layer, training):
    """Dropout and batch normalization, while nothing is trained."""
    if training and not _Mode.grad and machine.update:
        machine.remark(
            f"eval-{layer}",
            f"{layer} works as in training, under no_grad: call model.eval() before predicting, and model.train() before training goes on.",
        )
