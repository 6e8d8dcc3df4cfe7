"""Write reference.json: PyTorch's numbers for the `positional-encoding` lesson.

Usage, from the repository's root:
    python3 lessons/positional-encoding/reference.py

Needs PyTorch (made with 1.13, CPU). Sines and cosines, one self-attention over a sentence in both orders, and the
gradients of the distance, with weights drawn here; the lesson's trace is given the same weights.
"""
import json
import math
import pathlib

import torch

# Sentence, width, whether positions are added, shift k.
CASES = [
    ("dog bites man", 8, True, 3), ("dog bites man", 4, False, 7), ("the man sees the dog", 8, True, 50),
    ("the man sees the dog", 4, False, 1),
]


def encoding(n, d, first=0):
    pos = torch.arange(first, first + n, dtype=torch.float64)[:, None]
    angle = pos / 10000 ** (torch.arange(0, d, 2) / d)
    return torch.stack([angle.sin(), angle.cos()], dim=2).view(n, d)


def rounded(*shape):
    return torch.tensor([round(v, 3) for v in torch.randn(*shape).flatten().tolist()]).view(shape).requires_grad_()


def case(sentence, d, positions, shift):
    words = sentence.split()
    tokens = sorted(set(words))
    indices = torch.tensor([tokens.index(word) for word in words])
    weights = {"E": rounded(len(tokens), d), **{name: rounded(d, d) for name in ("W_Q", "W_K", "W_V")}}
    pe = encoding(len(words), d)

    def read(indices):
        x = torch.nn.functional.embedding(indices, weights["E"]) + (pe if positions else 0)
        q, k, v = (x @ weights[name] for name in ("W_Q", "W_K", "W_V"))
        attention = torch.softmax(q @ k.T / math.sqrt(d), dim=1)
        return attention, attention @ v

    attention, z = read(indices)
    other, z_other = read(indices.flip(0))
    loss = torch.nn.functional.mse_loss(z, z_other.flip(0))
    loss.backward()
    computed = {
        "attention": attention, "attention_other": other, "values": z, "values_other": z_other, "loss": loss,
        "PE_here": pe, "PE_there": encoding(len(words), d, shift),
        **{f"{name}.grad": w.grad for name, w in weights.items()},
    }
    flat = lambda tensors: {name: t.detach().flatten().tolist() for name, t in tensors.items()}
    settings = {"sentence": sentence, "d": str(d), "positions": positions, "shift": shift}
    return {"settings": settings, "given": flat(weights), "computed": flat(computed)}


def main():
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(1)
    rows = ",\n".join(json.dumps(case(*c), separators=(",", ":")) for c in CASES)
    path = pathlib.Path(__file__).resolve().parent / "reference.json"
    path.write_text(f"[\n{rows}\n]\n")


if __name__ == "__main__":
    main()
