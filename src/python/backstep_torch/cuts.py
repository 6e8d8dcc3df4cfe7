"""Where the path of a gradient ends: said when a loss has none."""

import torch

from .arguments import tensors_in
from .errors import RecordError
from .functions import CHOSEN, PLAIN, TAKEN
from .places import place


class Cuts:
    """Calls whose result has no gradient, although what they were given has one."""

    def _note_cut(self, name, args, kwargs, result):
        if name in PLAIN and name not in TAKEN and name not in CHOSEN:
            return
        if type(result) is torch.Tensor and result.requires_grad:
            return
        given = self.tensors(args, kwargs)
        # Of several results some may have a gradient, as the values of topk, whose places have none.
        ys = [y for y in tensors_in(result) if not y.requires_grad]
        cut = None
        if any(x.requires_grad for x in given):
            cut = {"name": name, "at": self.at, "why": why(name, ys)}
        else:
            cut = next((c for c in map(self.cut_of, given) if c), None)
        if cut is None:
            return
        if name in TAKEN:
            self.taken = {**cut, "why": why(name, ys)} if cut["name"] == name else cut
        for y in ys:
            self.cut[id(y)] = (y, cut)
            if self.is_known(y):
                self.known[id(y)][1].cut = cut

    def cut_of(self, x):
        entry = self.cut.get(id(x))
        return entry[1] if entry and entry[0] is x else None

    def _refuse_cut(self, loss):
        """A loss from which no gradient comes: the op nearest to it that ended the path."""
        cut = self.cut_of(loss) or self._cut_before(loss) or self.taken
        if cut:
            raise RecordError(
                f"The path from the loss back to the parameters ends at {cut['name'].replace('get ', '.')} ({place(cut['at'])}), {cut['why']}"
            )
        if self.model is not None and not any(p.requires_grad for p in self.model.parameters()):
            raise RecordError(
                "Every parameter of the model is frozen, so no gradient comes from the loss: set requires_grad on one of them"
            )
        if not torch.is_grad_enabled():
            raise RecordError("The block runs under torch.no_grad, where no gradient is computed: take no_grad away around it")
        if self.is_known(loss) and self.known[id(loss)][1].role == "intermediate":
            raise RecordError(
                "The loss does not depend on anything that needs a gradient: compute it from the model's output, or set "
                "requires_grad on what it is computed from"
            )
        raise RecordError("The loss was not computed inside of the with block: compute it there, from the model's output")

    def _cut_before(self, loss):
        if not self.is_known(loss):
            return None
        writers = {value: op for op in self.ops for value in op["writes"]}
        ahead, seen = [self.known[id(loss)][1]], set()
        for value in ahead:
            if value.cut:
                return value.cut
            for x in writers[value]["inputs"] if value in writers else ():
                if x not in seen:
                    seen.add(x)
                    ahead.append(x)
        return None


def why(name, results):
    """What ended the path, and what to write instead."""
    if name in ("detach", "get data"):
        return "which gives its numbers without their gradient: leave it away"
    if name == "grad":
        return "which gives gradients without their own: call it with create_graph=True"
    if name in TAKEN:
        return "which makes a Python number or an array of a tensor: go on with the tensor itself"
    if all(not (y.is_floating_point() or y.is_complex()) for y in results):
        return "which gives whole numbers or truth values, and these have no gradient: compute the loss from what it was given"
    if torch.is_inference_mode_enabled():
        return "which ran under torch.inference_mode: call it outside of inference_mode"
    if not torch.is_grad_enabled():
        return "which ran under torch.no_grad: call it outside of no_grad"
    return "whose result has no gradient: compute the loss without it"
