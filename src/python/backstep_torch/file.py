"""The trace file."""

import json

import torch

from .errors import RecordError
from .found import find_parts
from .limits import MOST_BYTES
from .numbers import numbers_of, view_of


class File:
    """The recording as a trace."""

    def save(self, path):
        """Writes the trace as JSON."""
        trace = self.trace()
        text = text_of(trace)
        if len(text) > MOST_BYTES:
            raise RecordError(
                f"The trace takes {len(text) / 2**20:.0f} MB, and {MOST_BYTES // 2**20} MB is the most that can be opened "
                f"(the largest tensors are {largest(trace)}): record a smaller batch, a shorter sequence or a smaller model"
            )
        with open(path, "w", encoding="utf-8") as file:
            file.write(text + "\n")

    def _kept(self):
        """The ops without those that only showed numbers which nothing was computed from."""
        read, kept = {self.loss}, []
        for op in reversed(self.ops):
            op["id"] = None
            value = op["writes"][0]
            if value in read or len(op["writes"]) > 1 or value.view_of is None or value.named and op["op"] != "detach":
                read.update(op["inputs"])
                kept.append(op)
        return kept[::-1]

    def _reached(self):
        """What the loss was computed from by ops of the recording, and so gets a gradient there too."""
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
        if not self.done:
            raise RecordError("There is no way back to record: call loss.backward() inside of the with block")
        find_parts(self.root)
        tensors, ops, kept = {}, [], self._kept()
        used = {v for op in kept for v in [*op["inputs"], *op["writes"]]}
        used.update([v.of for v in used if v.of])
        used.update([v.view_of for v in used if v.view_of])
        values = [v for v in self.values if v in used]
        self._give_names(values)
        for value in values:
            tensors[value.name] = tensor_file(value)
        reached = self._reached()
        for value in values:
            if value in reached and value.grad is not None and value.differentiable:
                tensors[f"{value.name}.grad"] = gradient_file(value.grad)
        for k, op in enumerate(kept):
            op["id"] = k
            writes = [v.name for v in op["writes"]]
            file = {
                "id": k,
                "op": op["op"],
                "phase": "forward",
                "attrs": op["attrs"],
                "inputs": [v.name for v in op["inputs"]],
                "writes": writes[0] if len(writes) == 1 else writes,
            }
            if op["at"]:
                file["at"] = op["at"]
            if "sent" in op:
                file["gradients"] = []
                for n, g in enumerate(op["sent"]):
                    if op["writes"][0] not in reached or g is None:
                        file["gradients"].append(None)
                        continue
                    name = f"{writes[0]}.sent.{n + 1}"
                    tensors[name] = gradient_file(g)
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
            "scopes": {
                "name": "trace",
                "children": [
                    scope_file(self.root),
                    {
                        "name": "backward",
                        "part": {"kind": "backward"},
                        "phase": "backward",
                        "loss": self.loss.name,
                        "children": [],
                    },
                ],
            },
        }


def tensor_file(value):
    file = {"shape": list(value.shape)}
    if value.label and value.label != value.name:
        file["label"] = value.label
    if value.symbol:
        file["symbol"] = value.symbol
    numbers = view_of(value)
    file.update(dtype=numbers.pop("dtype"), role=value.role)
    if value.role == "input" and not value.differentiable:
        file["differentiable"] = False
    return {**file, **numbers}


def gradient_file(x):
    numbers = numbers_of(x)
    return {"shape": list(x.shape), "dtype": numbers.pop("dtype"), "role": "gradient", **numbers}


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


def largest(trace):
    """The tensors that take most of a trace, for a sentence."""
    sizes = sorted(((len(text_of(t)), name, t["shape"]) for name, t in trace["tensors"].items()), reverse=True)
    return ", ".join(f"{name} {'×'.join(map(str, shape))} with {n / 2**20:.1f} MB" for n, name, shape in sizes[:3])
