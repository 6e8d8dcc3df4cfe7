"""What tensors are called: as in the model, as the variable that holds them, or after their op."""

import functools
import re

import torch


class Names:
    """Names are wished for while the run is recorded, and given when its trace is written, each once."""

    def _called(self, x):
        entry = self.known.get(id(x))
        if entry and entry[0] is x:
            return entry[1].called
        return self.given_names.get(id(x)) or self._local_name(x) or f"a tensor of shape {list(x.shape)}"

    def _local_name(self, x):
        """The variable that holds a tensor, from the block inwards."""
        for frame in reversed(self._frames()):
            for name, other in list(frame.f_locals.items()):
                if other is x and is_name(name):
                    return name
        return None

    def _await_name(self, value, y):
        """A result is bound to a variable after it was computed: it is looked for when the next op runs."""
        if not value.named:
            self.unnamed[id(y)] = (y, value)
            self.unnamed_in = self.frames

    def _name_locals(self, frames=None):
        """Looks for what the last op wrote, from where it ran outwards."""
        if not self.unnamed:
            return
        for frame in frames or self.unnamed_in:
            for name, x in list(frame.f_locals.items()):
                found = self.unnamed.get(id(x))
                if found and found[0] is x and is_name(name):
                    found[1].wanted, found[1].named = name, True
                    del self.unnamed[id(x)]
            if not self.unnamed:
                break
        self.unnamed, self.unnamed_in = {}, ()

    def _name_all(self):
        """What nothing had a variable for when it was computed may have one by now."""
        self._name_locals()
        for x, value, _ in self.known.values():
            if not value.named:
                self.unnamed[id(x)] = (x, value)
        self._name_locals(self._frames())

    def _give_names(self, values):
        """Parameters first, as they are known by their names; then in the order in which values were made."""
        taken = {}
        for value in sorted(values, key=lambda v: v.role != "parameter"):
            value.name = free(f"{value.of.name}.{value.wanted}" if value.of else value.wanted, taken)


def is_name(name):
    return re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name) is not None


def free(wanted, taken):
    """A name that no other value has; `taken` holds how often each was wished for."""
    wanted = re.sub(r"[^A-Za-z0-9_.]", "_", wanted)[:150]
    if not wanted[:1].isalpha():
        wanted = f"t_{wanted}"
    # "x.grad" is kept for gradients.
    wanted = re.sub(r"\.grad$", ".grad_", wanted)
    name = wanted
    while name in taken:
        taken[wanted] += 1
        name = f"{wanted}_{taken[wanted]}"
    taken[name] = 1
    return name


@functools.lru_cache(maxsize=4096)
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
