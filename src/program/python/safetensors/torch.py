"""load_file and save_file for tensors of torch, by the format of huggingface/safetensors."""

import json

from torch._bytes import tensor_of_bytes, to_bytes

NAMES = {
    "F64": "float64", "F32": "float32", "F16": "float16", "BF16": "bfloat16", "I64": "int64", "I32": "int32", "I16": "int16", "I8": "int8",
    "U8": "uint8", "BOOL": "bool",
}
KINDS = {name: kind for kind, name in NAMES.items()}


def load(data):
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    found = {}
    for name, told in header.items():
        if name == "__metadata__":
            continue
        if told["dtype"] not in NAMES:
            raise ValueError(f"{name} has the type {told['dtype']}, which is not part of this page: it has {', '.join(NAMES)}.")
        start, end = told["data_offsets"]
        found[name] = tensor_of_bytes(data[8 + size + start : 8 + size + end], NAMES[told["dtype"]], told["shape"])
    return found


def save(tensors, metadata=None):
    header, parts, at = {"__metadata__": metadata} if metadata else {}, [], 0
    for name, tensor in tensors.items():
        part = to_bytes(tensor._numbers(), tensor.dtype.name)
        header[name] = {"dtype": KINDS[tensor.dtype.name], "shape": list(tensor.shape), "data_offsets": [at, at + len(part)]}
        parts.append(part)
        at += len(part)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text + b"".join(parts)


def load_file(filename, device="cpu"):
    with open(filename, "rb") as file:
        return load(file.read())


def save_file(tensors, filename, metadata=None):
    with open(filename, "wb") as file:
        file.write(save(tensors, metadata))
