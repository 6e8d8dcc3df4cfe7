"""Attention as a function: heads are an axis of their own, and one call mixes all of them."""

import os
import sys

# backstep_torch.py stands beside this file, or in the folder above it.
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import torch
from torch import nn

import backstep_torch


def attend(query, key, value):
    """Causal attention on tensors of batch × heads × time × features."""
    if hasattr(nn.functional, "scaled_dot_product_attention"):
        return nn.functional.scaled_dot_product_attention(query, key, value, is_causal=True)
    # Before torch 2.0 it had another name, and gave the weights too.
    return nn.functional._scaled_dot_product_attention(query, key, value, is_causal=True)[0]


class CausalSelfAttention(nn.Module):
    def __init__(self, features=4, heads=2):
        super().__init__()
        self.heads = heads
        self.projections = nn.Linear(features, 3 * features)
        self.output = nn.Linear(features, features)

    def forward(self, x):
        batch, time, features = x.shape
        apart = [y.view(batch, time, self.heads, -1).transpose(1, 2) for y in self.projections(x).chunk(3, dim=-1)]
        mixed = attend(*apart)
        return self.output(mixed.transpose(1, 2).reshape(batch, time, features))


def run():
    torch.manual_seed(7)
    model = CausalSelfAttention().double()
    x = torch.tensor([[[1.0, 0.0, 0.5, 0.0], [0.0, 1.0, 0.0, -0.5], [1.0, 1.0, -0.5, 0.5]]], dtype=torch.float64)
    # Each word should become the one before it.
    target = x.roll(1, dims=1)
    with backstep_torch.record(model, title="Attention as a function") as r:
        output = model(x)
        loss = nn.functional.mse_loss(output, target)
        loss.backward()
    return r


if __name__ == "__main__":
    run().save(sys.argv[1] if len(sys.argv) > 1 else "heads.json")
