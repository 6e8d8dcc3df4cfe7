"""nn.TransformerEncoderLayer twice, with a causal mask, over words that are looked up; each predicts the next one."""

import os
import sys

# backstep_torch.py stands beside this file, or in the folder above it.
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import torch
from torch import nn

import backstep_torch


class LanguageModel(nn.Module):
    def __init__(self, words=7, features=8):
        super().__init__()
        self.embedding = nn.Embedding(words, features)
        self.positions = nn.Parameter(0.1 * torch.randn(5, features))
        layer = nn.TransformerEncoderLayer(features, nhead=2, dim_feedforward=12, dropout=0.0, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, num_layers=2)
        self.words = nn.Linear(features, words)

    def forward(self, tokens):
        length = tokens.shape[1]
        mask = nn.Transformer.generate_square_subsequent_mask(length).to(self.positions.dtype)
        x = self.embedding(tokens) + self.positions[:length]
        return self.words(self.encoder(x, mask=mask))


def run():
    torch.manual_seed(3)
    model = LanguageModel().double()
    tokens = torch.tensor([[1, 4, 2, 6]])
    target = torch.tensor([[4, 2, 6, 0]])
    with backstep_torch.record(model, title="nn.TransformerEncoder") as r:
        scores = model(tokens)
        loss = nn.functional.cross_entropy(scores.flatten(0, 1), target.flatten())
        loss.backward()
    return r


if __name__ == "__main__":
    run().save(sys.argv[1] if len(sys.argv) > 1 else "transformer.json")
