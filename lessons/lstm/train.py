"""Train the LSTM and the RNN of the `lstm` lesson, and write weights.json and reference.json.

Usage, from the repository's root:
    python3 lessons/lstm/train.py [easier]

The task and the budget, the same for both, are in task.py. With `easier`, only RNNs are
trained, with distractors no stronger than the flag and for twice as long; nothing is written.
"""
import pathlib
import sys

import torch
import torch.nn.functional as F

import task

HERE = pathlib.Path(__file__).resolve().parent
PRICE = 0.1  # of an LSTM's open gates
# What PyTorch's own numbers are kept of: gap, flag and seed.
REFERENCES = [(8, 0, 1), (1, 1, 7), (30, 2, 3)]


def price_of_open_gates(lstm, x, states):
    """How far the input and the output gates are open, on average: they stay closed unless there is a reason."""
    before = torch.cat([torch.zeros_like(states[:1]), states[:-1]])
    net = F.linear(x, lstm.weight_ih_l0, lstm.bias_ih_l0) + F.linear(before, lstm.weight_hh_l0)
    i, _, _, o = net.sigmoid().chunk(4, -1)
    return PRICE * (i + o).mean()


def main():
    torch.set_num_threads(1)  # one thread: sums are always made in the same order
    torch.set_default_dtype(torch.float64)
    layer = lambda kind: lambda: task.only_one_bias(kind(task.FEATURES, task.HIDDEN))
    if sys.argv[1:] == ["easier"]:
        task.BRIGHT, task.STEPS = 1, 2 * task.STEPS
        task.train("rnn", layer(torch.nn.RNN))
        return
    networks = {
        "lstm": task.train("lstm", layer(torch.nn.LSTM), price_of_open_gates),
        "rnn": task.train("rnn", layer(torch.nn.RNN)),
    }
    task.write_weights(HERE / "weights.json", networks)
    task.write_references(
        HERE / "reference.json",
        [{"network": name, **task.reference(network, *given)} for name, network in networks.items() for given in REFERENCES],
    )


if __name__ == "__main__":
    main()
