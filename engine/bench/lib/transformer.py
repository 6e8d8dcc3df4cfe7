"""The encoder block of transformer.mjs in PyTorch, written out, float64 on one core, every value and gradient kept."""

import json
import math
import statistics
import time

import torch
import torch.nn.functional as F

torch.manual_seed(7)
torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
T, D, H, W = 64, 128, 4, 512
shapes = [(3 * D, D), (3 * D,), (D, D), (D,), (W, D), (W,), (D, W), (D,), (D,), (D,), (D,), (D,), (T, D)]
given = [(torch.rand(s) - 0.5).mul(2 / s[-1] ** 0.5).requires_grad_() for s in shapes]
dy = torch.rand(T, D) * 2 - 1
future = torch.triu(torch.ones(T, T), 1) == 1


def run():
    for tensor in given:
        tensor.grad = None
    kept = []

    def keep(tensor):
        tensor.retain_grad()
        kept.append(tensor)
        return tensor

    wi, bi, wo, bo, w1, b1, w2, b2, g1, s1, g2, s2, x = given

    def linear(x, w, b):
        return keep(keep(x @ keep(w.T)) + b)

    def split(part):
        return keep(part.reshape(T, H, D // H).transpose(0, 1))

    q, k, v = (split(part) for part in linear(x, wi, bi).chunk(3, 1))
    scores = keep(keep(keep(q @ keep(k.transpose(1, 2))) / math.sqrt(D // H)).masked_fill(future, -math.inf))
    found = keep(keep(F.softmax(scores, -1)) @ v)
    attended = linear(keep(found.transpose(0, 1).reshape(T, D)), wo, bo)
    middle = keep(F.layer_norm(keep(x + attended), (D,), g1, s1))
    wide = keep(F.relu(linear(middle, w1, b1)))
    out = keep(F.layer_norm(keep(middle + linear(wide, w2, b2)), (D,), g2, s2))
    keep(keep(out * dy).sum()).backward()
    return kept


def timed():
    start = time.perf_counter()
    run()
    return 1000 * (time.perf_counter() - start)


for _ in range(10):
    run()
times = [timed() for _ in range(60)]
print(json.dumps({"median": statistics.median(times), "best": min(times)}))
