"""What works in place: recorded as an op that makes a new value, since a value is written once."""

import torch

from .arguments import tensors_in
from .errors import RecordError
from .handlers.scattering import written
from .opaque import arguments_of, has_gradient_kind, op_name
from .updates import called_after
from .values import version_of
from .views import cells_in


class InPlace:
    """Calls that change one of their arguments, and what that changes."""

    def _in_place(self, func, name, args, kwargs):
        x = args[0] if args else kwargs.get("self", kwargs.get("input"))
        if not torch.is_tensor(x):
            return self._noticed(lambda: func(*args, **kwargs), name, args, kwargs)
        if x.is_leaf and x.requires_grad and torch.is_grad_enabled():
            raise RecordError(
                f"{name} changes {self._called(x)}, a leaf that needs a gradient, in place: "
                f"make a new tensor with {name.strip('_')} instead"
            )
        return self._changing(func, name, args, kwargs, x)

    def _into(self, func, name, args, kwargs):
        """A call that writes into out=."""
        out = kwargs["out"]
        rest = {k: v for k, v in kwargs.items() if k != "out"}
        if not torch.is_tensor(out):
            return self._noticed(lambda: func(*args, **kwargs), name, args, kwargs)
        built = self._build(func, name, args, rest)
        inputs = self._inputs(args, rest) if built is NotImplemented else []
        result = func(*args, **kwargs)
        if built is not None and built is not NotImplemented and self.fits(built, out):
            self.bind(built, out, again=True)
        elif out.numel() and has_gradient_kind(out):
            value = self.apply(op_name(name), inputs or self._inputs(args, rest), arguments_of(args, rest), self.form(out))
            value.differentiable = False
            self.ops[-1]["sent"] = [None] * len(self.ops[-1]["inputs"])
            self.bind(value, out, again=True)
        return result

    def _changing(self, func, name, args, kwargs, x):
        tensors = tensors_in((args, kwargs))
        root = self._root(x)
        others = any(self.is_known(t) and self._root(t) is not root for t in tensors)
        if not x.numel() or not has_gradient_kind(x) or not others and self._is_foreign(root):
            return func(*args, **kwargs)
        self.settle(tensors)
        behind = self._is_behind(x) and id(root) not in self.of_gradient
        if self._is_update(x, root, behind):
            return self._update_in_place(func, name, args, kwargs, x, root)
        # What is changed where autograd does not look has the same gradient as before.
        aside = behind or root.requires_grad and (not torch.is_grad_enabled() or x is not root and not x.requires_grad)
        whole = x is root or x.is_contiguous() and root.is_contiguous() and x.numel() == root.numel()
        built = NotImplemented
        if not aside:
            built = self._build(func, *self._without_place(name, args, kwargs))
        if built is not None and built is not NotImplemented and not whole:
            built = self._written_through(x, root, built)
        if built is None:
            return func(*args, **kwargs)
        if built is NotImplemented:
            old, before = self.use(root), root.grad_fn
            others = self._inputs([t for t in tensors if t is not x], {})
            inputs = [old, *(v for v in others if v is not old)]
            result = func(*args, **kwargs)
            self._new_version(root, name, old, before, inputs, arguments_of(args, kwargs), behind)
            return result
        result = func(*args, **kwargs)
        if not self.fits(built, x if whole else root):
            raise RecordError(f"{name} changes {self._called(x)} in a way that cannot be recorded: make a new tensor instead")
        # Of a view, it is what it shows that changed: the view follows from that where it is used.
        self.bind(built if x is root else self.reshape(built, root.shape), root, again=True)
        return result

    def _written_through(self, x, root, built):
        """What a tensor becomes where a view of a part of it is changed."""
        cells = cells_in(root, x) if self.fits(built, x) else None
        if cells is not None:
            with torch.no_grad():
                built = written(self, self.use(root), cells, built)
        if cells is None or built is NotImplemented:
            self._forget(self.mark)
            return NotImplemented
        return built

    def _is_update(self, x, root, behind):
        """Whether a parameter that has its gradient is changed as a whole, where autograd does not look."""
        aside = behind or not torch.is_grad_enabled()
        parameter = root.is_leaf and root.requires_grad and self.is_known(root)
        whole = x.is_contiguous() and root.is_contiguous() and x.numel() == root.numel()
        return aside and parameter and whole and bool(self.ways)

    def _update_in_place(self, func, name, args, kwargs, x, root):
        """A step that the program takes itself, such as w -= rate * w.grad."""
        w = self.use(root)
        with self.updated_by():
            if name == "copy_" and torch.is_tensor(args[1]) and args[1].shape == x.shape:
                self.mark = self._mark()
                value = self.use(args[1], "given")
                built = self.apply("detach", [value], {}, value.data)
            else:
                built = self._build(func, *self._without_place(name, args, kwargs))
            known = built is not None and built is not NotImplemented
            inputs = self._inputs(args, kwargs) if not known else []
            result = func(*args, **kwargs)
            if not known or not self.fits(built, x):
                if known:
                    self._forget(self.mark)
                built = self.apply(op_name(name), inputs or self._inputs(args, kwargs), arguments_of(args, kwargs), self.form(root).clone())
                self.ops[-1]["sent"] = [None] * len(self.ops[-1]["inputs"])
        named = called_after(w)
        built.wanted, built.label, built.symbol, built.of, built.named = named["name"], named["label"], named["symbol"], named["of"], True
        built.data = self.form(root).clone()
        self._follows(root, w, built)
        return result

    def _is_foreign(self, x):
        """A leaf that nothing is known of yet, as one that is made and filled in the block: it is given as it is used."""
        return x.is_leaf and x.requires_grad and not self.is_known(x) and id(x) not in self.parameters

    def _without_place(self, name, args, kwargs):
        """The function that makes a new tensor."""
        if name != "__setitem__":
            return name[:-1], args, kwargs
        x, index, new = args
        masks = torch.is_tensor(index) and index.dtype == torch.bool and index.shape == x.shape
        if masks and (not torch.is_tensor(new) or new.dim() == 0):
            return "masked_fill", args, {}
        return name, args, kwargs

    def _new_version(self, x, name, old, before, inputs, attrs, behind=False):
        """A tensor after it was changed by what Backstep has no op for, or where autograd does not look."""
        if x.grad_fn is before and not behind and torch.equal(self.form(x), old.data):
            return self._keep(x, old)
        same_path = x.requires_grad and x.grad_fn is before
        if same_path and old.read or behind and before is not None:
            raise RecordError(
                f"{name} changes {old.called} behind PyTorch's back, after it was used: do so before the with block, or make "
                "a new tensor"
            )
        sent = [None] * len(inputs) if same_path else self._sent_to(inputs, [x])
        value = self.apply(op_name(name), inputs, attrs, self.form(x), name=old.wanted, symbol=old.symbol)
        value.named, value.differentiable = True, x.requires_grad
        self.ops[-1]["sent"], self.ops[-1]["outputs"] = sent, [value]
        self.bind(value, x, again=True)
        if same_path:
            self.passes.append((sent, value))

    def _noticed(self, call, name, args, kwargs):
        """Does a call, and notices which of its arguments it changed, as a norm does with its running mean."""
        held = [(x, *self.known[id(x)][1:], x.grad_fn) for x in self.tensors(args, kwargs) if self.is_known(x)]
        held = [entry for entry in held if version_of(entry[0]) == entry[2]]
        result = call()
        for x, old, version, before in held:
            if version_of(x) != version and self.known[id(x)][1:] == (old, version) and x.numel():
                inputs = [old, *(entry[1] for entry in held if entry[1] is not old)]
                self._new_version(x, name, old, before, inputs, arguments_of(args, kwargs))
        return result

    def _set_data(self, func, x, new):
        """x.data = … makes another leaf of a leaf, or is its update."""
        old = self.known[id(x)][1] if self.is_known(x) else None
        if old is not None and x.is_leaf and self.ways and x.numel():
            with self.updated_by():
                value = self.use(new, "given")
                result = func(x, new)
                self._follows(x, old, self.apply("detach", [value], {}, value.data, **called_after(old)))
            return result
        if x.grad_fn is not None or old is not None and old.read:
            raise RecordError(
                f"Setting .data changes {self._called(x)} behind PyTorch's back: make a new tensor instead"
            )
        self.known.pop(id(x), None)
        return func(x, new)
