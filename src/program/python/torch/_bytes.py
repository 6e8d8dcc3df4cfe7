"""Numbers of a tensor as the bytes that files hold, least significant first."""

import array
import math
import sys

from . import _dtypes as dt

# The letters of Python's array module.
LETTERS = {"float32": "f", "float64": "d", "int64": "q", "int32": "i", "int16": "h", "int8": "b", "uint8": "B", "bool": "B"}


def to_bytes(numbers, name):
    """`numbers` in the type that is called so."""
    letter = LETTERS[name]
    held = array.array(letter, numbers if letter in "fd" else [int(x) for x in numbers])
    if sys.byteorder == "big":
        held.byteswap()
    return held.tobytes()


def from_bytes(data, name):
    held = array.array(LETTERS[name])
    held.frombytes(data)
    if sys.byteorder == "big":
        held.byteswap()
    return held.tolist()


def halves(data):
    """Numbers of 16 bits: one for the sign, five for the exponent, ten for the rest."""
    import struct

    return list(struct.unpack(f"<{len(data) // 2}e", data))


def brain_halves(data):
    """The upper halves of numbers of 32 bits."""
    wide = bytearray(len(data) * 2)
    wide[2::4], wide[3::4] = data[0::2], data[1::2]
    return from_bytes(bytes(wide), "float32")


def tensor_of_bytes(data, name, shape):
    """A tensor; of types that are not here, in float32, which holds their numbers."""
    from ._creation import _made

    short = {"float16": halves, "bfloat16": brain_halves}.get(name)
    numbers = short(data) if short else from_bytes(data, name)
    kind = dt.float32 if short else dt.BY_NAME[name]
    return _made([float(x) for x in numbers[: math.prod(shape)]], tuple(shape), kind)
