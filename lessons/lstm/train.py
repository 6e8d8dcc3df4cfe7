"""Train the LSTM and the RNN of the `lstm` lesson, and write weights.json and reference.json.

Usage, from the repository's root:
    python3 lessons/lstm/train.py [easier]

The task and the budget, the same for both, are in ../shared/flag/task.py. With `easier`, only RNNs are
trained, with distractors no stronger than the flag and for twice as long; what they get right
goes to easier.json.
"""
import json
import pathlib
import sys

import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "shared/flag"))
import task  # noqa: E402

WRITING, OPEN = 3, 0.3  # prices of what an LSTM writes after the flag, and of gates that are open without need
# What PyTorch's own numbers are kept of: gap, flag and seed.
REFERENCES = [(8, 0, 1), (1, 1, 7), (30, 2, 3)]


def price(lstm, x, states):
    """Of writing, and of an open input gate, at every step but the flag's; of an open output gate at every step but the question's."""
    before = torch.cat([torch.zeros_like(states[:1]), states[:-1]])
    net = F.linear(x, lstm.weight_ih_l0, lstm.bias_ih_l0) + F.linear(before, lstm.weight_hh_l0)
    i, _, g, o = net.chunk(4, -1)
    written = i.sigmoid() * g.tanh()
    return WRITING * written[1:].abs().mean() + OPEN * (i.sigmoid()[1:].mean() + o.sigmoid()[:-1].mean())


def lstm():
    """The bias of the forget gate starts at 1, as is often done, so that training begins with a memory that keeps."""
    layer = task.only_one_bias(torch.nn.LSTM(task.FEATURES, task.HIDDEN))
    with torch.no_grad():
        layer.bias_ih_l0[task.HIDDEN : 2 * task.HIDDEN] = 1
    return layer


def rnn():
    return task.only_one_bias(torch.nn.RNN(task.FEATURES, task.HIDDEN))


def main():
    torch.set_num_threads(1)  # one thread: sums are always made in the same order
    torch.set_default_dtype(torch.float64)
    if sys.argv[1:] == ["easier"]:
        task.BRIGHT, task.STEPS = 1, 2 * task.STEPS
        _, runs = task.train("rnn", rnn)
        (HERE / "easier.json").write_text(json.dumps({**task.budget(HERE / "easier.json"), "runs": runs}) + "\n")
        return
    networks = {"lstm": task.train("lstm", lstm, price), "rnn": task.train("rnn", rnn)}
    task.write_weights(HERE / "weights.json", networks)
    task.write_references(
        HERE / "reference.json",
        [{"network": name, **task.reference(network, *given)} for name, (network, _) in networks.items() for given in REFERENCES],
    )


if __name__ == "__main__":
    main()
