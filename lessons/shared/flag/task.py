"""The flag task of the `lstm` and `gru` lessons, and how a network is trained on it and tested.

A sequence has gap + 2 steps. The first shows a colour with a mark: the flag. Then come as
many colours as the gap is long, drawn at random: brighter than the flag, but without the mark.
The last step asks which colour the flag had.

Needs PyTorch (made with 1.13, CPU). The same PyTorch on the same kind of processor gives the
same bytes; elsewhere sums may be ordered differently and weights differ.
"""
import json
import math

import torch
import torch.nn.functional as F

COLOURS = ["red", "green", "blue"]
FEATURES = len(COLOURS) + 2  # one number for each colour, one for the mark, one for the question
MARK, QUESTION = len(COLOURS), len(COLOURS) + 1
BRIGHT = 2  # how strong a colour of the gap is, where that of the flag is 1
HIDDEN = 4
LONGEST = 60  # the longest gap that is trained
STEPS, BATCH, LEARNING_RATE, WEIGHT_DECAY, CLIP = 2000, 64, 0.02, 1e-3, 1.0
RUNS = 5  # from different seeds, of which the one in the middle by its training loss is kept: neither luck nor bad luck
# The lesson's own sequences, of seeds 0 to 99 with every flag, are those that a network is tested on.
HELD_OUT_SEEDS, HELD_OUT_GAPS = 100, [1, 5, 10, 20, 40, 60, 80, 100]
MASK = 2**32 - 1


def colours_of(seed, gap):
    """The numbers of engine/random.ts, so that a seed gives the colours that the lesson shows."""
    out, state = [], seed
    for _ in range(gap):
        state = (state + 0x9E3779B9) & MASK
        h = ((state ^ (state >> 16)) * 0x21F0AAAD) & MASK
        h = ((h ^ (h >> 15)) * 0x735A2D97) & MASK
        out.append((h ^ (h >> 15)) * len(COLOURS) >> 32)
    return out


def encode(flags, gaps):
    """Time × batch × features, from flags (batch) and the colours between (batch × gap)."""
    asked = torch.zeros(1, len(flags), FEATURES)
    asked[..., QUESTION] = 1
    first = F.one_hot(flags, FEATURES).to(asked)[None]
    first[..., MARK] = 1
    return torch.cat([first, BRIGHT * F.one_hot(gaps.T, FEATURES).to(asked), asked])


def draw(generator):
    """A batch for training, all of one gap, so that nothing needs padding; short gaps come as often as long ones."""
    gap = round(math.exp(torch.rand(1, generator=generator).item() * math.log(LONGEST)))
    flags = torch.randint(len(COLOURS), (BATCH,), generator=generator)
    return encode(flags, torch.randint(len(COLOURS), (BATCH, gap), generator=generator)), flags


def held_out(gap):
    flags = torch.arange(len(COLOURS)).repeat(HELD_OUT_SEEDS)
    gaps = [colours_of(seed, gap) for seed in range(HELD_OUT_SEEDS) for _ in COLOURS]
    return encode(flags, torch.tensor(gaps)), flags


