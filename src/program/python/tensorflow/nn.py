"""tf.nn: activations, and losses that take scores."""

import torch as _torch
from keras import ops as _ops
from keras._layer import eager as _eager
from keras._operation import operation as _operation
from torch.nn import functional as _F

relu, sigmoid, tanh, softplus, softsign, silu, relu6 = _ops.relu, _ops.sigmoid, _ops.tanh, _ops.softplus, _ops.softsign, _ops.silu, _ops.relu6
elu, gelu, softmax, log_softmax, swish = _ops.elu, _operation(lambda x, approximate=False: _ops.gelu(x, approximate)), _ops.softmax, _ops.log_softmax, _ops.silu
leaky_relu = _operation(lambda features, alpha=0.2: _ops.leaky_relu(features, alpha))
selu = _operation(lambda features: _F.selu(_eager(features)))
bias_add = _operation(lambda value, bias: _eager(value) + _eager(bias))
l2_loss = _operation(lambda t: (t * t).sum() / 2)
embedding_lookup = _operation(lambda params, ids: _F.embedding(_eager(ids).long(), _eager(params)))


@_operation
def dropout(x, rate, noise_shape=None, seed=None):
    return _F.dropout(_eager(x), rate)


@_operation
def l2_normalize(x, axis=None, epsilon=1e-12):
    x = _eager(x)
    total = _ops.sum(x * x, axis, True) if axis is not None else (x * x).sum()
    return x / _torch.sqrt(_ops.maximum(total, epsilon))


@_operation
def softmax_cross_entropy_with_logits(labels, logits, axis=-1):
    return -(_eager(labels).to(_eager(logits).dtype) * _F.log_softmax(_eager(logits), axis)).sum(axis)


@_operation
def sparse_softmax_cross_entropy_with_logits(labels, logits):
    return _F.cross_entropy(_eager(logits), _eager(labels).long(), reduction="none")


@_operation
def sigmoid_cross_entropy_with_logits(labels, logits):
    return _F.binary_cross_entropy_with_logits(_eager(logits), _eager(labels).to(_eager(logits).dtype), reduction="none")


def __getattr__(name):
    from torch._missing import refuse

    return refuse("tf.nn", name, globals())
