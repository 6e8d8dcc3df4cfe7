"""nn.LSTM over two short sequences; its last hidden state gives one number, which should be their sum."""

import os
import sys

# backstep_torch.py stands beside this file, or in the folder above it.
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import torch
from torch import nn

import backstep_torch


class Adder(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(input_size=1, hidden_size=4, batch_first=True)
        self.output = nn.Linear(4, 1)

    def forward(self, x):
        _, (h, _) = self.lstm(x)
        return self.output(h[-1])


def run():
    torch.manual_seed(2)
    model = Adder().double()
    x = torch.tensor([[[0.5], [-0.25], [1.0], [0.0]], [[-1.0], [0.5], [0.25], [0.75]]], dtype=torch.float64)
    target = x.sum(dim=1)
    with backstep_torch.record(model, title="nn.LSTM that adds") as r:
        prediction = model(x)
        loss = nn.functional.mse_loss(prediction, target)
        loss.backward()
    return r


if __name__ == "__main__":
    run().save(sys.argv[1] if len(sys.argv) > 1 else "lstm.json")
