"""Train the network of the `rnn` lesson and write weights.json and reference.json.

Usage, from the repository's root:
    python3 lessons/rnn/train.py

Needs PyTorch (made with 1.13, CPU) and nothing else: the sentences are written by the
grammar below. The same PyTorch on the same kind of processor gives the same bytes;
elsewhere sums may be ordered differently and weights differ.
"""
import json
import pathlib
import random

import torch
import torch.nn.functional as F

WORDS = ["<unk>", "the", "man", "woman", "dog", "cat", "bites", "hurts", "sees", "likes", "never", "bitten", "by"]
CLASSES = ["an animal attacks", "a person attacks", "nobody is hurt"]
PEOPLE, ANIMALS = ["man", "woman"], ["dog", "cat"]
ATTACKS, HARMLESS = ["bites", "hurts"], ["sees", "likes"]
SHORTEST, LONGEST = 3, 6
EMBEDDING, HIDDEN = 3, 4
SPLIT_SEED, HELD_OUT, TRAINING_SEED = 1, 0.25, 2
EPOCHS, LEARNING_RATE, WEIGHT_DECAY = 400, 0.02, 1e-4
HERE = pathlib.Path(__file__).resolve().parent
# What PyTorch's own numbers are kept of, for our engine to be tested against; the last two are no sentences at all.
REFERENCES = ["dog bites man", "man bites dog", "man bitten by dog", "the dog never bites the man",
              "woman likes the cat", "the <unk> cat hurts woman", "by", "never never the <unk> man bites the cat by"]
compact = json.JSONEncoder(separators=(",", ":")).encode


def grammar():
    """Every sentence with its class; "<unk>" is trained as an unknown adjective or an unknown victim."""
    nouns = PEOPLE + ANIMALS
    pairs = [(a, b) for a in nouns for b in nouns + ["<unk>"] if a != b]
    for a, b in pairs:
        for first in ([a], ["the", a], ["<unk>", a], ["the", "<unk>", a]):
            for second in ([b], ["the", b]):
                for no in ([], ["never"]):
                    attacker = lambda noun: 2 if no else 0 if noun in ANIMALS else 1
                    for verb in ATTACKS + HARMLESS:
                        yield first + no + [verb] + second, attacker(a) if verb in ATTACKS else 2
                    # The other way round: who comes last is the one who bites.
                    if b != "<unk>":
                        yield first + no + ["bitten", "by"] + second, attacker(b)


def groups(sentences):
    """Sentences of one length go through the network together, so nothing needs padding."""
    for length in range(SHORTEST, LONGEST + 1):
        same = [(words, c) for words, c in sentences if len(words) == length]
        yield torch.tensor([[WORDS.index(w) for w in words] for words, _ in same]), torch.tensor([c for _, c in same])


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Embedding(len(WORDS), EMBEDDING)
        self.rnn = torch.nn.RNN(EMBEDDING, HIDDEN, batch_first=True)
        self.output = torch.nn.Linear(HIDDEN, len(CLASSES))
        # One bias is enough: PyTorch's second one stays 0, and the lesson leaves it out.
        torch.nn.init.zeros_(self.rnn.bias_hh_l0).requires_grad_(False)

    def forward(self, indices):
        return self.output(self.rnn(self.embedding(indices))[1][0])

    def states(self, indices):
        """The same a word at a time, so that the gradient of every hidden state can be kept."""
        h, hs = torch.zeros(1, 1, HIDDEN), []
        for index in indices:
            _, h = self.rnn(self.embedding(index.view(1, 1)), h)
            h.retain_grad()
            hs.append(h)
        return hs


def train(sentences):
    network = Network()
    learned = [p for p in network.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(learned, LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, EPOCHS)
    by_length = list(groups(sentences))
    # A fixed number of epochs, last weights kept: no epoch is picked by its held-out score.
    for _ in range(EPOCHS):
        loss = sum(F.cross_entropy(network(x), y, reduction="sum") for x, y in by_length) / len(sentences)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    print(f"loss {loss.item():.4f}")
    return network


def reference(network, sentence):
    """PyTorch's numbers for a sentence whose right answer is class 0."""
    hs = network.states(torch.tensor([WORDS.index(w) for w in sentence.split()]))
    logits = network.output(hs[-1][0])
    loss = F.cross_entropy(logits, torch.tensor([0]))
    network.zero_grad()
    loss.backward()
    weights = {"W_xh": network.rnn.weight_ih_l0.grad.T, "W_hh": network.rnn.weight_hh_l0.grad.T, "b_h": network.rnn.bias_ih_l0.grad}
    return {
        "sentence": sentence, "logits": logits[0].tolist(), "loss": loss.item(), "h": hs[-1].flatten().tolist(),
        "norms": [h.grad.norm().item() for h in hs],
        "gradients": {name: g.flatten().tolist() for name, g in weights.items()},
    }


def main():
    torch.set_num_threads(1)  # one thread: sums are always made in the same order
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(TRAINING_SEED)
    sentences = [(words, c) for words, c in grammar() if SHORTEST <= len(words) <= LONGEST]
    random.Random(SPLIT_SEED).shuffle(sentences)  # Python's generator is the same in every version
    count = round(HELD_OUT * len(sentences))
    held, rest = sentences[:count], sentences[count:]
    network = train(rest)
    # From here on only the rounded weights count (`+ 0.0` makes -0.0 a 0.0).
    with torch.no_grad():
        for p in network.parameters():
            p.copy_(torch.tensor([round(v, 4) + 0.0 for v in p.flatten().tolist()]).view(p.shape))
    network.rnn.bias_hh_l0.requires_grad_(True)
    right = {}
    for name, part in (("training", rest), ("held-out", held)):
        right[name] = sum((network(x).argmax(1) == y).sum().item() for x, y in groups(part))
        print(f"{name}: {right[name]} of {len(part)} right")
    head = {
        "trainedBy": "lessons/rnn/train.py", "trainedOn": len(rest), "trainedCorrect": right["training"],
        "heldOut": len(held), "heldOutCorrect": right["held-out"], "heldOutAccuracy": right["held-out"] / len(held),
        "words": WORDS, "classes": CLASSES,
    }
    tensors = {name: {"shape": list(p.shape), "data": p.flatten().tolist()} for name, p in network.named_parameters()}
    lines = [f' "{key}": {json.dumps(value)},' for key, value in head.items()]
    lines += [' "tensors": {', ",\n".join(f'  "{name}":{compact(t)}' for name, t in tensors.items()), " }"]
    write("weights.json", lines)
    # What only tests need stays out of the page.
    held_by_class = [compact([" ".join(words) for words, c in held if c == k]) for k in range(len(CLASSES))]
    lines = [' "heldOutSentences": [', ",\n".join(f"  {row}" for row in held_by_class), " ],"]
    lines += [' "references": [', ",\n".join(f"  {compact(reference(network, s))}" for s in REFERENCES), " ]"]
    write("reference.json", lines)


def write(name, lines):
    (HERE / name).write_text("{\n" + "\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
