"""Sequences of different lengths, by the names of torch.nn.utils.rnn."""

from ..packed import PackedSequence, pack_padded_sequence, pack_sequence, pad_packed_sequence, pad_sequence

__all__ = ["PackedSequence", "pack_padded_sequence", "pack_sequence", "pad_packed_sequence", "pad_sequence"]


def __getattr__(name):
    from ..._missing import refuse

    return refuse("torch.nn.utils.rnn", name, globals())
