"""Write reference.json: PyTorch's numbers for the network of the `bptt` lesson.

Usage, from the repository's root:
    python3 lessons/bptt/reference.py

Needs PyTorch (made with 1.13, CPU). The network is torch.nn.RNN with weights of its own, drawn here; the lesson's
trace is given the same weights and inputs. Each case is one setting: nonlinearity, truncation, clipping.
"""
import json
import pathlib

import torch

HIDDEN, ETA = 3, 0.1
# Norm, nonlinearity, T, segment length (0: none), clipping, limit.
CASES = [
    (0.9, "tanh", 30, 0, "none", 1.0),
    (1.5, "tanh", 24, 0, "none", 1.0),
    (0.95, "relu", 20, 0, "none", 1.0),
    (1.6, "relu", 20, 0, "norm", 1.0),
    (0.9, "tanh", 23, 5, "none", 1.0),
    (1.2, "relu", 20, 7, "value", 0.3),
    (0.9, "tanh", 12, 1, "norm", 0.5),
]


def rounded(x):
    return torch.tensor([round(v, 3) for v in x.flatten().tolist()]).view(x.shape)


def case(norm, nonlinearity, T, truncate, clipping, limit):
    rnn = torch.nn.RNN(1, HIDDEN, nonlinearity=nonlinearity, bias=False)
    output = torch.nn.Linear(HIDDEN, 1, bias=False)
    with torch.no_grad():
        W = torch.rand(HIDDEN, HIDDEN)
        rnn.weight_hh_l0.copy_(rounded(W * norm / torch.linalg.matrix_norm(W, 2)))
        rnn.weight_ih_l0.copy_(rounded(torch.rand(HIDDEN, 1) * 2 - 1))
        output.weight.copy_(rounded(torch.rand(1, HIDDEN) * 2 - 1))
    x = rounded(torch.rand(T) * 2 - 1)
    h, hs = torch.zeros(1, 1, HIDDEN), []
    for t in range(T):
        if truncate and t and t % truncate == 0:
            h = h.detach()
        _, h = rnn(x[t].view(1, 1, 1), h)
        h.retain_grad()
        hs.append(h)
    y = output(h[0])
    loss = torch.nn.functional.mse_loss(y, torch.ones(1, 1))
    loss.backward()
    parameters = {"W_xh": rnn.weight_ih_l0, "W_hh": rnn.weight_hh_l0, "W_hy": output.weight}
    # What is kept of weights is turned: the lesson multiplies rows.
    turned = lambda w: w.T.flatten().tolist()
    weights = {name: turned(p.data) for name, p in parameters.items()}
    gradients = {name: turned(p.grad) for name, p in parameters.items()}
    first = (T - 1) // truncate * truncate if truncate else 0
    # The product of all Jacobians from the last step that is reached to the end, by autograd.
    rest = lambda start: run(rnn, x, start, first + 1)
    product = torch.autograd.functional.jacobian(rest, hs[first].detach()[0, 0])
    if clipping == "norm":
        torch.nn.utils.clip_grad_norm_(parameters.values(), limit)
    if clipping == "value":
        torch.nn.utils.clip_grad_value_(parameters.values(), limit)
    torch.optim.SGD(parameters.values(), ETA).step()
    return {
        "settings": {"T": T, "nonlinearity": nonlinearity, "truncate": truncate, "clipping": clipping, "limit": limit, "learningRate": ETA},
        "weights": weights, "x": x.tolist(), "h": hs[-1].flatten().tolist(), "loss": loss.item(),
        "hGradients": [None if h.grad is None else h.grad.flatten().tolist() for h in hs],
        "gradients": gradients,
        "jacobianNorm": product.norm().item(),
        "updated": {name: turned(p.data) for name, p in parameters.items()},
    }


def run(rnn, x, start, first):
    h = start.view(1, 1, HIDDEN)
    for value in x[first:]:
        _, h = rnn(value.view(1, 1, 1), h)
    return h[0, 0]


def main():
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(1)
    rows = ",\n".join(json.dumps(case(*c), separators=(",", ":")) for c in CASES)
    path = pathlib.Path(__file__).resolve().parent / "reference.json"
    path.write_text(f"[\n{rows}\n]\n")


if __name__ == "__main__":
    main()
