"""Attention, and what is built of it."""

import copy
import math

from .._creation import empty, zeros
from .._functions import chunk, mean
from .._machine import machine
from . import functional as F
from . import init
from .activations import Dropout
from .containers import ModuleList
from .layers import LayerNorm, Linear
from .module import Module, Parameter


class NonDynamicallyQuantizableLinear(Linear):
    """What attention ends with, by the name that PyTorch prints."""

    part = {"kind": "projection", "of": "output"}


class MultiheadAttention(Module):
    part = {"kind": "attention"}

    def __init__(self, embed_dim, num_heads, dropout=0.0, bias=True, add_bias_kv=False, add_zero_attn=False, kdim=None, vdim=None, batch_first=False):
        super().__init__()
        if embed_dim % num_heads:
            raise AssertionError("embed_dim must be divisible by num_heads")
        if add_bias_kv or add_zero_attn or kdim not in (None, embed_dim) or vdim not in (None, embed_dim):
            raise NotImplementedError("MultiheadAttention with add_bias_kv, add_zero_attn, kdim or vdim is not part of this page.")
        self.embed_dim, self.num_heads, self.dropout, self.batch_first = embed_dim, num_heads, dropout, batch_first
        self.head_dim = embed_dim // num_heads
        self.in_proj_weight = Parameter(empty(3 * embed_dim, embed_dim))
        self.register_parameter("in_proj_bias", Parameter(empty(3 * embed_dim)) if bias else None)
        self.out_proj = NonDynamicallyQuantizableLinear(embed_dim, embed_dim, bias=bias)
        init.xavier_uniform_(self.in_proj_weight)
        if bias:
            init.constant_(self.in_proj_bias, 0.0)
            init.constant_(self.out_proj.bias, 0.0)

    def forward(self, query, key, value, key_padding_mask=None, need_weights=True, attn_mask=None, average_attn_weights=True, is_causal=False):
        if is_causal and attn_mask is None:
            raise RuntimeError("Need attn_mask if specifying the is_causal hint.")
        alone = query.dim() == 2
        if alone:
            query, key, value = (x.unsqueeze(0) for x in (query, key, value))
        elif not self.batch_first:
            query, key, value = (x.transpose(0, 1) for x in (query, key, value))
        n, length, _ = query.shape
        weights = chunk(self.in_proj_weight, 3, 0)
        biases = chunk(self.in_proj_bias, 3, 0) if self.in_proj_bias is not None else (None,) * 3
        parts = []
        for x, w, b, of in zip((query, key, value), weights, biases, ("query", "key", "value")):
            machine.enter(of, "", f'{{"kind": "projection", "of": "{of}"}}')
            y = F.linear(x, w, b)
            parts.append(y.reshape(n, -1, self.num_heads, self.head_dim).transpose(1, 2))
            machine.leave("")
        mask = attn_mask
        if mask is not None and mask.dtype.name == "bool":
            mask = ~mask
        if mask is not None and mask.dim() == 3:
            mask = mask.reshape(n, self.num_heads, length, -1)
        if key_padding_mask is not None:
            seen = ~key_padding_mask.reshape(-1, 1, 1, key_padding_mask.shape[-1])
            mask = seen if mask is None else mask & seen if mask.dtype.name == "bool" else mask.masked_fill(~seen, -math.inf)
        y, shares = F.attend(*parts, mask, self.dropout if self.training else 0.0)
        y = self.out_proj(y.transpose(1, 2).reshape(n, length, self.embed_dim))
        shares = (mean(shares, 1) if average_attn_weights else shares) if need_weights else None
        if alone:
            return y.squeeze(0), shares.squeeze(0) if shares is not None else None
        return (y if self.batch_first else y.transpose(0, 1)), shares


def _activation(name):
    return {"relu": F.relu, "gelu": F.gelu}[name] if isinstance(name, str) else name


