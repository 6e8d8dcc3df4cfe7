"""Attention with several heads."""

from torch import _functions as f
from torch import ones
from torch._machine import machine
from torch.nn import functional as F

from .._layer import Layer


class MultiHeadAttention(Layer):
    part = {"kind": "attention"}
    supports_masking = True

    def __init__(self, num_heads, key_dim, value_dim=None, dropout=0.0, use_bias=True, output_shape=None, kernel_initializer="glorot_uniform", bias_initializer="zeros", **more):
        super().__init__(**more)
        if output_shape is not None:
            raise NotImplementedError("MultiHeadAttention with output_shape is not part of this page.")
        self.num_heads, self.key_dim, self.value_dim = num_heads, key_dim, value_dim or key_dim
        self.dropout, self.use_bias = dropout, use_bias
        self.starts = (kernel_initializer, bias_initializer)

    def _ready(self, shape):
        pass

    def _built_for(self, query, value, key):
        if self.built:
            return
        self.built = True
        heads = self.num_heads
        for name, n, size in (("query", query, self.key_dim), ("key", key, self.key_dim), ("value", value, self.value_dim)):
            self._add(name, (n, heads, size), (n, heads * size), (heads, size))
        self._add("attention_output", (heads, self.value_dim, query), (heads * self.value_dim, query), (query,))

    def _add(self, name, shape, matrix, bias):
        def to_torch(a):
            return a.reshape(matrix).T

        def to_keras(a):
            return a.T.reshape(shape)

        self.add_weight(shape, self.starts[0], name=f"{name}_kernel", to_torch=to_torch, to_keras=to_keras)
        if self.use_bias:
            self.add_weight(bias, self.starts[1], name=f"{name}_bias", to_torch=lambda a: a.reshape(-1), to_keras=lambda a: a.reshape(bias))

    def _projected(self, x, name, of):
        machine.enter(of, "", f'{{"kind": "projection", "of": "{of}"}}')
        y = F.linear(x, self._parameters[f"{name}_kernel"], self._parameters.get(f"{name}_bias"))
        machine.leave("")
        return y

    def call(self, query, value, key=None, attention_mask=None, return_attention_scores=False, use_causal_mask=False, training=False):
        key = value if key is None else key
        self._built_for(query.shape[-1], value.shape[-1], key.shape[-1])
        n, length, heads = query.shape[0], query.shape[1], self.num_heads
        parts = [
            self._projected(x, name, name).reshape(n, x.shape[1], heads, -1).transpose(1, 2)
            for x, name in ((query, "query"), (key, "key"), (value, "value"))
        ]
        mask = self._mask(query, value, attention_mask, use_causal_mask, key.shape[1])
        y, scores = F.attend(*parts, mask, self.dropout if training else 0.0)
        y = self._projected(y.transpose(1, 2).reshape(n, length, -1), "attention_output", "output")
        return (y, scores) if return_attention_scores else y

    def _mask(self, query, value, given, causal, steps):
        """Which keys each query sees; of what is padded in the value, none."""
        masks = [] if given is None else [given.bool().reshape(-1, 1, *given.shape[-2:]) if given.dim() < 4 else given.bool()]
        seen = getattr(value, "_keras_mask", None)
        if seen is not None:
            masks.append(seen.reshape(seen.shape[0], 1, 1, -1))
        if causal:
            masks.append(ones(query.shape[1], steps).tril() > 0)
        whole = None
        for m in masks:
            whole = m if whole is None else f.logical_and(whole, m)
        return whole

    def compute_output_shape(self, shape):
        return shape

    def _symbolic_shapes(self, args, kwargs):
        query, value = args[0].shape, (args[1] if len(args) > 1 else kwargs["value"]).shape
        key = kwargs.get("key", args[2] if len(args) > 2 else None)
        self._built_for(query[-1], value[-1], (key.shape if key is not None else value)[-1])
        if kwargs.get("return_attention_scores"):
            return [query, (query[0], self.num_heads, query[1], value[1])]
        return query


