"""Train the two networks of the `bidirectional` lesson and write weights.json and reference.json.

Usage, from the repository's root:
    python3 lessons/bidirectional/train.py

Needs PyTorch (made with 1.13, CPU) and nothing else: the sentences are written by the
grammar below. The same PyTorch on the same kind of processor gives the same bytes;
elsewhere sums may be ordered differently and weights differ.
"""
import itertools
import json
import pathlib
import random

import torch
import torch.nn.functional as F

PEOPLE = [["i"], ["we"], ["they"], ["the", "man"], ["the", "woman"]]
WAYS = [["went"], ["walked"], ["ran"], ["came"]]
MONEY = [["deposit", "money"], ["borrow", "money"], ["get", "a", "loan"], ["open", "an", "account"]]
RIVER = [["fish"], ["swim"], ["row", "a", "boat"], ["feed", "the", "ducks"]]
KIND = {1: [["savings"], ["national"]], 2: [["river"], ["grassy"]]}
WHEN = [[], ["today"], ["yesterday"]]
WORDS = ["<unk>"] + sorted({w for part in PEOPLE + WAYS + MONEY + RIVER + KIND[1] + KIND[2] + WHEN for w in part} | {"to", "the", "bank"})
TAGS = ["other", "bank for money", "bank of a river"]
EMBEDDING, HIDDEN = 3, 3
SPLIT_SEED, HELD_OUT, TRAINING_SEED = 1, 0.25, 2
EPOCHS, LEARNING_RATE, WEIGHT_DECAY, UNKNOWN = 150, 0.01, 1e-4, 0.03
HERE = pathlib.Path(__file__).resolve().parent
REFERENCES = ["i went to the bank to deposit money", "i went to the bank to fish", "yesterday we came to the river bank", "the <unk> ran to the bank to open an account", "bank"]
compact = json.JSONEncoder(separators=(",", ":")).encode


def grammar():
    """Every sentence with its tags: which bank is meant is said by what follows, or by the word before it."""
    for who, how, when in itertools.product(PEOPLE, WAYS, WHEN):
        for tag, purposes in ((1, MONEY), (2, RIVER)):
            after = [(["bank", "to"] + what) for what in purposes]
            before = [(kind + ["bank"]) for kind in KIND[tag]]
            for bank in after + before:
                for words in (who + how + ["to", "the"] + bank + when, when + who + how + ["to", "the"] + bank):
                    yield words, [tag if word == "bank" else 0 for word in words]


def unique(sentences):
    """A sentence without an adverb is written twice; the order of the first ones is kept."""
    return list({tuple(words): (words, tags) for words, tags in sentences}.values())


def groups(sentences):
    """Sentences of one length go through the network together, so nothing needs padding."""
    by_length = {}
    for words, tags in sentences:
        by_length.setdefault(len(words), []).append(([WORDS.index(w) for w in words], tags))
    for _, same in sorted(by_length.items()):
        yield tuple(torch.tensor([row[k] for row in same]) for k in (0, 1))


class Tagger(torch.nn.Module):
    """Reads both ways with HIDDEN numbers each, or one way with twice as many: the output layer sees as much."""

    def __init__(self, both):
        super().__init__()
        self.embedding = torch.nn.Embedding(len(WORDS), EMBEDDING)
        self.rnn = torch.nn.RNN(EMBEDDING, HIDDEN if both else 2 * HIDDEN, batch_first=True, bidirectional=both)
        self.output = torch.nn.Linear(2 * HIDDEN, len(TAGS))
        # One bias is enough: PyTorch's second one stays 0, and the lesson leaves it out.
        for name, p in self.rnn.named_parameters():
            if "bias_hh" in name:
                torch.nn.init.zeros_(p).requires_grad_(False)

    def forward(self, indices):
        return self.output(self.rnn(self.embedding(indices))[0])


