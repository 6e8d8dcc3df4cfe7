"""Losses that ask for a distance: of what is alike, of what is not, and by how much."""

import math

import torch

from ..registry import handles
from .losses import reduced


def _at_least_0(b, x):
    return b.unary("clip", x, x.data.clamp_min(0), min=0)


def _distance(b, x, other, eps, keepdim=False):
    """The root of the sum of squares, along the last axis; None where it is 0, at which PyTorch has a slope of its own."""
    off = b.binary("add", b.binary("sub", x, other), eps)
    squares = b.reduce("sum", b.binary("mul", off, off), off.ndim - 1, keepdim)
    return None if bool((squares.data == 0).any()) else b.unary("sqrt", squares, squares.data.sqrt())


@handles("pairwise_distance")
def _pairwise_distance(b, x1, x2, p=2.0, eps=1e-6, keepdim=False):
    distance = _distance(b, x1, x2, eps, keepdim) if p == 2 and x1.dim() else None
    return NotImplemented if distance is None else distance


@handles("triplet_margin_loss")
def _triplet_margin_loss(b, anchor, positive, negative, margin=1.0, p=2.0, eps=1e-6, swap=False, reduction=1):
    if p != 2 or not anchor.dim():
        return NotImplemented
    near, far = _distance(b, anchor, positive, eps), _distance(b, anchor, negative, eps)
    other = _distance(b, positive, negative, eps) if swap else far
    if near is None or far is None or other is None:
        return NotImplemented
    far = b.binary("minimum", far, other) if swap else far
    return reduced(b, _at_least_0(b, b.binary("add", b.binary("sub", near, far), margin)), reduction)


@handles("margin_ranking_loss")
def _margin_ranking_loss(b, x1, x2, target, margin=0.0, reduction=1):
    product = b.binary("mul", target, b.binary("sub", x1, x2))
    return reduced(b, _at_least_0(b, b.binary("sub", margin, product)), reduction)


def _alike_or_not(b, target, alike, other, reduction):
    """One loss where the target is 1, another where it is -1."""
    one = target == 1
    if bool((~one & (target != -1)).any()):
        return NotImplemented
    data = torch.where(one, alike.data, other.data)
    return reduced(b, b.apply("where", [b.constant("alike", one), alike, other], {}, data), reduction)


@handles("hinge_embedding_loss")
def _hinge_embedding_loss(b, x, target, margin=1.0, reduction=1):
    return _alike_or_not(b, target, b.use(x), _at_least_0(b, b.binary("sub", margin, x)), reduction)


@handles("cosine_embedding_loss")
def _cosine_embedding_loss(b, x1, x2, target, margin=0.0, reduction=1):
    squares = []
    for x in (x1, x2):
        squares.append(b.binary("add", b.reduce("sum", b.binary("mul", x, x), x.dim() - 1), 1e-12))
    product = b.binary("mul", *squares)
    dot = b.reduce("sum", b.binary("mul", x1, x2), x1.dim() - 1)
    cosine = b.binary("div", dot, b.unary("sqrt", product, product.data.sqrt()))
    other = _at_least_0(b, b.binary("sub", cosine, margin))
    return _alike_or_not(b, target, b.binary("sub", 1, cosine), other, reduction)


@handles("soft_margin_loss")
def _soft_margin_loss(b, x, target, reduction=1):
    product = b.binary("mul", target, x)
    turned = b.unary("neg", product, -product.data)
    data = torch.nn.functional.softplus(turned.data, 1, 700)
    return reduced(b, b.unary("softplus", turned, data, threshold=700), reduction)


@handles("poisson_nll_loss")
def _poisson_nll_loss(b, x, target, log_input=True, full=False, eps=1e-8, reduction=1):
    x = b.use(x)
    if log_input:
        loss = b.binary("sub", b.unary("exp", x, x.data.exp()), b.binary("mul", target, x))
    else:
        moved = b.binary("add", x, eps)
        loss = b.binary("sub", x, b.binary("mul", target, b.unary("log", moved, moved.data.log())))
    if full and target.requires_grad:
        return NotImplemented
    if full:  # what a factorial comes to, by Stirling
        t = target.detach()
        rest = t * t.log() - t + 0.5 * (2 * math.pi * t).log()
        loss = b.binary("add", loss, b.constant("stirling", rest.masked_fill(t <= 1, 0)))
    return reduced(b, loss, reduction)
