"""Two training steps of a classifier of sentences, and what it says after each; words, places and classes have names."""

import os
import sys

# backstep_torch.py stands beside this file, or in the folder above it.
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import torch
from torch import nn

import backstep_torch

WORDS = ["a", "good", "bad", "film", "not", "very"]
KINDS = ["sad", "happy"]


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(len(WORDS), 4)
        self.output = nn.Linear(4, len(KINDS))

    def forward(self, words):
        return self.output(torch.tanh(self.embedding(words)).mean(1))


def run():
    torch.manual_seed(0)
    model = Classifier().double()
    backstep_torch.names(model.embedding.weight, ["word", "feature"], word=WORDS)
    backstep_torch.names(model.output.bias, ["kind"], kind=KINDS)
    sentences = torch.tensor([[WORDS.index(word) for word in s.split()] for s in ("a good film", "very bad film")])
    backstep_torch.names(sentences, ["sentence", "place"], place=["first", "second", "third"])
    kinds = torch.tensor([1, 0])
    new = torch.tensor([[WORDS.index(word) for word in "not very good".split()]])
    optimizer = torch.optim.AdamW(model.parameters(), 0.1)
    with backstep_torch.record(model, title="Two training steps") as r:
        for _ in range(2):
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(sentences), kinds)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 0.5)
            optimizer.step()
            with torch.no_grad():
                shares = model(new).softmax(1)
    return r


if __name__ == "__main__":
    run().save(sys.argv[1] if len(sys.argv) > 1 else "steps.json")
