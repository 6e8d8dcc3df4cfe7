"""Dropout in its forms: what is kept is drawn as PyTorch draws it."""

import math

from .. import _dtypes as dt
from .._creation import _drawn, full, ones
from .._functions import add, div, log, mul
from .._machine import machine
from .._remarks import active

__all__ = "dropout dropout1d dropout2d alpha_dropout gumbel_softmax".split()


def dropout(input, p=0.5, training=True, inplace=False):
    if not 0 <= p <= 1:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
    if not training or p == 0:
        return input
    active("Dropout", training)
    # A number that is kept grows, so that the expected sum stays.
    mask = _kept(input.shape, p, input.dtype) * (1 / (1 - p)) if p < 1 else full(tuple(input.shape), 0.0, dtype=input.dtype)
    machine.call(mask._id, "dropout_mask", "dropout mask", "")
    y = mul(input, mask)
    return input._take(y) if inplace else y


def _kept(shape, p, dtype):
    return (_drawn("uniform", shape, dt.float64, 0.0, 1.0) < 1 - p).to(dtype)


def dropout2d(input, p=0.5, training=True, inplace=False):
    """Whole channels are kept or not."""
    if not training or p == 0:
        return input
    whole = ones(*input.shape[:2], *[1] * (input.dim() - 2), dtype=input.dtype)
    return mul(input, dropout(whole, p, True))


dropout1d = dropout2d


def alpha_dropout(input, p=0.5, training=False, inplace=False):
    """Klambauer and others, 2017: what is not kept becomes the least that a SELU gives, and mean and variance stay."""
    if not training or p == 0:
        return input
    least = 1.7580993408473766
    a = 1.0 / math.sqrt((least * least * p + 1) * (1 - p))
    kept = _kept(input.shape, p, input.dtype)
    return add(mul(input, mul(kept, a)), add(mul(add(kept, -1.0), least * a), least * a * p))


def gumbel_softmax(logits, tau=1, hard=False, eps=1e-10, dim=-1):
    """Jang and others, 2017: a share of each class that is nearly one of them, through which gradients go."""
    waits = _drawn("exponential", logits.shape, logits.dtype, 1.0)
    soft = div(add(logits, -log(waits)), tau).softmax(dim)
    if not hard:
        return soft
    at = soft.detach().argmax(dim, keepdim=True)
    chosen = full(tuple(logits.shape), 0.0, dtype=logits.dtype).scatter(dim, at, 1.0)
    return chosen - soft.detach() + soft
