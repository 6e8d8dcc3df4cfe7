"""Train the Transformer of the translation lessons and write transformer.json.

Usage, from the repository's root:
    python3 lessons/shared/translation/transformer.py

Needs PyTorch (made with 1.13, CPU) and corpus.json beside it. The same PyTorch on the same kind
of processor gives the same bytes; elsewhere sums may be ordered differently and weights differ.

Left to itself this small translator ties no English words to each other: without the second term below, neither head
of its encoder gives any word of "the man does not see the red car" a third of a look. So one head is taught syntax, as
in Strubell et al., 2018 (Linguistically-Informed Self-Attention): a second term of the loss asks it to look, from each
word, at the word that this one belongs to.
"""
import torch

import corpus
import training

MODEL, HEADS, FEED_FORWARD, BLOCKS = 16, 2, 32, 1
SEED, EPOCHS, LEARNING_RATE, WEIGHT_DECAY = 3, 150, 0.01, 0.03
# The first head is asked for a weight of so much, and not more: softmax is left room to learn.
TAUGHT, ENOUGH, URGE = 0, 0.8, 0.3

NOUNS, COLOURS = ({word for word, *_ in words} for words in (corpus.NOUNS, corpus.ADJECTIVES))
VERBS = {form for base, third, _ in corpus.VERBS for form in (base, third)}


def belongs(words):
    """The place of the word that each word belongs to: an article or a colour to its noun, the verb to itself, all others to the verb."""
    first = lambda among, begin=0: next(k for k in range(begin, len(words)) if words[k] in among)
    return [first(NOUNS, k) if word == "the" or word in COLOURS else first(VERBS) for k, word in enumerate(words)]


class Block(torch.nn.TransformerEncoderLayer):
    """Keeps its attention weights: sentence × head × word that looks × word looked at."""

    def _sa_block(self, x, attn_mask, key_padding_mask):
        out, self.weights = self.self_attn(x, x, x, attn_mask=attn_mask, key_padding_mask=key_padding_mask, average_attn_weights=False)
        return out


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
        self.encoder = torch.nn.TransformerEncoder(Block(**block), BLOCKS, enable_nested_tensor=False)
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

    def syntax(x):
        """How far the taught head's weights are from enough, as a mean over the words."""
        read = x != training.PAD
        at = training.padded([belongs([training.ENGLISH[k] for k in row if k != training.PAD]) for row in x.tolist()])
        weights = network.encoder.layers[0].weights[:, TAUGHT].gather(-1, at[..., None])[..., 0]
        return URGE * (ENOUGH - weights[read]).clamp(min=0).mean()

    training.train(network, epochs=EPOCHS, learning_rate=LEARNING_RATE, weight_decay=WEIGHT_DECAY, seed=SEED, also=syntax)
    training.write("transformer", "transformer.py", network, model=MODEL, heads=HEADS, feedForward=FEED_FORWARD, blocks=BLOCKS)


if __name__ == "__main__":
    main()
