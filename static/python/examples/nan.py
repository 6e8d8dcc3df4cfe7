"""A run whose loss is NaN: a probability that rounds to 0 meets its logarithm, and 0 times minus infinity is no number."""

import os
import sys

# backstep_torch.py stands beside this file, or in the folder above it.
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import torch
from torch import nn

import backstep_torch


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 4)
        self.scores = nn.Linear(4, 3)

    def forward(self, x):
        return torch.softmax(self.scores(nn.functional.leaky_relu(self.hidden(x))), dim=-1)


def run():
    torch.manual_seed(4)
    model = Classifier()
    # The third row was not brought to the scale of the others.
    x = torch.tensor([[0.5, -1.0, 0.3], [1.2, 0.4, -0.7], [900.0, -1500.0, 1100.0]])
    target = torch.eye(3)
    with backstep_torch.record(model, title="A loss that is NaN") as r:
        p = model(x)
        logs = torch.log(p)
        loss = -(target * logs).sum(dim=1).mean()
        loss.backward()
    return r


if __name__ == "__main__":
    run().save(sys.argv[1] if len(sys.argv) > 1 else "nan.json")
