"""nn.MultiheadAttention: three words look at each other, and at none that comes later."""

import os
import sys

# backstep_torch.py stands beside this file, or in the folder above it.
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import torch
from torch import nn

import backstep_torch


class SelfAttention(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention = nn.MultiheadAttention(embed_dim=4, num_heads=2, batch_first=True)

    def forward(self, x):
        later = torch.ones(x.shape[1], x.shape[1], dtype=torch.bool).triu(1)
        y, _ = self.attention(x, x, x, attn_mask=later)
        return y


def run():
    torch.manual_seed(5)
    model = SelfAttention().double()
    x = torch.tensor([[[1.0, 0.0, 0.5, 0.0], [0.0, 1.0, 0.0, -0.5], [1.0, 1.0, -0.5, 0.5]]], dtype=torch.float64)
    # Each word should become the one before it.
    target = x.roll(1, dims=1)
    with backstep_torch.record(model, title="nn.MultiheadAttention") as r:
        output = model(x)
        loss = nn.functional.mse_loss(output, target)
        loss.backward()
    return r


if __name__ == "__main__":
    run().save(sys.argv[1] if len(sys.argv) > 1 else "attention.json")