def train(sentences, both):
    torch.manual_seed(TRAINING_SEED)
    tagger = Tagger(both)
    learned = [p for p in tagger.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(learned, LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, EPOCHS)
    by_length = list(groups(sentences))
    # A fixed number of epochs, last weights kept: no epoch is picked by its held-out score.
    for _ in range(EPOCHS):
        for x, y in by_length:
            # Some words are read as <unk>, so that its row is trained too; "bank" stays.
            unknown = (torch.rand(x.shape) < UNKNOWN) & (x != WORDS.index("bank"))
            scores = tagger(torch.where(unknown, torch.zeros_like(x), x))
            loss = F.cross_entropy(scores.flatten(0, 1), y.flatten())
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        schedule.step()
    # From here on only the rounded weights count (`+ 0.0` makes -0.0 a 0.0).
    with torch.no_grad():
        for p in tagger.parameters():
            p.copy_(torch.tensor([round(v, 4) + 0.0 for v in p.flatten().tolist()]).view(p.shape))
    print(f"{'both ways' if both else 'one way'}: trained")
    return tagger


def score(tagger, sentences):
    """How often "bank" gets the right tag, and how often all other words together do."""
    with torch.no_grad():
        pairs = [(tagger(x).argmax(2) == y, x == WORDS.index("bank")) for x, y in groups(sentences)]
    banks = sum((right & bank).sum().item() for right, bank in pairs)
    others = sum((right & ~bank).sum().item() for right, bank in pairs)
    return banks, others, sum((~bank).sum().item() for _, bank in pairs)


def reference(tagger, sentence, both):
    """PyTorch's numbers for a sentence in which every word should be tag 0."""
    words = sentence.split()
    tagger.zero_grad()
    logits = tagger(torch.tensor([[WORDS.index(w) for w in words]]))[0]
    loss = F.cross_entropy(logits, torch.zeros(len(words), dtype=torch.long))
    loss.backward()
    gradients = {name: p.grad.flatten().tolist() for name, p in tagger.named_parameters() if "bias_hh" not in name}
    return {"sentence": sentence, "both": both, "logits": logits.flatten().tolist(), "loss": loss.item(), "gradients": gradients}


def main():
    torch.set_num_threads(1)  # one thread: sums are always made in the same order
    torch.set_default_dtype(torch.float64)
    sentences = unique(grammar())
    random.Random(SPLIT_SEED).shuffle(sentences)  # Python's generator is the same in every version
    count = round(HELD_OUT * len(sentences))
    held, rest = sentences[:count], sentences[count:]
    after = [(w, t) for w, t in held if any(w.index("bank") < w.index(p[0]) for p in MONEY + RIVER if p[0] in w)]
    models, head = {}, {"trainedBy": "lessons/bidirectional/train.py", "trainedOn": len(rest), "heldOut": len(held),
                        "heldOutAfter": len(after)}
    for key, both in (("bothWays", True), ("oneWay", False)):
        models[key] = tagger = train(rest, both)
        banks, others, words = score(tagger, held)
        late, *_ = score(tagger, after)
        print(f"  held-out: bank right in {banks} of {len(held)} ({late} of {len(after)} where its purpose follows), other words {others} of {words}")
        head[key] = {"banks": banks, "banksAfter": late, "others": others}
        head["otherWords"] = words
    head |= {"words": WORDS, "tags": TAGS, "says": {name: sorted({p[0] for p in purposes + KIND[tag]}) for name, tag, purposes in (("money", 1, MONEY), ("river", 2, RIVER))}}
    lines = [f' "{key}": {json.dumps(value)},' for key, value in head.items()]
    tensors = {key: {name: {"shape": list(p.shape), "data": p.flatten().tolist()} for name, p in tagger.named_parameters()
                     if "bias_hh" not in name} for key, tagger in models.items()}
    rows = [f'  "{key}": {{\n' + ",\n".join(f'   "{name}":{compact(t)}' for name, t in group.items()) + "\n  }" for key, group in tensors.items()]
    write("weights.json", lines + [' "tensors": {', ",\n".join(rows), " }"])
    # What only tests need stays out of the page.
    references = [reference(models["bothWays" if both else "oneWay"], s, both) for both in (True, False) for s in REFERENCES]
    held_lines = ",\n".join(f'  {compact([" ".join(w), max(t)])}' for w, t in held)
    write("reference.json", [' "heldOutSentences": [', held_lines, " ],", ' "references": [', ",\n".join(f"  {compact(r)}" for r in references), " ]"])


def write(name, lines):
    (HERE / name).write_text("{\n" + "\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
