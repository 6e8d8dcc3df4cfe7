"""Records a run of a PyTorch model for Backstep, which steps through it forwards and backwards.

    import backstep_torch

    with backstep_torch.record(model) as r:
        loss = loss_function(model(x), target)
        loss.backward()
        optimizer.step()
    r.save("trace.safetensors")
    r.to_html("run.html")

The run itself is not changed: every torch function does its own work, and beside it the recorder writes down which ops
of Backstep it stands for, the values that went in and came out, and the gradients that arrive on the way back. An op
that Backstep does not have is kept under its name in PyTorch, with what it sends back to each of its inputs.

One file; it needs torch 1.13 or newer and nothing else. What cannot be recorded is refused with a RecordError that says
what to change.
"""

from .errors import RecordError
from .magic import load_ipython_extension
from .naming import names
from .page import show
from .recording import record
from . import handlers

__all__ = ["record", "names", "show", "RecordError", "load_ipython_extension"]
