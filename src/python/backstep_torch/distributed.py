"""Several processes that train one model: each has its own recording, and the all-reduce of gradients is an op."""

import os

import torch
from torch.nn.parallel import DistributedDataParallel

from .errors import RecordError


class Distributed:
    """What a process knows of the others."""

    def path_of(self, path):
        """Of several processes, each has a file: run.safetensors is run.rank0.safetensors of the first."""
        path = os.fspath(path)
        if self.rank is None:
            return path
        start, end = os.path.splitext(path)
        return f"{start}.rank{int(self.rank)}{end}"

    def _all_reduced(self):
        """After a way back, DistributedDataParallel has put the mean of what all processes have in place of each gradient."""
        if not self.shared or not torch.distributed.is_available() or not torch.distributed.is_initialized():
            return
        attrs = {"reduce": "mean", "ranks": torch.distributed.get_world_size()}
        for p, values in self.leaves.values():
            ways, _ = self.sums.get(id(p), ((), False))
            if p.grad is None or not ways or ways[-1][1] is not self.ways[-1]:
                continue
            own = self._gradient(*ways[-1])
            total = self.form(p.grad)
            if torch.equal(total, own.data):
                continue  # under no_sync, nothing is exchanged
            label = f"mean gradient of {own.of.called}"[:200]
            with self.updated_by():
                value = self.apply("all_reduce", [own], attrs, self.store.copy(total), "mean", label, of=own.of)
            self.ops[-1]["sent"] = [None]
            self._keep(p.grad, value)


def inside_of(model):
    """The model in what distributes it."""
    if isinstance(model, (DistributedDataParallel, torch.nn.DataParallel)):
        return model.module
    if type(model).__name__ in ("FullyShardedDataParallel", "FSDPModule"):
        raise RecordError(
            "The model is sharded by FSDP, where no process has a whole parameter: record the model before it is wrapped, or "
            "in a run with DistributedDataParallel"
        )
    if type(model).__name__ == "OptimizedModule":
        raise RecordError("The model is compiled by torch.compile: give record the model that was compiled, and call that one in the block")
    return model
