"""A small MLP on four points of XOR: two linear layers, tanh, binary cross-entropy."""

import os
import sys

# backstep_torch.py stands beside this file, or in the folder above it.
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import torch
from torch import nn

import backstep_torch


class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(2, 4)
        self.output = nn.Linear(4, 1)

    def forward(self, x):
        return self.output(torch.tanh(self.hidden(x)))


def run():
    torch.manual_seed(0)
    model = MLP().double()
    x = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], dtype=torch.float64)
    target = torch.tensor([[0.0], [1.0], [1.0], [0.0]], dtype=torch.float64)
    with backstep_torch.record(model, title="MLP on XOR") as r:
        logits = model(x)
        loss = nn.functional.binary_cross_entropy_with_logits(logits, target)
        loss.backward()
    return r


if __name__ == "__main__":
    run().save(sys.argv[1] if len(sys.argv) > 1 else "mlp.json")
