"""Write reference.json: PyTorch's numbers for the `normalization` lesson.

Usage, from the repository's root:
    python3 lessons/normalization/reference.py

Needs PyTorch (made with 1.13, CPU). The same matrix goes through torch.nn.LayerNorm and torch.nn.BatchNorm1d, with
scales and shifts drawn here; the lesson's trace is given the same numbers.
"""
import json
import pathlib

import torch

SAMPLES, FEATURES = 4, 5
# Mode, ε, momentum, batches before inference.
CASES = [
    ("training", "1e-5", 0.1, 1), ("training", "1", 0.5, 1), ("training", "1e-8", 0.0, 1),
    ("inference", "1e-5", 0.1, 3), ("inference", "0.1", 0.25, 7),
]


def rounded(x):
    return torch.tensor([round(v, 3) for v in x.flatten().tolist()]).view(x.shape)


def case(mode, epsilon, momentum, batches):
    x = rounded(torch.randn(SAMPLES, FEATURES) * 3).requires_grad_()
    c = rounded(torch.randn(SAMPLES, FEATURES))
    layer = torch.nn.LayerNorm(FEATURES, eps=float(epsilon))
    batch = torch.nn.BatchNorm1d(FEATURES, eps=float(epsilon), momentum=momentum)
    with torch.no_grad():
        for p in [*layer.parameters(), *batch.parameters()]:
            p.copy_(rounded(torch.randn(FEATURES)))
        if mode == "inference":
            for _ in range(batches):
                batch(x)
            batch.eval()
    outputs = {"y_layer": layer(x), "y_batch": batch(x)}
    loss = sum((y * c).sum() for y in outputs.values())
    parameters = {
        "gamma_layer": layer.weight, "beta_layer": layer.bias, "gamma_batch": batch.weight, "beta_batch": batch.bias,
    }
    own = {name: torch.autograd.grad((y * c).sum(), x, retain_graph=True)[0] for name, y in outputs.items()}
    loss.backward()
    given = {"x": x, "c": c, **parameters}
    computed = {
        **outputs, "loss": loss, "x.grad:1": own["y_batch"], "x.grad:2": own["y_layer"], "x.grad": x.grad,
        **{f"{name}.grad": p.grad for name, p in parameters.items()},
        f"mean{batches}": batch.running_mean, f"variance{batches}": batch.running_var,
    }
    flat = lambda tensors: {name: t.detach().flatten().tolist() for name, t in tensors.items()}
    settings = {"mode": mode, "epsilon": epsilon, "momentum": momentum, "batches": batches}
    return {"settings": settings, "given": flat(given), "computed": flat(computed)}


def main():
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(1)
    rows = ",\n".join(json.dumps(case(*c), separators=(",", ":")) for c in CASES)
    path = pathlib.Path(__file__).resolve().parent / "reference.json"
    path.write_text(f"[\n{rows}\n]\n")


if __name__ == "__main__":
    main()
