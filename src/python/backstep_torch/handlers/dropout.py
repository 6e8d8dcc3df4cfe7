"""Dropout: a product with the mask that torch draws."""

import torch

from ..registry import replaces


@replaces("dropout")
def dropout(r, input, p=0.5, train=True, training=None):
    train = train if training is None else training
    if not train or p == 0:
        return input
    # torch draws the same numbers for ones as it would for the input.
    noise = torch.dropout(torch.ones_like(input, requires_grad=False), p, True)
    r._keep(noise, r.constant("dropout_mask", noise))
    return r.run(torch.Tensor.mul, input, noise)


@replaces("dropout_")
def _dropout_in_place(r, input, p=0.5, train=True):
    if not train or p == 0:
        return input
    noise = torch.dropout(torch.ones_like(input, requires_grad=False), p, True)
    r._keep(noise, r.constant("dropout_mask", noise))
    return r.run(torch.Tensor.mul_, input, noise)
