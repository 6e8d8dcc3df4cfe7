"""Numbers, as a trace file writes them."""

import array
import base64
import math
import sys

import torch

from .limits import LONGEST_LIST


def number(x):
    if math.isnan(x):
        return "NaN"
    if math.isinf(x):
        return "Infinity" if x > 0 else "-Infinity"
    if x == 0 and math.copysign(1, x) < 0:
        return "-0"
    return int(x) if x.is_integer() and abs(x) < 2**53 else x


def numbers_of(x):
    """A list, or little-endian float64 as base64 where the list would be long."""
    values = x.detach().to(device="cpu", dtype=torch.float64).reshape(-1).tolist()
    if len(values) <= LONGEST_LIST:
        return [number(v) for v in values]
    packed = array.array("d", values)
    if sys.byteorder == "big":
        packed.byteswap()
    return base64.b64encode(packed.tobytes()).decode("ascii")


def dtype_of(x):
    return "float32" if x.dtype == torch.float32 else "float64"
