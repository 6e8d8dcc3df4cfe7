"""What a program calls the axes of a tensor and the places along them: words, classes."""

import re

import torch

from .errors import RecordError

# What a tensor is called goes with it, into whatever recording.
MARK = "_backstep_axes"


def names(x, axes=None, **places):
    """Says what the axes of a tensor are called, and what the places along them are; returns the tensor.

        names(ids, ["batch", "token"], token=words)
        names(model.embedding.weight, ["word", "feature"], word=vocabulary)
        names(model.head.bias, ["class"], **{"class": ["cat", "dog"]})

    `axes` is a name for each axis, or None for one without; each further argument is called after an axis and lists a
    name for each place along it. Names follow to what is computed from the tensor, wherever an op keeps the axis. Call
    it before the tensor is used, in the `with` block or before it.
    """
    if not torch.is_tensor(x):
        raise RecordError(f"names takes a tensor, and got {type(x).__name__}: give it what the model is given")
    axes = list(axes) if axes is not None else [None] * x.dim()
    if len(axes) != x.dim():
        raise RecordError(f"names got {len(axes)} names of axes for shape {list(x.shape)}: give one for each axis, or None")
    strange = [a for a in axes if a is not None and not (isinstance(a, str) and re.fullmatch(r".{1,40}", a))]
    if strange:
        raise RecordError(f"names got {strange[0]!r:.60} as the name of an axis: give a text of 1 to 40 characters, or None")
    named = [{} if a is None else {"name": a} for a in axes]
    for axis, texts in places.items():
        if axes.count(axis) != 1:
            raise RecordError(f"names got {axis}=…, which is not the name of one axis: name the axis in the list before")
        d = axes.index(axis)
        texts = [str(text)[:200] for text in ([] if isinstance(texts, str) else texts)]
        if len(texts) != x.shape[d]:
            raise RecordError(
                f"names got {len(texts)} names along {axis}, where shape {list(x.shape)} has {x.shape[d]} places: give a list "
                "with a name for each"
            )
        named[d]["places"] = texts
    setattr(x, MARK, named)
    return x


def axes_of(x, value):
    """What a tensor's axes were said to be called, where the value has its axes."""
    axes = getattr(x, MARK, None)
    return axes if axes is not None and len(axes) == value.ndim else None