class Network(torch.nn.Module):
    """A recurrent layer, and an output layer on its last hidden state."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer
        self.output = torch.nn.Linear(HIDDEN, len(COLOURS))

    def forward(self, x):
        return self.output(self.layer(x)[0][-1])


def trained(layer, seed, price):
    """One run. After a quarter of it, `price`, where given, is added to the loss. The budget is the same for every layer: AdamW, a cosine schedule, gradients clipped, last weights kept."""
    torch.manual_seed(seed)
    network = Network(layer())
    learned = [p for p in network.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(learned, LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, STEPS)
    generator = torch.Generator().manual_seed(seed)
    losses = []
    for step in range(STEPS):
        x, flags = draw(generator)
        states = network.layer(x)[0]
        loss = F.cross_entropy(network.output(states[-1]), flags)
        optimiser.zero_grad()
        extra = price(network.layer, x, states) if price and step > STEPS / 4 else 0
        (loss + extra).backward()
        torch.nn.utils.clip_grad_norm_(learned, CLIP)
        optimiser.step()
        schedule.step()
        losses.append(loss.item())
    return network, sum(losses[-200:]) / 200


def train(name, layer, price=None):
    """All runs, as what each gets right, and the one in the middle by its training loss (no held-out sequence has a say), with weights of few digits."""
    runs = sorted((trained(layer, seed, price) for seed in range(1, RUNS + 1)), key=lambda run: run[1])
    rights = [right(network) for network, _ in runs]
    for (_, loss), counts in zip(runs, rights):
        print(f"{name}: training loss {loss:.4f}, right {counts}")
    network, loss = runs[RUNS // 2]
    with torch.no_grad():
        for p in network.parameters():
            # From here on only the rounded weights count (`+ 0.0` makes -0.0 a 0.0).
            p.copy_(torch.tensor([round(v, 3) + 0.0 for v in p.flatten().tolist()]).view(p.shape))
    print(f"{name}, kept: training loss {loss:.4f}, right {right(network)} of {HELD_OUT_SEEDS * len(COLOURS)}")
    return network, rights


def right(network):
    """How many of the held-out sequences of every gap are answered correctly."""
    with torch.no_grad():
        return [(network(x).argmax(1) == flags).sum().item() for x, flags in map(held_out, HELD_OUT_GAPS)]


def only_one_bias(layer):
    """One bias is enough: PyTorch's second one stays 0, and the lesson leaves it out."""
    torch.nn.init.zeros_(layer.bias_hh_l0).requires_grad_(False)
    return layer


compact = json.JSONEncoder(separators=(",", ":")).encode


def budget(path):
    """What training had, and what it is tested on."""
    return {
        "trainedBy": f"lessons/{path.parent.name}/train.py", "steps": STEPS, "batch": BATCH, "bright": BRIGHT,
        "longestGap": LONGEST, "hidden": HIDDEN, "heldOut": HELD_OUT_SEEDS * len(COLOURS), "gaps": HELD_OUT_GAPS,
    }


def write_weights(path, networks):
    """Weights under PyTorch's names, with how many held-out sequences they get right, and how many each run did, by training loss."""
    lines = [f' "{key}": {json.dumps(value)},' for key, value in budget(path).items()]
    lines.append(' "networks": {')
    for k, (name, (network, runs)) in enumerate(networks.items()):
        tensors = {n.removeprefix("layer."): p for n, p in network.named_parameters()}
        rows = [f'    "{n}":{compact({"shape": list(p.shape), "data": p.flatten().tolist()})}' for n, p in tensors.items()]
        lines += [f'  "{name}": {{', f'   "right": {right(network)},', f'   "runs": {runs},', '   "tensors": {', ",\n".join(rows), "   }", "  }" + ("," if k + 1 < len(networks) else "")]
    path.write_text("{\n" + "\n".join(lines + [" }"]) + "\n}\n")


def write_references(path, references):
    path.write_text("[\n" + ",\n".join(f" {compact(r)}" for r in references) + "\n]\n")


def reference(network, gap, flag, seed):
    """PyTorch's own numbers for a sequence: scores, loss, last states, and every gradient."""
    x = encode(torch.tensor([flag]), torch.tensor([colours_of(seed, gap)]))
    state, hs, cs = None, [], []
    for step in x:
        _, state = network.layer(step[None], state)
        h, c = state if isinstance(state, tuple) else (state, None)
        for kept, s in ((hs, h), (cs, c)):
            if s is not None:
                s.retain_grad()
                kept.append(s)
    logits = network.output(hs[-1][0])
    loss = F.cross_entropy(logits, torch.tensor([flag]))
    network.zero_grad()
    loss.backward()
    # PyTorch computes h = o⊙tanh(c) inside of a step, so that what c gets through h is added here.
    through = [h.grad * h / c.tanh() * (1 - c.tanh() ** 2) for h, c in zip(hs, cs)]
    to_c = [part if c.grad is None else c.grad + part for c, part in zip(cs, through)]
    return {
        "gap": gap, "flag": COLOURS[flag], "seed": seed, "logits": logits[0].tolist(), "loss": loss.item(),
        "h": hs[-1].flatten().tolist(), "c": cs[-1].flatten().tolist() if cs else [],
        "sizes": {"h": [h.grad.norm().item() for h in hs], "c": [g.norm().item() for g in to_c]},
        "gradients": {n.removeprefix("layer."): p.grad.flatten().tolist() for n, p in network.named_parameters() if p.grad is not None},
    }
