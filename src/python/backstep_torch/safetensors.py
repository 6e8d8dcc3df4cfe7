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


def write(path, tensors, metadata):
    """Writes tensors by their names.

    The widest numbers come first, so that each lies at a multiple of its width; of these the small tensors, which are
    read together from a file that is too large for memory.
    """
    ordered = sorted(tensors.items(), key=lambda item: (-item[1].element_size(), bytes_of(item[1])))
    header, at = {"__metadata__": metadata}, 0
    for name, x in ordered:
        header[name] = {"dtype": DTYPES[x.dtype], "shape": list(x.shape), "data_offsets": [at, at + bytes_of(x)]}
        at += bytes_of(x)
    text = json.dumps(header, separators=(",", ":")).encode("utf-8")
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little"))
        file.write(text)
        for _, x in ordered:
            x = x.to(device="cpu").contiguous().reshape(-1)
            if sys.byteorder == "big":
                x = x.view(torch.uint8).reshape(-1, x.element_size()).flip(1).contiguous()
            file.write((ctypes.c_char * bytes_of(x)).from_address(x.data_ptr()))
