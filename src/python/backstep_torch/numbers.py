"""Numbers, as a trace file writes them."""

import array
import base64
import math
import sys

import torch

from .limits import FEW, LONGEST_LIST

# Numbers that are looked at together: as many as a processor has at hand.
PIECE = 2**18

# Types that hold every number of another.
WIDER = {torch.float16: torch.float32, torch.bool: torch.uint8}


def number(x):
    if math.isnan(x):
        return "NaN"
    if math.isinf(x):
        return "Infinity" if x > 0 else "-Infinity"
    if x == 0 and math.copysign(1, x) < 0:
        return "-0"
    return int(x) if x.is_integer() and abs(x) < 2**53 else x


def numbers_of(x):
    """What a tensor has for its numbers: "dtype" and "data".

    A few are a list, and many base64 of little-endian bytes. Of float32, base64 is shorter than a list from the start.
    """
    file = {"dtype": computed_in(x.dtype)}
    single = file["dtype"] != "float64"
    values = x.detach().to(device="cpu", dtype=torch.float64).reshape(-1).tolist()
    if len(values) <= (FEW if single else LONGEST_LIST):
        return {**file, "data": [number(v) for v in values]}
    packed = array.array("f" if single else "d", values)
    if sys.byteorder == "big":
        packed.byteswap()
    text = base64.b64encode(packed.tobytes()).decode("ascii")
    return {**file, "data": {"float32": text} if single else text}


def statistics_of(x):
    """What a tensor is like as a whole; None where that leaves float64. It is taken a piece at a time, so that no copy is made."""
    least, largest, total, squares = math.inf, -math.inf, 0.0, 0.0
    zeros, nans, infinities = 0, 0, 0
    broken, peak = None, None
    for k, piece in enumerate(x.detach().reshape(-1).split(PIECE)):
        piece = piece.to("cpu")
        # PyTorch has not every function for these.
        piece = piece.to(WIDER.get(piece.dtype, piece.dtype))
        low, high = (y.item() for y in piece.aminmax())
        if not math.isfinite(low + high):
            finite = piece.isfinite()
            nans += int(piece.isnan().sum())
            infinities += int(piece.isinf().sum())
            if broken is None and not finite.all():
                broken = k * PIECE + int((~finite).to(torch.uint8).argmax())
            piece = piece[finite]
            if not piece.numel():
                continue
            low, high = (y.item() for y in piece.aminmax())
        if peak is None or max(-low, high) > max(-least, largest):
            peak = k
        least, largest = min(least, low), max(largest, high)
        zeros += piece.numel() - int(piece.count_nonzero())
        piece = piece.double()
        total += piece.sum().item()
        squares += piece.dot(piece).item()
    if not math.isfinite(total + squares):
        return None
    finite = x.numel() - nans - infinities
    if broken is None:
        broken = peak * PIECE + int(x.detach().reshape(-1).split(PIECE)[peak].double().abs().argmax())
    return {
        "least": least + 0 if finite else 0,
        "largest": largest + 0 if finite else 0,
        "mean": total / finite if finite else 0,
        "norm": math.sqrt(squares),
        "zeros": zeros,
        "nans": nans,
        "infinities": infinities,
        "peak": broken,
    }


def computed_in(dtype):
    """What numbers were computed in; whole numbers and truth values are exact as float64."""
    return str(dtype)[6:] if dtype.is_floating_point else "float64"


def view_of(value, dtype):
    """What a file says of a value whose numbers are those of another, in other places; None of any other value."""
    whole = value.view_of
    if whole is None:
        return None
    data = value.data
    shown = (data is whole.data or data._base is whole.data) and whole.data.is_contiguous()
    if not shown or data.numel() <= FEW:
        return None
    return {
        "shape": list(data.shape),
        "dtype": computed_in(dtype),
        "data": {
            "of": whole.name,
            "offset": data.storage_offset() - whole.data.storage_offset(),
            "strides": list(data.stride()),
        },
    }
