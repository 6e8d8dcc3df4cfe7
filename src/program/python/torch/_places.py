"""Other addresses of the same names: torch.nn.parameter.Parameter is torch.nn.Parameter."""

import sys

from . import autograd, nn, optim, utils
from .nn import utils as nn_utils

OF_NN = "activation adaptive batchnorm container conv dropout flatten instancenorm linear loss module normalization padding pooling rnn sparse transformer upsampling utils"
PLACES = {
    "torch.utils.data": (utils.data, "dataloader dataset sampler _utils"),
    "torch.nn": (nn, "parameter modules parallel"),
    "torch.nn.modules": (nn, OF_NN),
    "torch.nn.utils": (nn_utils, "clip_grad convert_parameters"),
    "torch.optim": (optim, "optimizer sgd adam adamw rmsprop adagrad adadelta adamax lbfgs nadam radam"),
    "torch.autograd": (autograd, "variable function grad_mode anomaly_mode"),
}

for _home, (_module, _names) in PLACES.items():
    for _name in _names.split():
        sys.modules[f"{_home}.{_name}"] = _module
        vars(_module).setdefault(_name, _module)
