"""What no call shows: an autograd.Function, and x[...] in PyTorch 1.13."""

import torch
from torch.nn.modules._functions import BackwardHookFunction
from torch.utils.checkpoint import CheckpointFunction

from .handlers.scattering import written
from .places import at_of
from .views import cells_in

# What x[...] consists of, by the names of functions that do the same.
INDEXING = {
    "aten.select.int": ("select", torch.select),
    "aten.slice.Tensor": ("_slice", lambda x, dim=0, start=None, end=None, step=1: part(x, dim, start, end, step)),
    "aten.unsqueeze.default": ("unsqueeze", torch.unsqueeze),
    "aten.index.Tensor": ("__getitem__", lambda x, index: x[tuple(slice(None) if at is None else at for at in index)]),
    "aten.view.default": ("view", lambda x, shape: x.view(shape)),
    "aten.alias.default": ("alias", lambda x: x.view_as(x)),
}
# What x[...] = y ends with.
WRITING = {"aten.copy_.default", "aten.fill_.Tensor", "aten.fill_.Scalar", "aten.index_put_.default"}


class Unseen:
    """Calls that come to the recording in other ways."""

    def _own(self, function, apply, args, kwargs):
        """A call of an autograd.Function: its inside is its own."""
        real = apply.__get__(None, function)
        if self.rests or self.busy:
            return real(*args, **kwargs)
        if issubclass(function, CheckpointFunction):
            # What would be computed a second time on the way back is held: the numbers are the same.
            run, _, *given = args
            return run(*given)
        with self.apart():
            self.begin()
            self.settle(self.tracked(args, kwargs))
            if issubclass(function, BackwardHookFunction):
                return self._passed(real, args)
            inputs = self._inputs(args, kwargs) if self.tracked(args, kwargs) else []
            result = self._noticed(lambda: real(*args, **kwargs), function.__name__, args, kwargs)
            if inputs:
                self._keep_call(function.__name__, args, kwargs, inputs, result)
            return result

    def _passed(self, real, args):
        """A hook of a module that looks at gradients: its tensors go through a function that does nothing."""
        results = real(*args)
        for x, y in zip(args, results if isinstance(results, tuple) else (results,)):
            if torch.is_tensor(x) and self.is_tracked(x) and x.numel():
                self._keep(y, self.use(x))
        return results

    def see_below(self, func, args, kwargs):
        if self.rests or self.busy:
            return func(*args, **kwargs)
        with self.apart():
            if str(func) in WRITING and self.tracked(args):
                self._note_writing(str(func), args)
            result = func(*args, **kwargs)
            if str(func) in INDEXING:
                name, same = INDEXING[str(func)]
                self.below.append((name, same, args, kwargs, result, *self._here()))
            return result

    def _here(self):
        frames = self._frames()
        return frames, at_of(frames[0]) if frames else None

    def _note_writing(self, name, args):
        """x[...] = y, before it is done: what x and y hold by now, and what is seen of x[...] is no op of its own."""
        part, root = args[0], self._root(args[0])
        views, self.below = self.below, []
        written = {id(part)}
        for entry in reversed(views):
            if id(entry[4]) in written:
                written.add(id(entry[2][0]))
            else:
                self.below.insert(0, entry)
        self._catch_up()
        inputs = self._inputs([root, *(x for x in self.tracked(args[1:]) if x is not root)], {})
        if inputs and root.numel():
            change = (cells_of(name, part, root, args), self.use(args[1 if "put" not in name else 2]))
            aside = self._is_behind(part) or root.requires_grad and not (torch.is_grad_enabled() and part.requires_grad)
            entry = (root, self.use(root), root.grad_fn, inputs, None if aside else change)
            self.below.append(("__setitem__", None, entry, {}, None, *self._here()))

    def _catch_up(self):
        """Writes down what was seen below autograd, which by now has its place in the graph."""
        below, self.below = self.below, []
        for name, same, args, kwargs, result, frames, at in below:
            if name != "__setitem__" and not self.tracked(args):
                continue
            self._name_locals()
            self.frames, self.at = frames, at
            if name == "__setitem__":
                self._write_down(*args)
                continue
            index = tuple(slice(None) if at is None else at for at in args[1]) if name == "__getitem__" else None
            args = (args[0], index) if index else args
            self.settle(self.tracked(args))
            built = self._build(same, name, args, kwargs)
            if built is not NotImplemented and not self.fits(built, result):
                self._forget(self.mark)
                built = NotImplemented
            if built is NotImplemented:
                self._keep_call(name, args, kwargs, self._inputs(args, kwargs), result)
            else:
                self.bind(built, result)
            self._note_views(same, name, args, kwargs, result)


    def _write_down(self, root, old, before, inputs, change):
        """x[...] = y, after it is done."""
        built, self.mark = NotImplemented, self._mark()
        if change and change[0] is not None:
            with torch.no_grad():
                built = written(self, old, *change)
        if built is NotImplemented:
            self._forget(self.mark)
            self._new_version(root, "__setitem__", old, before, inputs, {})
        else:
            self.bind(built, root, again=True)


def cells_of(name, part, root, args):
    """The places in a tensor of what is written; None where they cannot be told."""
    cells = cells_in(root, part)
    if cells is None or "put" not in name:
        return cells
    return None if len(args) > 3 and args[3] else cells[tuple(slice(None) if at is None else at for at in args[1])]


def part(x, dim, start, end, step):
    index = [slice(None)] * x.dim()
    index[dim] = slice(start, None if end is None else min(end, x.shape[dim]), step)
    return x[tuple(index)]
