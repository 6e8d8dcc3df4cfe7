"""Write reference.json: PyTorch's numbers for the head of the `self-attention` lesson.

Usage, from the repository's root:
    python3 lessons/self-attention/reference.py

Needs PyTorch (made with 1.13, CPU). The weights are those of lessons/shared/translation/transformer.json. Each case is one
setting: words, head, mask, scaling, position of the loss. Attention is written out, so that scores and weights can be
compared; gradients are autograd's.
"""
import json
import pathlib

import torch

HERE = pathlib.Path(__file__).resolve().parent
corpus = json.loads((HERE.parent / "shared/translation/corpus.json").read_text(encoding="utf-8"))
stored = json.loads((HERE.parent / "shared/translation/transformer.json").read_text(encoding="utf-8"))
MODEL, WIDTH = stored["model"], stored["model"] // stored["heads"]
# Words, head, mask, scaled, position of the loss.
CASES = [
    ("je t' aime <end>", 1, "causal", True, 1),
    ("je t' aime <end>", 1, "none", True, 1),
    ("<start> je t' aime", 1, "causal", True, 2),
    ("<start> je t' aime", 2, "causal", False, 3),
    ("<start> la femme", 2, "none", False, 0),
    ("je ne t' entends pas <end>", 2, "causal", True, 4),
    ("<start> la femme veut la voiture rouge", 1, "causal", True, 6),
]


def parameter(name):
    tensor = stored["tensors"][name]
    return torch.tensor(tensor["data"]).view(tensor["shape"])


def positions(time):
    """Sine and cosine of the position, at wavelengths from 2π up."""
    angles = torch.arange(time)[:, None] / 10000 ** (torch.arange(0, MODEL, 2) / MODEL)
    return torch.stack([angles.sin(), angles.cos()], -1).flatten(1)


def case(sentence, head, mask, scale, position):
    words = [corpus["french"].index(word) for word in sentence.split()]
    n = len(words)
    E = parameter("target.weight").requires_grad_()
    stacked = parameter("decoder.layers.0.self_attn.in_proj_weight")
    bias = parameter("decoder.layers.0.self_attn.in_proj_bias")
    leaves = {"E": E}
    x = E[words] + positions(n)
    parts = {}
    for k, part in enumerate("QKV"):
        rows = slice(k * MODEL + (head - 1) * WIDTH, k * MODEL + head * WIDTH)
        W = leaves[f"W_{part}"] = stacked[rows].T.clone().requires_grad_()
        b = leaves[f"b_{part}"] = bias[rows].clone().requires_grad_()
        parts[part] = x @ W + b
    scores = parts["Q"] @ parts["K"].T
    scaled = scores / WIDTH**0.5 if scale else scores
    later = torch.ones(n, n, dtype=torch.bool).triu(1)
    masked = scaled.masked_fill(later, -torch.inf) if mask == "causal" else scaled
    attention = masked.softmax(-1)
    values = attention @ parts["V"]
    inner = {**parts, "scores": scores, "attention": attention, "values": values}
    for tensor in inner.values():
        tensor.retain_grad()
    loss = (values[position] ** 2).sum()
    loss.backward()
    return {
        "rows": sentence.split(),
        "settings": {"head": str(head), "mask": mask, "scale": scale, "position": position},
        "values": {name: tensor.flatten().tolist() for name, tensor in {**inner, "loss": loss}.items()},
        "gradients": {name: tensor.grad.flatten().tolist() for name, tensor in {**leaves, **inner}.items() if name != "E"},
        # Of the table, the rows of these words.
        "table": E.grad[words].flatten().tolist(),
    }


def main():
    torch.set_default_dtype(torch.float64)
    lines = ",\n".join(json.dumps(case(*one), ensure_ascii=False, separators=(",", ":")) for one in CASES)
    (HERE / "reference.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
