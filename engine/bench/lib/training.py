"""The networks of training.mjs in eager PyTorch, in float64 on one core: milliseconds an update."""

import json
import statistics
import sys
import time

import torch

torch.manual_seed(7)
torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
sizes, points, activation = json.loads(sys.argv[1])
hidden = {"relu": torch.nn.ReLU, "tanh": torch.nn.Tanh, "sigmoid": torch.nn.Sigmoid}[activation]
layers = []
for k, (a, b) in enumerate(zip(sizes, sizes[1:])):
    layers += [torch.nn.Linear(a, b)] + ([hidden()] if k < len(sizes) - 2 else [])
model = torch.nn.Sequential(*layers)
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
x, y = torch.rand(points, sizes[0]), torch.rand(points, 1)


def timed():
    start = time.perf_counter()
    optimizer.zero_grad()
    torch.nn.functional.mse_loss(model(x), y).backward()
    optimizer.step()
    return 1000 * (time.perf_counter() - start)


for _ in range(50):
    timed()
times = [timed() for _ in range(300)]
print(json.dumps({"median": statistics.median(times), "best": min(times)}))