class _Block(Module):
    def __init__(self, d_model, nhead, dim_feedforward=2048, dropout=0.1, activation="relu", layer_norm_eps=1e-05, batch_first=False, norm_first=False, bias=True):
        super().__init__()
        self.self_attn = MultiheadAttention(d_model, nhead, dropout, bias=bias, batch_first=batch_first)
        if self.crosses:
            self.multihead_attn = MultiheadAttention(d_model, nhead, dropout, bias=bias, batch_first=batch_first)
        self.linear1 = Linear(d_model, dim_feedforward, bias=bias)
        self.dropout = Dropout(dropout)
        self.linear2 = Linear(dim_feedforward, d_model, bias=bias)
        self.norm_first, self.activation = norm_first, _activation(activation)
        for k in range(3 if self.crosses else 2):
            setattr(self, f"norm{k + 1}", LayerNorm(d_model, layer_norm_eps, bias=bias))
        for k in range(3 if self.crosses else 2):
            setattr(self, f"dropout{k + 1}", Dropout(dropout))

    crosses = False

    def _attended(self, attention, dropout, x, memory, mask, padding):
        y, _ = attention(x, memory, memory, attn_mask=mask, key_padding_mask=padding, need_weights=False)
        return dropout(y)

    def _fed(self, x, dropout):
        machine.enter("feed-forward", "", '{"kind": "feed-forward"}')
        y = dropout(self.linear2(self.dropout(self.activation(self.linear1(x)))))
        machine.leave("")
        return y

    def _around(self, x, norm, f):
        return x + f(norm(x)) if self.norm_first else norm(x + f(x))


class TransformerEncoderLayer(_Block):
    part = {"kind": "block", "side": "encoder"}

    def forward(self, src, src_mask=None, src_key_padding_mask=None, is_causal=False):
        x = self._around(src, self.norm1, lambda x: self._attended(self.self_attn, self.dropout1, x, x, src_mask, src_key_padding_mask))
        return self._around(x, self.norm2, lambda x: self._fed(x, self.dropout2))


class TransformerDecoderLayer(_Block):
    crosses = True
    part = {"kind": "block", "side": "decoder"}

    def forward(self, tgt, memory, tgt_mask=None, memory_mask=None, tgt_key_padding_mask=None, memory_key_padding_mask=None, tgt_is_causal=False, memory_is_causal=False):
        x = self._around(tgt, self.norm1, lambda x: self._attended(self.self_attn, self.dropout1, x, x, tgt_mask, tgt_key_padding_mask))
        x = self._around(
            x, self.norm2, lambda x: self._attended(self.multihead_attn, self.dropout2, x, memory, memory_mask, memory_key_padding_mask)
        )
        return self._around(x, self.norm3, lambda x: self._fed(x, self.dropout3))


class TransformerEncoder(Module):
    part = {"kind": "side", "side": "encoder"}

    def __init__(self, encoder_layer, num_layers, norm=None, enable_nested_tensor=True, mask_check=True):
        super().__init__()
        self.layers = ModuleList([copy.deepcopy(encoder_layer) for _ in range(num_layers)])
        self.num_layers = num_layers
        if norm is not None:
            self.norm = norm

    def forward(self, src, mask=None, src_key_padding_mask=None, is_causal=None):
        for layer in self.layers:
            src = layer(src, mask, src_key_padding_mask)
        return self.norm(src) if "norm" in self._modules else src


class TransformerDecoder(Module):
    part = {"kind": "side", "side": "decoder"}

    def __init__(self, decoder_layer, num_layers, norm=None):
        super().__init__()
        self.layers = ModuleList([copy.deepcopy(decoder_layer) for _ in range(num_layers)])
        self.num_layers = num_layers
        if norm is not None:
            self.norm = norm

    def forward(self, tgt, memory, tgt_mask=None, memory_mask=None, tgt_key_padding_mask=None, memory_key_padding_mask=None, tgt_is_causal=None, memory_is_causal=False):
        for layer in self.layers:
            tgt = layer(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask)
        return self.norm(tgt) if "norm" in self._modules else tgt


class Transformer(Module):
    def __init__(self, d_model=512, nhead=8, num_encoder_layers=6, num_decoder_layers=6, dim_feedforward=2048, dropout=0.1, activation="relu", layer_norm_eps=1e-05, batch_first=False, norm_first=False):
        super().__init__()
        options = (d_model, nhead, dim_feedforward, dropout, activation, layer_norm_eps, batch_first, norm_first)
        self.encoder = TransformerEncoder(TransformerEncoderLayer(*options), num_encoder_layers, LayerNorm(d_model, layer_norm_eps))
        self.decoder = TransformerDecoder(TransformerDecoderLayer(*options), num_decoder_layers, LayerNorm(d_model, layer_norm_eps))
        for p in self.parameters():
            if p.dim() > 1:
                init.xavier_uniform_(p)

    @staticmethod
    def generate_square_subsequent_mask(size, device=None, dtype=None):
        return zeros(size, size).masked_fill((zeros(size, size) + 1).triu(1) > 0, -math.inf)

    def forward(self, src, tgt, src_mask=None, tgt_mask=None, memory_mask=None, src_key_padding_mask=None, tgt_key_padding_mask=None, memory_key_padding_mask=None):
        memory = self.encoder(src, src_mask, src_key_padding_mask)
        return self.decoder(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask)
