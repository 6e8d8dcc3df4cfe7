import json, numpy as np
data = np.memmap("trace.safetensors", np.uint8, "r")
start = 8 + int.from_bytes(data[:8].tobytes(), "little")
header = json.loads(data[8:start].tobytes())
trace = json.loads(header.pop("__metadata__")["backstep"])
TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1", "U8": "u1", "BOOL": "?"}

def stored(dtype, shape, data_offsets):
    numbers = data[start + data_offsets[0] : start + data_offsets[1]]
    if dtype != "BF16": return numbers.view(TYPES[dtype]).reshape(shape)
    return (numbers.view("<u2").astype("<u4") << 16).view("<f4").reshape(shape)

def tensor(name, shape=None, data=None, **_):
    if name in header: return stored(**header[name])
    whole = stored(**header[data["of"]]).reshape(-1)[data["offset"]:]
    return np.lib.stride_tricks.as_strided(whole, shape, [whole.itemsize * stride for stride in data["strides"]])

held = {name: about for name, about in trace["tensors"].items() if about.get("data") != {"computed": True}}
tensors = {name: tensor(name, **about) for name, about in held.items()}
