"""What the training scripts of the translation lessons share: batches, one budget, exact matches, and how weights are written."""
import json
import pathlib
import random

import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).resolve().parent
corpus = json.loads((HERE / "corpus.json").read_text(encoding="utf-8"))
ENGLISH, FRENCH = corpus["english"], corpus["french"]
PAD, START, END = 0, FRENCH.index("<start>"), FRENCH.index("<end>")
UNKNOWN = ENGLISH.index("<unk>")
BATCH, CLIP, LONGEST = 32, 1.0, 12


def source(sentence):
    return [ENGLISH.index(w) if w in ENGLISH else UNKNOWN for w in sentence.split()]


def target(sentence):
    return [FRENCH.index(w) for w in sentence.split()] + [END]


def padded(rows):
    longest = max(map(len, rows))
    return torch.tensor([row + [PAD] * (longest - len(row)) for row in rows])


def batch_of(pairs):
    """Source, what the decoder reads, and what it should say: batch × time, padded."""
    targets = [target(fr) for _, fr in pairs]
    return padded([source(en) for en, _ in pairs]), padded([[START] + row[:-1] for row in targets]), padded(targets)


def train(network, *, epochs, learning_rate, weight_decay, seed, also=lambda x: 0):
    """AdamW with a cosine schedule; a fixed number of epochs, last weights kept, so no held-out pair has a say.

    also(x) is added to the loss of a batch of English sentences, right after the network has read them.
    """
    optimiser = torch.optim.AdamW(network.parameters(), learning_rate, weight_decay=weight_decay)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, epochs)
    order, pairs = random.Random(seed), list(map(tuple, corpus["trained"]))
    for _ in range(epochs):
        order.shuffle(pairs)
        for k in range(0, len(pairs), BATCH):
            x, read, said = batch_of(pairs[k : k + BATCH])
            loss = F.cross_entropy(network(x, read).flatten(0, 1), said.flatten(), ignore_index=PAD) + also(x)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), CLIP)
            optimiser.step()
        schedule.step()
    with torch.no_grad():
        for p in network.parameters():
            # From here on only the rounded weights count (`+ 0.0` makes -0.0 a 0.0).
            p.copy_(torch.tensor([round(v, 3) + 0.0 for v in p.flatten().tolist()]).view(p.shape))


def greedy(network, x):
    """The most probable word, again and again."""
    y = torch.full((len(x), 1), START)
    for _ in range(LONGEST):
        y = torch.cat([y, network(x, y)[:, -1].argmax(-1, keepdim=True)], 1)
    rows = [row[1:] for row in y.tolist()]
    return [row[: row.index(END) + 1] if END in row else row for row in rows]


def right(network, pairs):
    """How many pairs are translated without a fault, word by word."""
    with torch.no_grad():
        x = padded([source(en) for en, _ in pairs])
        return sum(said == target(fr) for said, (_, fr) in zip(greedy(network, x), pairs))


compact = json.JSONEncoder(separators=(",", ":")).encode


def write(name, script, network, **more):
    """Weights under PyTorch's names, and how well they do."""
    scores = {"trainedRight": right(network, corpus["trained"]), "heldOutRight": right(network, corpus["heldOut"])}
    head = {"trainedBy": f"lessons/shared/translation/{script}", "trainedOn": len(corpus["trained"]), "heldOut": len(corpus["heldOut"])}
    print(f"{name}: {scores['trainedRight']} of {head['trainedOn']} trained pairs and {scores['heldOutRight']} of {head['heldOut']} held-out ones right")
    tensors = {n: {"shape": list(p.shape), "data": p.flatten().tolist()} for n, p in network.named_parameters() if p.requires_grad}
    lines = [f' "{key}": {json.dumps(value)},' for key, value in (head | scores | more).items()]
    lines += [' "tensors": {', ",\n".join(f'  "{n}":{compact(t)}' for n, t in tensors.items()), " }"]
    (HERE / f"{name}.json").write_text("{\n" + "\n".join(lines) + "\n}\n")


def start(seed):
    torch.set_num_threads(1)  # one thread: sums are always made in the same order
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(seed)
