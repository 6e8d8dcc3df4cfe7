"""A classifier in bfloat16: half of the memory, and eight bits for a number's digits. Saved as a safetensors file."""

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
        self.hidden = nn.Linear(4, 8)
        self.norm = nn.LayerNorm(8)
        self.output = nn.Linear(8, 3)

    def forward(self, x):
        return self.output(torch.relu(self.norm(self.hidden(x))))


def run():
    torch.manual_seed(0)
    model = Classifier().to(torch.bfloat16)
    x = torch.randn(4, 4).to(torch.bfloat16)
    target = torch.tensor([0, 1, 2, 1])
    with backstep_torch.record(model, title="A classifier in bfloat16") as r:
        loss = nn.functional.cross_entropy(model(x), target)
        loss.backward()
    return r


if __name__ == "__main__":
    run().save(sys.argv[1] if len(sys.argv) > 1 else "half.safetensors")
