"""The networks of recurrent.mjs in PyTorch, written out, float64 on one core, every value and gradient kept."""

import json
import statistics
import sys
import time

import torch

torch.manual_seed(7)
torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
kind = sys.argv[1]
T, I, H = 100, 32, 64
G = {"rnn": 1, "lstm": 4}[kind]
given = [(torch.rand(s) - 0.5).mul(2 / H**0.5).requires_grad_() for s in ((G * H, I), (G * H, H), (G * H,), (G * H,))]
xs = [(torch.rand(1, I) * 2 - 1).requires_grad_() for _ in range(T)]


def run():
    for tensor in (*given, *xs):
        tensor.grad = None
    kept = []

    def keep(tensor):
        tensor.retain_grad()
        kept.append(tensor)
        return tensor

    w, u, b, d = given
    h = c = torch.zeros(1, H)
    wt, ut, bias = keep(w.T), keep(u.T), keep(b + d)
    for x in xs:
        net = keep(keep(keep(x @ wt) + keep(h @ ut)) + bias)
        if kind == "rnn":
            h = keep(torch.tanh(net))
            continue
        i, f, g, o = (keep(part) for part in net.chunk(4, 1))
        i, f, g, o = keep(torch.sigmoid(i)), keep(torch.sigmoid(f)), keep(torch.tanh(g)), keep(torch.sigmoid(o))
        c = keep(keep(f * c) + keep(i * g))
        h = keep(o * keep(torch.tanh(c)))
    h.sum().backward()
    return kept


def timed():
    start = time.perf_counter()
    run()
    return 1000 * (time.perf_counter() - start)


for _ in range(20):
    run()
times = [timed() for _ in range(150)]
print(json.dumps({"median": statistics.median(times), "best": min(times)}))
