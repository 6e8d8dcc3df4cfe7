"""Write PyTorch's own numbers for the translator, for this lesson's tests, to reference.json.

Usage, from the repository's root:
    python3 lessons/transformer-decoder/reference.py

Needs PyTorch (made with 1.13, CPU), and the weights and classes of lessons/shared/translation.
"""
import json
import pathlib
import sys

import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "shared/translation"))
import training  # noqa: E402
import transformer  # noqa: E402

SENTENCES = ["i love you", "the man does not see the red car", "she hears them"]
# Of very large weights, the sum of each row's gradient.
ROWS = {"source.weight", "target.weight", "output.weight"}


def reference(network, english, french):
    x, read, said = training.batch_of([(english, french)])
    network.zero_grad()
    logits = network(x, read)[0]
    loss = F.cross_entropy(logits, said[0])
    loss.backward()
    gradients = {
        name: (p.grad.sum(1) if name in ROWS else p.grad.norm().view(1)).flatten().tolist() for name, p in network.named_parameters()
    }
    return {
        "english": english, "loss": loss.item(), "last": logits[-1].tolist(), "gradients": gradients,
        "greedy": [training.FRENCH[k] for k in training.greedy(network, x)[0]],
    }


def main():
    training.start(0)
    network = transformer.Translator()
    stored = json.loads((HERE.parent / "shared/translation" / "transformer.json").read_text())["tensors"]
    with torch.no_grad():
        for name, p in network.named_parameters():
            p.copy_(torch.tensor(stored[name]["data"]).view(p.shape))
    pairs = dict(map(tuple, training.corpus["trained"] + training.corpus["heldOut"]))
    rows = [json.dumps(reference(network, s, pairs[s])) for s in SENTENCES if s in pairs]
    (HERE / "reference.json").write_text("[\n" + ",\n".join(f" {row}" for row in rows) + "\n]\n")
    print(f"{len(rows)} sentences")


if __name__ == "__main__":
    main()
