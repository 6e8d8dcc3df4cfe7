"""Files as PyTorch, NumPy and others write them, and what is in them, for programs that read them by their names.

    python3 src/program/parity/files/make.py      # with PyTorch and NumPy
"""

import json
import os
import struct
import zlib

import numpy as np
import torch

HERE = os.path.dirname(os.path.abspath(__file__))
os.chdir(HERE)

torch.manual_seed(0)
model = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.BatchNorm1d(2))
wide = torch.arange(6.0).reshape(2, 3)
state = {
    **model.state_dict(), "turned": wide.t(), "row": wide[1], "truths": torch.tensor([True, False]), "double": torch.tensor([0.1], dtype=torch.float64),
    "half": torch.tensor([0.5, -2.0]).half(), "brain": torch.tensor([0.5, -2.0]).bfloat16(), "bytes": torch.tensor([0, 255], dtype=torch.uint8),
    "epoch": 3, "parameter": torch.nn.Parameter(torch.tensor([1.5])),
}
torch.save(state, "state.pt")

arrays = {"x": np.linspace(-1, 1, 6, dtype="float32").reshape(2, 3), "y": np.array([2, 0, 1]), "turned": np.arange(6.0).reshape(2, 3).T, "truth": np.array([True])}
np.savez("arrays.npz", **arrays)
np.save("column.npy", np.asfortranarray(arrays["x"]))

# A safetensors file, by its description: the size of the header, the header, the numbers.
held = {"w": np.array([[1.5, -2.0]], dtype="float32"), "k": np.array([7, -1])}
header, at = {"__metadata__": {"format": "pt"}}, 0
for name, a in held.items():
    header[name] = {"dtype": {"float32": "F32", "int64": "I64"}[str(a.dtype)], "shape": list(a.shape), "data_offsets": [at, at + a.nbytes]}
    at += a.nbytes
text = json.dumps(header).encode()
with open("weights.safetensors", "wb") as file:
    file.write(struct.pack("<Q", len(text)) + text + b"".join(a.tobytes() for a in held.values()))

# A PNG image whose rows are filtered in each of the five ways (ISO/IEC 15948, 9.2).
pixels = np.random.RandomState(0).randint(0, 256, (5, 4, 3))


def filtered(way, line, above):
    rows = []
    for k, x in enumerate(line):
        a = int(line[k - 3]) if k >= 3 else 0
        b, c = int(above[k]), int(above[k - 3]) if k >= 3 else 0
        p = a + b - c
        paeth = min((a, b, c), key=lambda n: (abs(p - n), (a, b, c).index(n)))
        rows.append((int(x) - [0, a, b, (a + b) // 2, paeth][way]) % 256)
    return bytes([way, *rows])


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


lines = [pixels[r].reshape(-1) for r in range(5)]
packed = zlib.compress(b"".join(filtered(r, lines[r], lines[r - 1] if r else [0] * 12) for r in range(5)))
with open("image.png", "wb") as file:
    file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 5, 8, 2, 0, 0, 0)) + chunk(b"IDAT", packed) + chunk(b"IEND", b""))


def plain(x):
    return x if isinstance(x, int) else {"shape": list(x.shape), "values": x.double().tolist() if isinstance(x, torch.Tensor) else x.astype("float64").tolist()}


told = {
    "state.pt": {name: plain(x) for name, x in state.items()},
    "arrays.npz": {name: plain(x) for name, x in arrays.items()},
    "column.npy": plain(arrays["x"]),
    "weights.safetensors": {name: plain(x) for name, x in held.items()},
    "image.png": plain(pixels),
}
with open("files.json", "w") as file:
    json.dump(told, file)
    file.write("\n")
