"""Arrays in files: .npy and .npz, by the format of NumPy (numpy.lib.format)."""

import ast
import io
import math
import zipfile

from torch._bytes import from_bytes, halves, to_bytes

from ._array import asarray, ndarray
from ._dtypes import BY_NAME, dtype_of, stored

START = b"\x93NUMPY"
NAMES = {"f4": "float32", "f8": "float64", "i8": "int64", "i4": "int32", "i2": "int16", "i1": "int8", "u1": "uint8", "b1": "bool", "f2": "float16"}
LETTERS = {name: letters for letters, name in NAMES.items()}


def _read(data):
    if data[:6] != START:
        raise ValueError("This is no .npy file: it must begin as np.save writes it.")
    wide = data[6] > 1
    begin = 12 if wide else 10
    size = int.from_bytes(data[8:begin], "little")
    header = ast.literal_eval(data[begin : begin + size].decode("latin1").strip())
    descr, shape = header["descr"], header["shape"]
    if not isinstance(descr, str) or descr[0] == ">" or descr[1:] not in NAMES:
        raise ValueError(f"This file holds numbers of the type {descr!r}, which is not read here: save it with astype('float32').")
    name, held = NAMES[descr[1:]], data[begin + size :]
    numbers = halves(held) if name == "float16" else from_bytes(held, name)
    kind = BY_NAME["float32" if name == "float16" else name]
    numbers = stored(numbers[: math.prod(shape)], kind)
    if header["fortran_order"] and len(shape) > 1:
        return ndarray(numbers, shape[::-1], kind).T.copy()
    return ndarray(numbers, shape, kind)


def _written(a):
    a = asarray(a)
    letters = LETTERS[a.dtype.name]
    header = str({"descr": ("|" if letters[1] == "1" else "<") + letters, "fortran_order": False, "shape": tuple(a.shape)})
    # So long that the numbers begin at a multiple of 64.
    header += " " * (-(len(header) + 11) % 64) + "\n"
    return START + b"\x01\x00" + len(header).to_bytes(2, "little") + header.encode() + to_bytes(a._flat(), a.dtype.name)


class NpzFile:
    """The arrays of an archive by their names."""

    def __init__(self, data):
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            self._arrays = {name.removesuffix(".npy"): file.read(name) for name in file.namelist()}
        self.files = list(self._arrays)

    def __getitem__(self, name):
        return _read(self._arrays[name])

    def __contains__(self, name):
        return name in self._arrays

    def __iter__(self):
        return iter(self.files)

    def __len__(self):
        return len(self.files)

    def keys(self):
        return self.files

    def items(self):
        return [(name, self[name]) for name in self.files]

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        pass


def load(file, mmap_mode=None, allow_pickle=False):
    if isinstance(file, str):
        with open(file, "rb") as opened:
            data = opened.read()
    else:
        data = file.read()
    return NpzFile(data) if data[:2] == b"PK" else _read(data)


def _named(file, ending):
    return file + ending if isinstance(file, str) and not file.endswith(ending) else file


def save(file, arr, allow_pickle=False):
    file = _named(file, ".npy")
    if not isinstance(file, str):
        file.write(_written(arr))
        return
    with open(file, "wb") as opened:
        opened.write(_written(arr))


def savez(file, *args, **kwds):
    with zipfile.ZipFile(_named(file, ".npz"), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, a in {**{f"arr_{k}": a for k, a in enumerate(args)}, **kwds}.items():
            archive.writestr(f"{name}.npy", _written(a))


savez_compressed = savez


def frombuffer(buffer, dtype=float, count=-1, offset=0):
    kind = dtype_of(dtype)
    data = bytes(buffer)[offset:]
    numbers = from_bytes(data[: len(data) // kind.itemsize * kind.itemsize], kind.name)
    numbers = stored(numbers if count < 0 else numbers[:count], kind)
    return ndarray(numbers, (len(numbers),), kind)
