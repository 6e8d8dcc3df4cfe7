"""The .grad of a leaf: what came on one way back or on several, and what a program made of it."""

import sys

import torch

from .held import Value
from .places import is_plumbing

# No share of a gradient is smaller, but for a rounding error.
CLOSE = (1e-5, 1e-12)


class Sums:
    """Of which gradients each .grad is the sum, as a value."""

    def _gradient(self, value, way):
        g = Value("grad", way.gradients[value], "gradient", False, of=value)
        g.way, g.bound = way, True
        return g

    def _note_sums(self):
        """Before a way back: which leaves begin anew, and which have a gradient that the recording does not know of."""
        for p, _ in self.leaves.values():
            self._forget_gradient(p)
            if p.grad is None or not bool(p.grad.to_dense().any() if p.grad.is_sparse else p.grad.any()):
                self.sums[id(p)] = ([], False)
            elif id(p) not in self.sums:
                self.sums[id(p)] = ([], True)

    def _forget_gradient(self, p):
        """What is known of a .grad holds until the next way back adds to it."""
        before = self.gradients.pop(id(p), None)
        if before is not None:
            self.known.pop(id(before), None)

    def _sum_up(self, way):
        for p, values in self.leaves.values():
            got = [v for v in values if v in way.gradients]
            if got and p.grad is not None:
                self.sums.setdefault(id(p), ([], False))[0].append((got[-1], way))
                self.gradients[id(p)] = p.grad
                self.of_gradient[id(p.grad)] = (p.grad, p)

    def _is_gradient(self, x):
        """Whether a tensor is the .grad of a leaf, and the user's own code asks: what torch does with it is its own."""
        entry = self.of_gradient.get(id(x))
        if entry is None or entry[0] is not x or entry[1].grad is not x:
            return False
        frame = sys._getframe(1)
        while frame is not None and is_plumbing(frame):
            frame = frame.f_back
        return frame is not None and (frame is self.frame or self._is_own(frame))

    def _value_of_gradient(self, x):
        p = self.of_gradient[id(x)][1]
        value = self._gradient_used(self.known[id(p)][1], p)
        self._keep(x, value)
        return value

    def _gradient_used(self, w, p):
        """The gradient as it is by now: added up, clipped, or with what was there before; None where nothing is known of it."""
        if self.is_known(p.grad) and version_matches(self.known[id(p.grad)]):
            return self.known[id(p.grad)][1]
        ways, earlier = self.sums.get(id(p), ((), False))
        if not ways:
            return None
        of = first = ways[0][0]
        value = self._gradient(first, ways[0][1])
        with self.updated_by():
            for other, way in ways[1:]:
                g = self._gradient(other, way)
                value = self.apply("add", [value, g], {}, value.data + g.data, "total", f"total gradient of {of.called}"[:200], of=of)
            return self._made_of(value, of, self.form(p.grad).clone(), earlier)

    def _made_of(self, g, w, used, earlier):
        """What a program, or what it called, made of a gradient."""
        if torch.equal(used, g.data) or bool(used.isnan().any()):
            return g
        largest = g.data.abs().argmax()
        share = (used.flatten()[largest] / g.data.flatten()[largest]).item()
        if 0 < share < 1 and torch.allclose(used, g.data * share, *CLOSE):
            return self.apply("mul", [g, share], {}, used, "clipped", f"clipped gradient of {w.called}"[:200], of=w)
        if earlier:
            before = Value("earlier", used - g.data, "input", False, f"earlier gradient of {w.called}"[:200], of=w)
            self.values.append(before)
            return self.apply("add", [g, before], {}, used, "total", f"total gradient of {w.called}"[:200], of=w)
        bound = used.abs().max().item()
        if torch.equal(used, g.data.clamp(-bound, bound)):
            return self.apply("clip", [g], {"min": -bound, "max": bound}, used, "clipped", f"clipped gradient of {w.called}"[:200], of=w)
        value = self.apply("changed", [g], {}, used, "changed", f"changed gradient of {w.called}"[:200], of=w)
        self.ops[-1]["sent"] = [None]
        return value


def version_matches(entry):
    x, _, version = entry
    return x._version == version
