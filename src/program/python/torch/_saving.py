"""torch.save and torch.load: the files of PyTorch, a zip with a pickle and the numbers of every tensor beside it."""

import io
import pickle
import zipfile
from collections import OrderedDict

from . import _storages, _utils
from ._bytes import to_bytes
from ._tensor import Tensor

# What a file may call: nothing but what makes tensors, modules and what holds them.
CONTAINERS = {("collections", "OrderedDict"), ("collections", "defaultdict"), ("collections", "deque"), ("argparse", "Namespace"), ("types", "SimpleNamespace")}
BUILTINS = set("set frozenset dict list tuple int float bool str bytes slice range".split())


class _Pickler(pickle.Pickler):
    def __init__(self, file, stores):
        super().__init__(file, protocol=2)
        self.stores = stores

    def persistent_id(self, obj):
        if isinstance(obj, _Store):
            return ("storage", _storages.BY_DTYPE[obj.name], obj.key, "cpu", obj.count)
        return None

    def reducer_override(self, obj):
        if not isinstance(obj, Tensor):
            return NotImplemented
        if type(obj).__name__ == "Parameter":
            return _utils._rebuild_parameter, (obj.detach(), obj.requires_grad, OrderedDict())
        store = _Store(str(len(self.stores)), obj)
        self.stores.append(store)
        return _utils._rebuild_tensor_v2, (store, 0, tuple(obj.shape), obj.stride(), obj.requires_grad and not obj._computed, OrderedDict())


class _Store:
    """The numbers of a tensor, which lie in a file of their own."""

    def __init__(self, key, tensor):
        self.key, self.name, self.count = key, tensor.dtype.name, tensor.numel()
        self.data = to_bytes(tensor._numbers(), self.name)


class _Unpickler(pickle.Unpickler):
    def __init__(self, file, stored):
        super().__init__(file, encoding="utf-8")
        self.stored = stored

    def persistent_load(self, saved):
        _, kind, key, _, _ = saved
        return self.stored(key), kind.dtype_name

    def find_class(self, module, name):
        if module == "torch" and name in _storages.BY_NAME:
            return _storages.BY_NAME[name]
        ours = module == "__main__" or module.split(".")[0] == "torch" or module in ("builtins", "__builtin__") and name in BUILTINS
        if ours or (module, name) in CONTAINERS:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"This file wants {module}.{name}, which is not read here: save model.state_dict(), which holds tensors alone.")


def save(obj, f, pickle_module=None, pickle_protocol=2, _use_new_zipfile_serialization=True):
    written, stores = io.BytesIO(), []
    _Pickler(written, stores).dump(obj)
    with zipfile.ZipFile(f, "w") as file:
        file.writestr("archive/data.pkl", written.getvalue())
        for store in stores:
            file.writestr(f"archive/data/{store.key}", store.data)
        file.writestr("archive/version", "3\n")


def load(f, map_location=None, pickle_module=None, *, weights_only=None, mmap=None, **pickle_load_args):
    if not zipfile.is_zipfile(f):
        if isinstance(f, str):
            open(f, "rb").close()
        raise RuntimeError("This is no file of torch.save since PyTorch 1.6: save it again with a newer version.")
    with zipfile.ZipFile(f) as file:
        root = next(name for name in file.namelist() if name.endswith("data.pkl"))[: -len("data.pkl")]
        return _Unpickler(io.BytesIO(file.read(f"{root}data.pkl")), lambda key: file.read(f"{root}data/{key}")).load()
