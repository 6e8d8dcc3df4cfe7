"""Train the two GRUs of the `gru` lesson, and write weights.json and reference.json.

Usage, from the repository's root:
    python3 lessons/gru/train.py

The task and the budget are those of the `lstm` lesson, in lessons/shared/flag/task.py. A GRU that resets
after the product is torch.nn.GRU; PyTorch has none that resets before it, so that one is written here.
"""
import pathlib
import sys

import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "shared/flag"))
import task  # noqa: E402

PRICE = 3  # of writing after the flag
# What PyTorch's own numbers are kept of: gap, flag and seed.
REFERENCES = [(8, 0, 1), (1, 1, 7), (30, 2, 3)]


class ResetBefore(torch.nn.Module):
    """A GRU whose reset gate scales the state before the product (as Cho et al., 2014, do), with the names of torch.nn.GRU."""

    def __init__(self, features, hidden):
        super().__init__()
        torch.nn.GRU(features, hidden).apply(lambda gru: [self.register_parameter(n, p) for n, p in gru.named_parameters()])

    def forward(self, x, state=None):
        h = torch.zeros(x.shape[1], task.HIDDEN) if state is None else state[0]
        of_input = F.linear(x, self.weight_ih_l0, self.bias_ih_l0)
        gates, candidate = self.weight_hh_l0.split([2 * task.HIDDEN, task.HIDDEN])
        hs = []
        for net in of_input:
            r, z = (net[:, : 2 * task.HIDDEN] + F.linear(h, gates)).sigmoid().chunk(2, -1)
            n = (net[:, 2 * task.HIDDEN :] + F.linear(r * h, candidate)).tanh()
            h = (1 - z) * n + z * h
            hs.append(h)
        return torch.stack(hs), h[None]


def reset_after():
    """The second bias is needed for the candidate alone, inside of the reset: that of both gates stays 0."""
    gru = torch.nn.GRU(task.FEATURES, task.HIDDEN)
    needed = torch.zeros_like(gru.bias_hh_l0)
    needed[2 * task.HIDDEN :] = 1
    with torch.no_grad():
        gru.bias_hh_l0.mul_(needed)
    gru.bias_hh_l0.register_hook(lambda gradient: gradient * needed)
    return gru


def price_of_writing(gru, x, states):
    """How much of the candidate is written, 1 − z, at every step but the flag's."""
    before = torch.cat([torch.zeros_like(states[:1]), states[:-1]])
    net = F.linear(x, gru.weight_ih_l0, gru.bias_ih_l0) + F.linear(before, gru.weight_hh_l0)
    return PRICE * (1 - net.sigmoid().chunk(3, -1)[1])[1:].mean()


def keeping(gru):
    """The bias of the update gate starts at 1, like that of the LSTM's forget gate."""
    with torch.no_grad():
        gru.bias_ih_l0[task.HIDDEN : 2 * task.HIDDEN] = 1
    return gru


def main():
    torch.set_num_threads(1)  # one thread: sums are always made in the same order
    torch.set_default_dtype(torch.float64)
    after = lambda: keeping(reset_after())
    before = lambda: keeping(task.only_one_bias(ResetBefore(task.FEATURES, task.HIDDEN)))
    networks = {
        "after": task.train("reset after", after, price_of_writing),
        "before": task.train("reset before", before, price_of_writing),
    }
    task.write_weights(HERE / "weights.json", networks)
    task.write_references(
        HERE / "reference.json",
        [{"network": name, **task.reference(network, *given)} for name, (network, _) in networks.items() for given in REFERENCES],
    )


if __name__ == "__main__":
    main()
