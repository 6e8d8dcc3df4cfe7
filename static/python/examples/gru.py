"""nn.GRU over two short sequences; its last hidden state says which of them rises. The loss is a module."""

import os
import sys

# backstep_torch.py stands beside this file, or in the folder above it.
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import torch
from torch import nn

import backstep_torch


class Rises(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(input_size=1, hidden_size=3, batch_first=True)
        self.output = nn.Linear(3, 1)

    def forward(self, x):
        _, h = self.gru(x)
        return self.output(h[-1])


def run():
    torch.manual_seed(6)
    model = Rises().double()
    x = torch.tensor([[[-0.5], [0.0], [0.25], [1.0]], [[1.0], [0.5], [-0.25], [-0.5]]], dtype=torch.float64)
    target = torch.tensor([[1.0], [0.0]], dtype=torch.float64)
    criterion = nn.BCEWithLogitsLoss()
    with backstep_torch.record(model, title="nn.GRU that says what rises") as r:
        logits = model(x)
        loss = criterion(logits, target)
        loss.backward()
    return r


if __name__ == "__main__":
    run().save(sys.argv[1] if len(sys.argv) > 1 else "gru.json")
