"""A small CNN on two images of 8 × 8: convolution, batch norm, ReLU in place, pooling, dropout, cross-entropy."""

import os
import sys

# backstep_torch.py stands beside this file, or in the folder above it.
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import torch
from torch import nn

import backstep_torch


class CNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 3, kernel_size=3, padding=1),
            nn.BatchNorm2d(3),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(2),
            nn.Conv2d(3, 4, kernel_size=3),
            nn.ReLU(inplace=True),
        )
        self.drop = nn.Dropout(0.25)
        self.classes = nn.Linear(4 * 2 * 2, 3)

    def forward(self, images):
        return self.classes(self.drop(self.features(images).flatten(1)))


def run():
    torch.manual_seed(1)
    model = CNN()
    # A bar that stands and one that lies, with some noise.
    images = 0.1 * torch.randn(2, 1, 8, 8)
    images[0, 0, :, 3:5] += 1
    images[1, 0, 3:5, :] += 1
    target = torch.tensor([0, 1])
    with backstep_torch.record(model, title="CNN on two bars") as r:
        logits = model(images)
        loss = nn.functional.cross_entropy(logits, target)
        loss.backward()
    return r


if __name__ == "__main__":
    run().save(sys.argv[1] if len(sys.argv) > 1 else "cnn.json")
