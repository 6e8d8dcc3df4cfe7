"""Train the Transformer of the translation lessons and write transformer.json.

Usage, from the repository's root:
    python3 lessons/shared/translation/transformer.py

Needs PyTorch (made with 1.13, CPU) and corpus.json beside it. The same PyTorch on the same kind
of processor gives the same bytes; elsewhere sums may be ordered differently and weights differ.
"""
import torch

import training

MODEL, HEADS, FEED_FORWARD, BLOCKS = 16, 2, 32, 1
SEED, EPOCHS, LEARNING_RATE, WEIGHT_DECAY = 3, 150, 0.01, 0.1


def positions(time, model=MODEL):
    """Sine and cosine of the position, at wavelengths from 2π up; Vaswani et al., 2017."""
    angles = torch.arange(time)[:, None] / 10000 ** (torch.arange(0, model, 2) / model)
    return torch.stack([angles.sin(), angles.cos()], -1).flatten(1)


class Translator(torch.nn.Module):
    """One encoder and one decoder block, norms after each sub-layer, ReLU, no dropout."""

    def __init__(self):
        super().__init__()
        self.source = torch.nn.Embedding(len(training.ENGLISH), MODEL)
        self.target = torch.nn.Embedding(len(training.FRENCH), MODEL)
        block = dict(d_model=MODEL, nhead=HEADS, dim_feedforward=FEED_FORWARD, dropout=0.0, batch_first=True)
        self.encoder = torch.nn.TransformerEncoder(torch.nn.TransformerEncoderLayer(**block), BLOCKS, enable_nested_tensor=False)
        self.decoder = torch.nn.TransformerDecoder(torch.nn.TransformerDecoderLayer(**block), BLOCKS)
        self.output = torch.nn.Linear(MODEL, len(training.FRENCH))

    def forward(self, x, y):
        hidden = x == training.PAD
        memory = self.encoder(self.source(x) + positions(x.shape[1]), src_key_padding_mask=hidden)
        later = torch.ones(y.shape[1], y.shape[1], dtype=torch.bool).triu(1)
        out = self.decoder(self.target(y) + positions(y.shape[1]), memory, tgt_mask=later, memory_key_padding_mask=hidden)
        return self.output(out)


def main():
    training.start(SEED)
    network = Translator()
    training.train(network, epochs=EPOCHS, learning_rate=LEARNING_RATE, weight_decay=WEIGHT_DECAY, seed=SEED)
    training.write("transformer", "transformer.py", network, model=MODEL, heads=HEADS, feedForward=FEED_FORWARD, blocks=BLOCKS)


if __name__ == "__main__":
    main()
