"""The trace file."""

import json

import torch

from .errors import RecordError
from .found import find_parts
from .held import Later
from .limits import LARGE, MOST_BYTES, MOST_BYTES_OF_TEXT
from .numbers import computed_in, numbers_of, statistics_of, view_of
from .phases import WayBack
from .safetensors import bytes_of, width_of, write


class File:
    """The recording as a trace."""

    def save(self, path):
        """Writes the trace: as a safetensors file where the path ends with ".safetensors", else as JSON, which is larger."""
        if str(path).endswith(".safetensors"):
            self._save_tensors(path)
        else:
            self._save_text(path)

    def _save_text(self, path):
        if self.values_kept != "all":
            raise RecordError('values="inputs" takes a safetensors file: save it as one, as in save("trace.safetensors")')
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
            return self._told(name, x)

        trace = {**self._trace(held, self._told), "version": "2.0"}
        sizes = {name: x.numel() * width_of(self.stored_type(x)) for name, x in tensors.items()}
        if sum(sizes.values()) > MOST_BYTES:
            raise RecordError(
                f"The trace takes {sum(sizes.values()) / 2**20:.0f} MB, and {MOST_BYTES // 2**20} MB is the most that can be "
                f"opened (the largest tensors are {largest(sizes, {n: x.shape for n, x in tensors.items()})}): record a "
                "smaller batch, a shorter sequence or a smaller model"
            )
        types = {name: self.stored_type(x) for name, x in tensors.items()}
        write(path, tensors, types, lambda name: self._written(tensors[name], name), {"backstep": text_of(trace)})

    def _told(self, name, x):
        """What a file says of a tensor as a whole."""
        statistics = statistics_of(self.stored(x.detach(), name)) if bytes_of(x) > LARGE else None
        self.store.rest()
        return {"statistics": statistics} if statistics else {}

    def _written(self, x, name):
        self.store.rest()
        return self.stored(x, name)

    def stored_type(self, x):
        """The type that a tensor is stored in: a number of the program stays what it is."""
        casts = self.dtype is not None and x.is_floating_point() and not (x.dim() == 0 and x.dtype == torch.float64)
        return self.dtype if casts else x.dtype

    def stored(self, x, name):
        y = x.to(self.stored_type(x))
        if y.dtype == torch.float16 and y is not x and bool((y.isinf() & x.isfinite()).any()):
            raise RecordError(f'{name} has numbers beyond 65504, the largest of float16: record with dtype="bfloat16"')
        return y

    def _kept(self):
        """The ops that are written down."""
        for op in self.ops:
            op["id"] = None
        return self._leading_somewhere() if self.ways else self._without_cuts()

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
        read, kept = {way.loss for way in self.ways}, []
        for op in reversed(self.ops):
            value = op["writes"][0]
            if op["phase"] == "update" or value in read or len(op["writes"]) > 1 or value.view_of is None or value.named and op["op"] != "detach":
                read.update(op["inputs"])
                kept.append(op)
        return kept[::-1]

    def trace(self):
        """The trace as Backstep's format "backstep-trace" 1.1: dicts and lists of what JSON has."""
        return self._trace(lambda name, x: {"shape": list(x.shape), **numbers_of(self.stored(x, name))})

    def _trace(self, held, told=lambda name, x: {}):
        """The trace; `held` takes the name of a tensor and the tensor, and gives what the file says of its numbers; `told` the
        same of a tensor whose numbers are another's."""
        if not self.done:
            raise RecordError("The with block has not come to its end: save the recording after it")
        if not self.ops:
            raise RecordError("Nothing was recorded: run the model inside of the with block")
        tensors, ops, kept = {}, [], self._kept()
        for k, op in enumerate(kept):
            op["id"] = k
        self._settle_phases()
        for phase in self.phases:
            if phase.phase == "forward":
                find_parts(phase)
        used = {v for op in kept for v in [*op["inputs"], *op["writes"]]}
        used.update([v for v in self.values if v.unused])
        used.update([v.of for v in used if v.of])
        used.update([v.view_of for v in used if v.view_of])
        values = [v for v in self.values if v in used]
        for way in self.ways:
            way.reached = self._reached(way)
        self._give_names(values)
        self._name_gradients(values)
        left = self._left_out(kept)
        for value in values:
            tensors[value.name] = self._tensor_file(value, held, told, left)
        for value in values:
            for way in self.ways if self.values_kept == "all" else ():
                if value in way.gradients and (value, way) in self.gradient_names:
                    g = way.gradients[value]
                    tensors[self.gradient_names[value, way]] = {**held(self.gradient_names[value, way], g), "role": "gradient"}
        name_of = lambda v: self.gradient_names.get((v.of, v.way)) if v.role == "gradient" else v.name  # noqa: E731
        for k, op in enumerate(kept):
            writes = [v.name for v in op["writes"]]
            file = {
                "id": k,
                "op": op["op"],
                "phase": op["phase"],
                "attrs": op["attrs"],
                "inputs": [name_of(v) for v in op["inputs"]],
                "writes": writes[0] if len(writes) == 1 else writes,
            }
            if op["at"]:
                file["at"] = op["at"]
            if "seconds" in op:
                file["seconds"] = op["seconds"]
            if "sent" in op:
                file["gradients"] = []
                for n, g in enumerate(op["sent"]):
                    if g is None or not any(op["writes"][0] in way.reached for way in self.ways):
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
            "params": self._params(),
            "seed": None,
            "tensors": tensors,
            "ops": ops,
            "scopes": {"name": "trace", "children": self._phases_file()},
        }

    def _left_out(self, kept):
        """The values that the page can compute."""
        return {v for op in kept if "sent" not in op for v in op["writes"]} if self.values_kept == "inputs" else set()

    def _params(self):
        params = {"recorded": f"PyTorch {torch.__version__.split('+')[0]}"}
        if self.rank is not None:
            params["rank"] = int(self.rank)
        if self.dtype is not None:
            params["stored in"] = str(self.dtype)[6:]
        if self.only.modules is not None:
            params["only"] = ", ".join(self.only.modules)[:200]
        if self.only.every > 1:
            params["every"] = self.only.every
        return params

    def _phases_file(self):
        """The phases in which something happened; of several training steps, each has its own."""
        steps = self._steps()
        if len(steps) == 1:
            return counted_files(steps[0])
        return [
            {"name": f"step {k + 1}", "part": {"kind": "batch", "number": k + 1}, "children": counted_files(phases)}
            for k, phases in enumerate(steps)
        ]

    def _tensor_file(self, value, held, told, left):
        file = {}
        if value.label and value.label != value.name:
            file["label"] = value.label
        if value.symbol:
            file["symbol"] = value.symbol
        if value.axes:
            file["axes"] = value.axes
        file["role"] = value.role
        if value.role in ("input", "parameter") and not value.differentiable:
            file["differentiable"] = False
        shown = None if value.view_of in left else view_of(value, self.stored_type(value.held))
        if value in left and not shown:
            # So that nobody has to compute a whole network to know how large a number in it is.
            later = value.held
            statistics = statistics_of(self.stored(value.data, value.name))
            value.held = later
            computed = {"shape": list(value.shape), "dtype": computed_in(self.stored_type(value.held)), "data": {"computed": True}}
            return {**file, **({"statistics": statistics} if statistics else {}), **computed}
        if type(value.held) is Later:
            value.data = self.store.copy(value.data)
        return {**file, **({**shown, **told(value.name, value.data)} if shown else held(value.name, value.data))}

    def _name_gradients(self, values):
        """The gradients of a value are numbered as its ways back come."""
        self.gradient_names = {}
        for value in values:
            ways = [way for way in self.ways if value in way.reached and value.differentiable]
            for k, way in enumerate(ways):
                self.gradient_names[value, way] = f"{value.name}.grad" if k == 0 else f"{value.name}.grad_{k + 1}"


def counted_files(phases):
    """Phases as scopes; of several of a kind, the later ones are counted."""
    files, counts = [file for file in map(phase_file, phases) if file], {}
    for file in files:
        counts[file["name"]] = n = counts.get(file["name"], 0) + 1
        if n > 1:
            file["name"] += f" ({n})"
    return files


def phase_file(phase):
    """A phase as a scope; None where nothing happened in it. The ops of a way back follow from those of forward."""
    if isinstance(phase, WayBack):
        return {"name": "backward", "part": {"kind": "backward"}, "phase": "backward", "loss": phase.loss.name, "children": []}
    file = scope_file(phase)
    if phase.phase == "update":
        file = {**file, "phase": "update"}
    return file if file["children"] else None


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
