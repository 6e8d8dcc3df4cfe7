"""Views: tensors that show the numbers of another one, and are written anew once those have changed."""

import torch

from .errors import RecordError


class Views:
    """How each view was made, and of which tensor."""

    def _note_views(self, func, name, args, kwargs, result):
        ys = result if isinstance(result, (tuple, list)) else [result]
        for k, y in enumerate(ys):
            if torch.is_tensor(y) and (y._is_view() or name == "detach") and not any(y is x for x in args):
                self.views[id(y)] = (y, func, name, args, kwargs, k if y is not result else None)

    def _root(self, x):
        """The tensor whose numbers another one shows, as far as the recording knows it."""
        made = self.views.get(id(x))
        if x._base is not None and (self.is_tracked(x._base) or not self.is_known(x)):
            return self._root(x._base)
        if made and made[0] is x and made[2] == "detach" and self.is_tracked(made[3][0]):
            return self._root(made[3][0])
        return x

    def _is_behind(self, x):
        return any(self.behind.get(id(t)) is t for t in (x, x._base) if t is not None)

    def _changed(self, x, value):
        """The value of a tensor that was changed since: of a view, it follows from what it shows."""
        made = self.views.get(id(x))
        if made and made[0] is x and self._root(x) is not x:
            _, func, name, args, kwargs, k = made
            built = self._build(func, name, args, kwargs)
            if built is NotImplemented or built is None:
                self.known.pop(id(x))
                if x.grad_fn is not None:
                    return self._unseen(x)
                self._keep_call(name, args, kwargs, self._inputs(args, kwargs), [x])
            else:
                # By now autograd leads from it straight to its root, also where the recording has a view between them.
                self.bind(built if k is None else built[k], x, again=True, hooked=False)
            return self.known[id(x)][1]
        if not x.requires_grad:
            return self._given(x)
        root = self._root(x)
        cells = cells_in(root, x) if root is not x else None
        if cells is not None:  # how the view was made was not seen, as what it shows was not known then
            whole = self.reshape(root, (-1,))
            places = self.constant("places", cells.reshape(-1))
            built = self.apply("gather", [whole, places], {"axis": 0}, whole.data[places.data])
            self.bind(self.reshape(built, cells.shape), x, again=True, hooked=False)
            return self.known[id(x)][1]
        raise RecordError(
            f"{self._called(x)} was changed in place where the recording does not see it: make a new tensor with torch.where, "
            "torch.cat or .clone() instead"
        )


def cells_in(root, view):
    """The places in a tensor of the numbers that a view of it shows; None where they cannot be told."""
    if not root.is_contiguous() or view.dtype != root.dtype or view.layout != torch.strided:
        return None
    places = torch.arange(root.numel())
    return places.as_strided(view.shape, view.stride(), view.storage_offset() - root.storage_offset())
