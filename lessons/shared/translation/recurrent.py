"""Train the recurrent translators, and write seq2seq.json, wide.json, bahdanau.json and luong.json.

Usage, from the repository's root:
    python3 lessons/shared/translation/recurrent.py

Needs PyTorch (made with 1.13, CPU) and corpus.json beside it. The same PyTorch on the same kind
of processor gives the same bytes; elsewhere sums may be ordered differently and weights differ.
"""
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

import training

EMBEDDING, HIDDEN, ATTENTION = 8, 16, 8
# Without attention, how many numbers pass matters: a second network has twice as many.
WIDE = 32
SEED, EPOCHS, LEARNING_RATE, WEIGHT_DECAY = 1, 120, 0.01, 0.05


class Translator(torch.nn.Module):
    """An encoder that reads the source, and a decoder that begins with its last state."""

    def __init__(self, decoder_input=EMBEDDING, hidden=HIDDEN):
        super().__init__()
        self.source = torch.nn.Embedding(len(training.ENGLISH), EMBEDDING)
        self.target = torch.nn.Embedding(len(training.FRENCH), EMBEDDING)
        self.encoder = torch.nn.GRU(EMBEDDING, hidden, batch_first=True)
        self.decoder = torch.nn.GRU(decoder_input, hidden, batch_first=True)
        self.output = torch.nn.Linear(hidden, len(training.FRENCH))

    def forward(self, x, y):
        lengths = (x != training.PAD).sum(1)
        packed = pack_padded_sequence(self.source(x), lengths, batch_first=True, enforce_sorted=False)
        states, last = self.encoder(packed)
        states, _ = pad_packed_sequence(states, batch_first=True, total_length=x.shape[1])
        return self.decode(states, x == training.PAD, last, self.target(y))

    def decode(self, states, hidden, last, words):
        return self.output(self.decoder(words, last)[0])


class Wide(Translator):
    """The same, with more numbers in a state."""

    def __init__(self):
        super().__init__(hidden=WIDE)


class Bahdanau(Translator):
    """Looks at the source before each step, with the state it had."""

    def __init__(self):
        super().__init__(EMBEDDING + HIDDEN)
        self.W_s = torch.nn.Linear(HIDDEN, ATTENTION, bias=False)
        self.W_h = torch.nn.Linear(HIDDEN, ATTENTION, bias=False)
        self.v = torch.nn.Linear(ATTENTION, 1, bias=False)

    def decode(self, states, hidden, last, words):
        keys, out = self.W_h(states), []
        for t in range(words.shape[1]):
            scores = self.v(torch.tanh(self.W_s(last[0])[:, None] + keys)).squeeze(-1)
            weights = scores.masked_fill(hidden, -torch.inf).softmax(1)
            context = (weights[..., None] * states).sum(1)
            _, last = self.decoder(torch.cat([words[:, t], context], 1)[:, None], last)
            out.append(self.output(last[0]))
        return torch.stack(out, 1)


class Luong(Translator):
    """Looks at the source after each step, with the state it has."""

    def __init__(self):
        super().__init__()
        self.combine = torch.nn.Linear(2 * HIDDEN, HIDDEN)

    def decode(self, states, hidden, last, words):
        now, _ = self.decoder(words, last)
        scores = (now @ states.transpose(1, 2)).masked_fill(hidden[:, None], -torch.inf)
        context = scores.softmax(2) @ states
        return self.output(torch.tanh(self.combine(torch.cat([context, now], 2))))


KINDS = {"seq2seq": Translator, "wide": Wide, "bahdanau": Bahdanau, "luong": Luong}


def main():
    for name, kind in KINDS.items():
        training.start(SEED)
        network = kind()
        training.train(network, epochs=EPOCHS, learning_rate=LEARNING_RATE, weight_decay=WEIGHT_DECAY, seed=SEED)
        training.write(name, "recurrent.py", network, embedding=EMBEDDING, hidden=network.encoder.hidden_size, attention=ATTENTION)


if __name__ == "__main__":
    main()
