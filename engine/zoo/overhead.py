"""What recording costs where a model is small: time for each op of the trace, beyond the plain run.

    python3 engine/zoo/overhead.py
"""

import os
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "src", "python"))
sys.dont_write_bytecode = True

from backstep_torch import record  # noqa: E402

TIMES = 15


def dense():
    """Fifty layers of eight numbers."""
    model = nn.Sequential(*(layer for _ in range(50) for layer in (nn.Linear(8, 8), nn.Tanh())))
    x = torch.randn(4, 8)
    return model, lambda: model(x).pow(2).mean()


def transformer():
    layer = nn.TransformerEncoderLayer(16, 2, 32, dropout=0.0, batch_first=True)
    model = nn.TransformerEncoder(layer, 4, enable_nested_tensor=False)
    x = torch.randn(2, 6, 16)
    return model, lambda: model(x).pow(2).mean()


def recurrent():
    """A cell written out, over fifty steps."""
    model = nn.ModuleDict({"inner": nn.Linear(8, 8), "outer": nn.Linear(4, 8)})
    x = torch.randn(50, 2, 4)

    def run():
        h = torch.zeros(2, 8)
        for step in x:
            h = torch.tanh(model["inner"](h) + model["outer"](step))
        return F.mse_loss(h, torch.ones(2, 8))

    return model, run


def least(run):
    """Seconds of the processor, of the fastest of several runs."""
    best = float("inf")
    for _ in range(TIMES):
        start = time.process_time()
        run()
        best = min(best, time.process_time() - start)
    return best


def main():
    torch.set_num_threads(1)
    for make in (dense, transformer, recurrent):
        torch.manual_seed(0)
        model, forward = make()
        made = []

        def recorded():
            with record(model) as r:
                forward().backward()
            made.append(r)

        plain, whole = least(lambda: forward().backward()), least(recorded)
        ops = len(made[-1].ops)
        print(
            f"{make.__name__}: {ops} ops, {plain * 1e3:.1f} ms plain, {whole * 1e3:.1f} ms recorded, "
            f"{(whole - plain) / ops * 1e6:.0f} µs an op",
            flush=True,
        )


if __name__ == "__main__":
    main()
