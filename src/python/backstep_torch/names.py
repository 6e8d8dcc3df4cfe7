"""What tensors are called: as in the model, as in the program around the block, or after their op."""

import re

import torch


class Names:
    """Names, each of which is given once."""

    def _called(self, x):
        entry = self.known.get(id(x))
        if entry and entry[0] is x:
            return entry[1].label or entry[1].name
        return self.given_names.get(id(x)) or self._local_name(x) or f"a tensor of shape {list(x.shape)}"

    def _local_name(self, x):
        for name, other in (self.frame.f_locals if self.frame else {}).items():
            if other is x and not name.startswith("_"):
                return name
        return None

    def _name_locals(self):
        """What the program around the block calls a tensor is what the trace calls it."""
        for name, x in list(self.frame.f_locals.items()):
            entry = self.known.get(id(x)) if torch.is_tensor(x) else None
            if entry and entry[0] is x and entry[1].role == "intermediate" and not name.startswith("_"):
                self._rename(entry[1], name)

    def _rename(self, value, name):
        if name not in self.names and re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name):
            value.name = self._free(name)

    def _free(self, wanted):
        wanted = re.sub(r"[^A-Za-z0-9_.]", "_", wanted)[:150]
        if not wanted[:1].isalpha():
            wanted = f"t_{wanted}"
        # "x.grad" is kept for gradients.
        wanted = re.sub(r"\.grad$", ".grad_", wanted)
        name, n = wanted, 1
        while name in self.names:
            n += 1
            name = f"{wanted}_{n}"
        self.names.add(name)
        return name


def symbol_of(name):
    """What equations call a parameter: W with index linear1 for "encoder.layers.0.linear1.weight"."""
    *path, last = name.split(".")
    found = re.fullmatch(r"(?:(\w+)_)?(weight|bias)(?:_(\w+))?", last)
    if not found:
        return None
    index = "_".join(part for part in (found[1], found[3]) if part)
    if not index and path:
        # "features.0" says more than 0.
        index = ".".join(path[-2:] if path[-1].isdigit() else path[-1:])
    letter = "W" if found[2] == "weight" else "b"
    safe = re.sub(r"[^A-Za-z0-9.]", r"\\_", index)
    return f"{letter}_{{\\mathrm{{{safe}}}}}" if safe else letter
