"""Attention, in the parts that it consists of."""

import math

import torch

from ..errors import RecordError
from ..registry import replaces
from .dropout import dropout


@replaces("scaled_dot_product_attention")
def _attention(r, query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None, enable_gqa=False):
    if enable_gqa:
        raise RecordError("scaled_dot_product_attention with enable_gqa cannot be recorded: repeat keys and values first")
    with r.part("attention"):
        return _attend(r, query, key, value, attn_mask, dropout_p, is_causal, scale)[0]


@replaces("_scaled_dot_product_attention")
def _attention_and_weights(
    r, query, key, value, attn_mask=None, dropout_p=0.0, need_attn_weights=False, is_causal=False
):
    """As torch called it before 2.0."""
    with r.part("attention"):
        return _attend(r, query, key, value, attn_mask, dropout_p, is_causal)


def _attend(r, query, key, value, attn_mask, dropout_p, is_causal, scale=None):
    """softmax(q kᵀ / √d + mask) v, as torch documents it, so that the weights can be seen."""
    run = r.run
    scale = 1 / math.sqrt(query.shape[-1]) if scale is None else scale
    scores = run(torch.matmul, run(torch.mul, query, scale), run(torch.Tensor.transpose, key, -2, -1))
    if is_causal:
        attn_mask = torch.ones(scores.shape[-2:], dtype=torch.bool).tril()
    if attn_mask is not None and attn_mask.dtype == torch.bool:
        scores = run(torch.Tensor.masked_fill, scores, ~attn_mask, -math.inf)
    elif attn_mask is not None:
        scores = run(torch.add, scores, attn_mask)
    weights = run(torch.softmax, scores, -1)
    if dropout_p:
        weights = dropout(r, weights, dropout_p, True)
    return run(torch.matmul, weights, value), weights
