"""Sums, means and softmax along axes."""

import math

import torch

from ..registry import handles


def _reduction(op):
    @handles(op)
    def handler(b, x, dim=None, keepdim=False, *, axis=None, dtype=None):
        if dtype not in (None, x.dtype) or not x.is_floating_point():
            return NotImplemented
        return b.reduce(op, x, dim if axis is None else axis, keepdim)


_reduction("sum")
_reduction("mean")


def _softmax_of(op, f, *names):
    @handles(*names)
    def handler(b, x, dim, dtype=None):
        if dtype not in (None, x.dtype):
            return NotImplemented
        # Where all is masked PyTorch gives NaN, and Backstep 0.
        if x.dim() and bool((x.detach() == -math.inf).all(dim).any()):
            return NotImplemented
        return b.unary(op, x, f(x.detach(), dim), axis=dim % x.dim())


_softmax_of("softmax", torch.softmax, "softmax")
_softmax_of("logSoftmax", torch.log_softmax, "log_softmax")
