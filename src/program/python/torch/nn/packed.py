"""Sequences of different lengths in one batch."""

from .._functions import cat, stack


class PackedSequence:
    """Sequences with their lengths: each is run to its own end. PyTorch keeps them step by step, which gives the same."""

    def __init__(self, sequences):
        self.sequences = sequences

    lengths = property(lambda self: [x.shape[0] for x in self.sequences])

    def each(self, layer, hx):
        """Runs a recurrent layer on every sequence by itself."""
        states = () if hx is None else hx if isinstance(hx, (tuple, list)) else (hx,)
        outputs, ends = [], []
        for k, x in enumerate(self.sequences):
            own = [h[:, k : k + 1].contiguous() for h in states]
            given = None if not own else tuple(own) if layer.states > 1 else own[0]
            y, end = layer(x.unsqueeze(0 if layer.batch_first else 1), given)
            outputs.append(y.squeeze(0 if layer.batch_first else 1))
            ends.append(end if isinstance(end, tuple) else (end,))
        last = tuple(cat(list(parts), 1) for parts in zip(*ends))
        return PackedSequence(outputs), last if layer.states > 1 else last[0]


def pack_padded_sequence(input, lengths, batch_first=False, enforce_sorted=True):
    sizes = [int(n) for n in lengths]
    if enforce_sorted and sizes != sorted(sizes, reverse=True):
        raise RuntimeError("`lengths` array must be sorted in decreasing order when `enforce_sorted` is True. Pass enforce_sorted=False.")
    rows = input if batch_first else input.transpose(0, 1)
    return PackedSequence([rows[k, :n] for k, n in enumerate(sizes)])


def pack_sequence(sequences, enforce_sorted=True):
    return PackedSequence(list(sequences))


def pad_packed_sequence(sequence, batch_first=False, padding_value=0.0, total_length=None):
    from .._creation import tensor

    return pad_sequence(sequence.sequences, batch_first, padding_value, total_length), tensor(sequence.lengths)


def pad_sequence(sequences, batch_first=False, padding_value=0.0, total_length=None):
    from .._creation import full

    longest = total_length or max(x.shape[0] for x in sequences)
    rows = []
    for x in sequences:
        missing = longest - x.shape[0]
        end = [full((missing, *x.shape[1:]), padding_value, dtype=x.dtype)] if missing else []
        rows.append(cat([x, *end], 0))
    made = stack(rows) if rows[0].dtype.is_floating_point else cat([x.unsqueeze(0) for x in rows], 0)
    return made if batch_first else made.transpose(0, 1)
