"""The trace file."""

import json

import torch

from .errors import RecordError
from .found import find_parts
from .limits import LARGE, MOST_BYTES, MOST_BYTES_OF_TEXT
from .numbers import numbers_of, statistics_of, view_of
from .safetensors import bytes_of, write


class File:
    """The recording as a trace."""

    def save(self, path):
        """Writes the trace: as a safetensors file where the path ends with ".safetensors", else as JSON, which is larger."""
        if str(path).endswith(".safetensors"):
            self._save_tensors(path)
        else:
            self._save_text(path)

    def _save_text(self, path):
        trace = self.trace()
        text = text_of(trace)
        if len(text) > MOST_BYTES_OF_TEXT:
            sizes = {name: len(text_of(t)) for name, t in trace["tensors"].items()}
            shapes = {name: t["shape"] for name, t in trace["tensors"].items()}
            raise RecordError(
                f"The trace takes {len(text) / 2**20:.0f} MB as JSON, and {MOST_BYTES_OF_TEXT // 2**20} MB is the most that "
                f"can be opened (the largest tensors are {largest(sizes, shapes)}): save it as a safetensors file, as in "
                'save("trace.safetensors"), or record a smaller batch, a shorter sequence or a smaller model'
            )
        with open(path, "w", encoding="utf-8") as file:
            file.write(text + "\n")

    def _save_tensors(self, path):
        """Every tensor in its own type, with nothing in memory twice but the one that is written."""
        tensors = {}

        def held(name, x):
            tensors[name] = x.detach()
            statistics = statistics_of(x) if bytes_of(x) > LARGE else None
            return {"statistics": statistics} if statistics else {}

        trace = {**self._trace(held), "version": "2.0"}
        sizes = {name: bytes_of(x) for name, x in tensors.items()}
        if sum(sizes.values()) > MOST_BYTES:
            raise RecordError(
                f"The trace takes {sum(sizes.values()) / 2**20:.0f} MB, and {MOST_BYTES // 2**20} MB is the most that can be "
                f"opened (the largest tensors are {largest(sizes, {n: x.shape for n, x in tensors.items()})}): record a "
                "smaller batch, a shorter sequence or a smaller model"
            )
        write(path, tensors, {"backstep": text_of(trace)})

    def _kept(self):
        """The ops that are written down."""
        for op in self.ops:
            op["id"] = None
        return self._without_cuts() if self.loss is None else self._leading_somewhere()

    def _without_cuts(self):
        """Where nothing goes back, what ends the path of a gradient does nothing."""
        kept, behind = [], {}
        for op in self.ops:
            op["inputs"] = [behind.get(v, v) for v in op["inputs"]]
            value, of = op["writes"][0], op["inputs"][0] if op["inputs"] else None
            if op["op"] != "detach":
                kept.append(op)
                continue
            behind[value] = of
            if value.named and not of.named:
                of.wanted, of.label, of.named = value.wanted, value.label, True
        return kept

    def _leading_somewhere(self):
        """The ops without those that only showed numbers which nothing was computed from."""
        read, kept = {self.loss}, []
        for op in reversed(self.ops):
            value = op["writes"][0]
            if value in read or len(op["writes"]) > 1 or value.view_of is None or value.named and op["op"] != "detach":
                read.update(op["inputs"])
                kept.append(op)
        return kept[::-1]

    def _reached(self):
        """What the loss was computed from by ops of the recording, and so gets a gradient there too."""
        if self.loss is None:
            return set()
        reached = {self.loss}
        for op in reversed(self.ops):
            if any(v in reached and v.differentiable for v in op["writes"]):
                reached.update(op["inputs"])
        # Of several outputs of an unknown op, the first of them carries what the op sends back.
        for op in self.ops:
            carriers = [v for v in op.get("outputs", ()) if v in reached]
            reached.difference_update(carriers[1:])
        # What only the others lead to gets no gradient there, as nothing goes back through them.
        written = {v for op in self.ops for v in op["writes"]}
        open_to = {v for v in self.values if v not in written}
        for op in self.ops:
            leads_back = "sent" not in op or op["writes"][0] in reached
            if leads_back and any(v in open_to and v.differentiable for v in op["inputs"]):
                open_to.update(op["writes"])
        return reached & open_to

    def trace(self):
        """The trace as Backstep's format "backstep-trace" 1.1: dicts and lists of what JSON has."""
        return self._trace(lambda _, x: {"shape": list(x.shape), **numbers_of(x)})

    def _trace(self, held):
        """The trace; `held` takes the name of a tensor and the tensor, and gives what the file says of its numbers."""
        if not self.done:
            raise RecordError("The with block has not come to its end: save the recording after it")
        if not self.ops:
            raise RecordError("Nothing was recorded: run the model inside of the with block")
        find_parts(self.root)
        tensors, ops, kept = {}, [], self._kept()
        for op in self.updates:
            op["id"] = None
        kept += self.updates
        used = {v for op in kept for v in [*op["inputs"], *op["writes"]]}
        used.update([v.of for v in used if v.of])
        used.update([v.view_of for v in used if v.view_of])
        values = [v for v in self.values if v in used]
        self._give_names(values)
        self._give_names([v for v in used if v.role == "gradient"])
        for value in values:
            tensors[value.name] = tensor_file(value, held)
        reached = self._reached()
        forward = len(kept) - len(self.updates)
        for value in values:
            if value in reached and value.grad is not None and value.differentiable:
                name = f"{value.name}.grad"
                tensors[name] = {**held(name, value.grad), "role": "gradient"}
        for k, op in enumerate(kept):
            op["id"] = k
            writes = [v.name for v in op["writes"]]
            file = {
                "id": k,
                "op": op["op"],
                "phase": "update" if k >= forward else "forward",
                "attrs": op["attrs"],
                "inputs": [v.name for v in op["inputs"]],
                "writes": writes[0] if len(writes) == 1 else writes,
            }
            if op["at"]:
                file["at"] = op["at"]
            if "sent" in op:
                file["gradients"] = []
                for n, g in enumerate(op["sent"]):
                    if g is None or op["writes"][0] not in reached:
                        file["gradients"].append(None)
                        continue
                    name = f"{writes[0]}.sent.{n + 1}"
                    tensors[name] = {**held(name, g), "role": "gradient"}
                    file["gradients"].append(name)
            ops.append(file)
        return {
            "format": "backstep-trace",
            "version": "1.1",
            "lesson": self.title,
            "params": {"recorded": f"PyTorch {torch.__version__.split('+')[0]}"},
            "seed": None,
            "tensors": tensors,
            "ops": ops,
            "scopes": {"name": "trace", "children": [scope_file(self.root), *self._way_back()]},
        }

    def _way_back(self):
        """Its ops follow from those of forward."""
        if self.loss is None:
            return []
        part = {"kind": "backward"}
        way_back = {"name": "backward", "part": part, "phase": "backward", "loss": self.loss.name, "children": []}
        return [way_back, *([{**scope_file(self.update), "phase": "update"}] if self.updates else [])]


def tensor_file(value, held):
    file = {}
    if value.label and value.label != value.name:
        file["label"] = value.label
    if value.symbol:
        file["symbol"] = value.symbol
    file["role"] = value.role
    if value.role == "input" and not value.differentiable:
        file["differentiable"] = False
    return {**file, **(view_of(value) or held(value.name, value.data))}


def scope_file(scope):
    children = []
    for child in scope.children:
        if isinstance(child, dict):
            if child["id"] is not None:
                children.append(child["id"])
        else:
            inner = scope_file(child)
            if inner["children"]:
                children.append(inner)
    file = {"name": scope.name}
    if scope.part:
        file["part"] = scope.part
    if scope.about:
        file["about"] = scope.about
    return {**file, "children": children}


def text_of(x):
    return json.dumps(x, separators=(",", ":"), allow_nan=False)


def largest(sizes, shapes):
    """The tensors that take most bytes of a trace, for a sentence."""
    most = sorted(((n, name) for name, n in sizes.items()), reverse=True)[:3]
    return ", ".join(f"{name} {'×'.join(map(str, shapes[name]))} with {n / 2**20:.1f} MB" for n, name in most)
