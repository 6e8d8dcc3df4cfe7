"""Optimizers: what is done to a parameter is ops of the trace."""

from . import lr_scheduler
from .lbfgs import LBFGS
from .optimizers import SGD, Adagrad, Adam, AdamW, Optimizer, RMSprop
from .others import ASGD, Adadelta, Adamax, NAdam, RAdam, Rprop


def __getattr__(name):
    from .._missing import refuse

    return refuse("torch.optim", name, globals())
