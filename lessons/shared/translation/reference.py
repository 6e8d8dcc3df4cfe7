"""Ask PyTorch about the trained recurrent translators: write results.json, which the lessons show, and
reference_seq2seq.json, reference_wide.json, reference_bahdanau.json and reference_luong.json, which their tests compare our engine with.

Usage, from the repository's root, after recurrent.py:
    python3 lessons/shared/translation/reference.py

Needs PyTorch (made with 1.13, CPU), corpus.json and the weights beside it.
"""
import collections
import json
import math

import torch
import torch.nn.functional as F

import recurrent
import training

KINDS = recurrent.KINDS
# All gradients are kept of the first sentence, but not of the largest network; of the others their sizes.
SENTENCES = ["i love you", "they do not see you", "the woman does not see the car"]
DIGITS = 13


def loaded(name):
    network = KINDS[name]()
    tensors = json.loads((training.HERE / f"{name}.json").read_text())["tensors"]
    stored = {key: torch.tensor(t["data"]).view(t["shape"]) for key, t in tensors.items()}
    network.load_state_dict(stored)
    return network


def by_length(networks, pairs):
    """How many pairs are translated without a fault, by the number of English words."""
    groups = collections.defaultdict(list)
    for pair in pairs:
        groups[len(pair[0].split())].append(pair)
    return [{"words": n, "pairs": len(group), **{name: training.right(network, group) for name, network in networks.items()}}
            for n, group in sorted(groups.items())]


def one_wrong(network, pairs):
    """How many translations have as many words as the right one, and one of them wrong."""
    with torch.no_grad():
        said = training.greedy(network, training.padded([training.source(en) for en, _ in pairs]))
    rows = [(words, training.target(fr)) for words, (_, fr) in zip(said, pairs)]
    return sum(len(words) == len(right) and sum(a != b for a, b in zip(words, right)) == 1 for words, right in rows)


def numbers(x):
    return [float(f"{value:.{DIGITS}g}") + 0.0 for value in x.flatten().tolist()]


def alignment(network, x, read):
    """The attention weights of every step, target × source: what the contexts are averaged with."""
    kept, softmax = [], torch.Tensor.softmax
    torch.Tensor.softmax = lambda *args: kept.append(softmax(*args)) or kept[-1]
    try:
        network(x, read)
    finally:
        torch.Tensor.softmax = softmax
    return torch.cat([weights.view(-1, x.shape[1]) for weights in kept]) if kept else torch.zeros(0)


def reference(network, sentence, whole):
    french = next(fr for en, fr in training.corpus["trained"] + training.corpus["heldOut"] if en == sentence)
    x, read, said = training.batch_of([(sentence, french)])
    logits = network(x, read)
    loss = F.cross_entropy(logits[0], said[0])
    network.zero_grad()
    loss.backward()
    gradients = {name: p.grad for name, p in network.named_parameters()}
    return {
        "sentence": sentence, "french": french, "logits": numbers(logits), "loss": loss.item(),
        "alignment": numbers(alignment(network, x, read)),
        "free": [training.FRENCH[k] for k in training.greedy(network, x)[0]],
        "norms": {name: g.norm().item() for name, g in gradients.items()},
        **({"gradients": {name: numbers(g) for name, g in gradients.items()}} if whole else {}),
    }


def write(name, fields):
    lines = [f' "{key}": {training.compact(value)}' if not isinstance(value, list) else
             f' "{key}": [\n' + ",\n".join(f"  {training.compact(row)}" for row in value) + "\n ]" for key, value in fields.items()]
    (training.HERE / f"{name}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


def main():
    training.start(recurrent.SEED)
    networks = {name: loaded(name) for name in KINDS}
    held = training.corpus["heldOut"]
    rows = by_length(networks, held)
    write("results", {
        "madeBy": "lessons/shared/translation/reference.py", "trainedOn": len(training.corpus["trained"]), "heldOut": len(held),
        "trainedRight": {name: training.right(network, training.corpus["trained"]) for name, network in networks.items()},
        "heldOutRight": {name: sum(row[name] for row in rows) for name in KINDS},
        "oneWordWrong": {name: one_wrong(network, held) for name, network in networks.items()},
        "parameters": {name: sum(math.prod(p.shape) for p in network.parameters()) for name, network in networks.items()},
        "hidden": {name: network.encoder.hidden_size for name, network in networks.items()},
        "lengths": rows,
    })
    for name, network in networks.items():
        write(f"reference_{name}", {"references": [reference(network, s, s == SENTENCES[0] and name != "wide") for s in SENTENCES]})


if __name__ == "__main__":
    main()
