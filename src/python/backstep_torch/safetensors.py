"""A safetensors file: the length of a header, the header as JSON, and the bytes of all tensors."""

import ctypes
import json
import sys

import torch

DTYPES = {
    torch.float64: "F64",
    torch.float32: "F32",
    torch.float16: "F16",
    torch.bfloat16: "BF16",
    torch.int64: "I64",
    torch.int32: "I32",
    torch.int16: "I16",
    torch.int8: "I8",
    torch.uint8: "U8",
    torch.bool: "BOOL",
}


def bytes_of(x):
    return x.numel() * x.element_size()


def width_of(dtype):
    return torch.empty((), dtype=dtype).element_size()


def write(path, tensors, types, given, metadata):
    """Writes tensors by their names, each in a type of its own; `given` gives the numbers of one when its turn comes.

    The widest numbers come first, so that each lies at a multiple of its width; of these the small tensors, which are
    read together from a file that is too large for memory.
    """
    sizes = {name: x.numel() * width_of(types[name]) for name, x in tensors.items()}
    ordered = sorted(tensors, key=lambda name: (-width_of(types[name]), sizes[name]))
    header, at = {"__metadata__": metadata}, 0
    for name in ordered:
        shape = list(tensors[name].shape)
        header[name] = {"dtype": DTYPES[types[name]], "shape": shape, "data_offsets": [at, at + sizes[name]]}
        at += sizes[name]
    text = json.dumps(header, separators=(",", ":")).encode("utf-8")
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little"))
        file.write(text)
        for name in ordered:
            x = given(name).to(device="cpu").contiguous().reshape(-1)
            if sys.byteorder == "big":
                x = x.view(torch.uint8).reshape(-1, x.element_size()).flip(1).contiguous()
            file.write((ctypes.c_char * bytes_of(x)).from_address(x.data_ptr()))
