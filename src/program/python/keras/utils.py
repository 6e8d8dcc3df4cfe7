"""Seeds, and labels as rows."""

import numpy as np

def set_random_seed(seed):
    """Seeds ours: the numbers are not those of Keras on TensorFlow, which cannot be had."""
    import random

    import torch

    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def to_categorical(x, num_classes=None):
    x = np.asarray(x)
    x = x.squeeze(-1) if x.ndim > 1 and x.shape[-1] == 1 else x
    places = [int(k) for k in x.ravel().tolist()]
    n = num_classes or max(places) + 1
    return np.array([[float(k == c) for c in range(n)] for k in places]).reshape(*x.shape, n)


def pad_sequences(sequences, maxlen=None, dtype="int32", padding="pre", truncating="pre", value=0.0):
    longest = max(map(len, sequences)) if maxlen is None else maxlen
    rows = []
    for row in sequences:
        row = list(row)
        row = row[len(row) - longest :] if truncating == "pre" and len(row) > longest else row[:longest]
        gap = [value] * (longest - len(row))
        rows.append(gap + row if padding == "pre" else row + gap)
    return np.array(rows, dtype)


def plot_model(*args, **kwargs):
    raise NotImplementedError("keras.utils.plot_model is not part of this page: the network is drawn from its trace.")


def __getattr__(name):
    from torch._missing import refuse

    return refuse("keras.utils", name, globals())
