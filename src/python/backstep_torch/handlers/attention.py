"""Attention, in the parts that it consists of."""

import math

import torch

from ..registry import explains


@explains("scaled_dot_product_attention")
def _attention(
    b, result, random, query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None, enable_gqa=False
):
    if enable_gqa:
        key, value = (_for_each_query(b, x, query.shape[-3]) for x in (key, value))
    found = _attend(b, result, random, query, key, value, attn_mask, dropout_p, is_causal, scale)
    return found if found is NotImplemented else found[:1]


@explains("_scaled_dot_product_attention")
def _attention_and_weights(
    b, result, random, query, key, value, attn_mask=None, dropout_p=0.0, need_attn_weights=False, is_causal=False
):
    """As torch called it before 2.0; the weights are those after dropout."""
    found = _attend(b, result[0], random, query, key, value, attn_mask, dropout_p, is_causal)
    return found if found is NotImplemented or need_attn_weights else found[:1]


def _for_each_query(b, x, heads):
    """Where there are fewer heads of keys than of queries, each serves several."""
    x = b.use(x)
    *batch, given, time, size = x.shape
    alone = b.reshape(x, (*batch, given, 1, time, size))
    return b.reshape(b.expand(alone, (*batch, given, heads // given, time, size)), (*batch, heads, time, size))


def _attend(b, result, random, query, key, value, attn_mask, dropout_p, is_causal, scale=None):
    """softmax(q kᵀ / √d + mask) v, as torch documents it; given up where that is not what PyTorch gives."""
    scale = 1 / math.sqrt(query.shape[-1]) if scale is None else scale
    with b.part("attention"):
        scores = b.matmul(b.binary("mul", query, scale), b.transpose_last(key))
        if is_causal:
            attn_mask = torch.ones(scores.shape[-2:], dtype=torch.bool).tril()
        if attn_mask is not None and attn_mask.dtype == torch.bool:
            hidden = b.constant("mask", ~attn_mask.detach())
            data = scores.data.masked_fill(hidden.data, -math.inf)
            scores = b.apply("where", [hidden, b.use(-math.inf), scores], {}, data)
        elif attn_mask is not None:
            scores = b.binary("add", scores, attn_mask)
        # A row that may look at nothing looks at nothing, here as in PyTorch from 2.5 on.
        nothing = (scores.data == -math.inf).all(-1, keepdim=True)
        shares = torch.softmax(scores.data, -1).masked_fill(nothing, 0)
        masked = {} if attn_mask is None else {"masked": True}
        weights = b.unary("softmax", scores, shares, axis=scores.ndim - 1, **masked)
        if dropout_p:
            weights = b.binary("mul", weights, b.constant("dropout_mask", _drawn(weights.data, dropout_p, random)))
        y = b.matmul(weights, value)
    same = y.shape == tuple(result.shape) and torch.allclose(y.data, result.detach(), 1e-3, 1e-5, equal_nan=True)
    return [y, weights] if same else NotImplemented


def _drawn(weights, p, random):
    """What was kept by the call that is over: the same numbers, drawn once more."""
    now = torch.get_rng_state()
    torch.set_rng_state(random)
    kept = torch.dropout(torch.ones_like(weights), p, True)
    torch.set_rng_state(now)
    return kept
