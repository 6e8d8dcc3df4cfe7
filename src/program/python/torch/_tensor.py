"""Tensors: names of values of the engine, with what PyTorch knows of them."""

import math
import weakref

from . import _dtypes as dt
from ._device import device
from ._grad_fn import GradFn
from ._machine import apply, changed, differentiable, end_parameter, free, give, here, machine, numbers_of, plain, replace_parameter, shape_of, share, want
from ._modes import _Mode


# The tensors that wait for gradients, by the ids under which the machine answers.
waiting = weakref.WeakValueDictionary()


class Tensor:
    """A value. In place, it takes a new one; what is a view of it follows, and what it is a view of."""

    __hash__ = object.__hash__

    def __init__(self, id, dtype, requires_grad=False):
        self._id_, self.dtype, self._needs = id, dtype, requires_grad

    # What few have.
    _shape = grad = names = _base = _again = _detached = None
    _version = _seen = 0
    # Whether an op computed it from what needs a gradient; a leaf else.
    _computed = False

    # What it names

    @property
    def _id(self):
        base = self._base
        if base is not None:
            base._id
            if base._version != self._seen:
                # The numbers that it shows were changed.
                self._seen = base._version
                fresh = self._again(base)
                free(self._id_)
                fresh._share()
                self._id_, self._shape, self._needs, self._computed = fresh._id_, None, fresh._needs, fresh._computed
                self._version += 1
        return self._id_

    def __del__(self):
        try:
            free(self._id_)
        except Exception:
            pass

    @property
    def shape(self):
        if self._shape is None:
            self._shape = shape_of(self._id)
        return self._shape

    def size(self, dim=None):
        return self.shape if dim is None else self.shape[dim]

    def dim(self):
        return len(self.shape)

    ndim = property(dim)

    def numel(self):
        return self.shape.numel()

    nelement = numel

    def __len__(self):
        if not self.shape:
            raise TypeError("len() of a 0-d tensor")
        return self.shape[0]

    @property
    def requires_grad(self):
        self._id
        return self._needs

    @requires_grad.setter
    def requires_grad(self, wanted):
        self.requires_grad_(wanted)

    def requires_grad_(self, requires_grad=True):
        if requires_grad and not self.dtype.is_floating_point:
            raise RuntimeError("only Tensors of floating point dtype can require gradients")
        if not requires_grad and self._computed:
            raise RuntimeError(
                "you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a "
                "subgraph that doesn't require differentiation use var_no_grad = var.detach()."
            )
        if requires_grad and self._base is not None and not self._computed:
            # A leaf from now on: what changes it is training, and no more what it was a view of.
            self._id
            self._base = self._again = None
        self._needs = bool(requires_grad)
        self._want()
        return self

    def _want(self):
        want(self._id, self._needs, self._trained)
        if self._needs:
            waiting[self._id_] = self

    _trained = False
    # Whether an optimizer changes it.
    _stepped = False

    @property
    def is_leaf(self):
        return not self._computed

    @property
    def grad_fn(self):
        return GradFn(self) if self._computed else None

    @property
    def data(self):
        return self.detach()

    @data.setter
    def data(self, other):
        self._take(other.detach() if other._computed else other, check=False)

    device = property(lambda self: device("cpu"))
    is_cuda = False
    layout = "torch.strided"
    T = property(lambda self: self.permute(*range(self.dim() - 1, -1, -1)))
    mT = property(lambda self: self.transpose(-2, -1))

    # Numbers

    def _numbers(self):
        return numbers_of(self._id)

    def _python(self, x):
        return bool(x) if self.dtype is dt.bool_ else x if self.dtype.is_floating_point else int(x)

    def item(self):
        if self.numel() != 1:
            raise RuntimeError(f"a Tensor with {self.numel()} elements cannot be converted to Scalar")
        return self._python(self._numbers()[0])

    def tolist(self):
        numbers = [self._python(x) for x in self._numbers()]
        return nested(numbers, self.shape)

    def __float__(self):
        return float(self.item())

    def __int__(self):
        return int(self.item())

    def __index__(self):
        if self.dtype.is_floating_point or self.numel() != 1:
            raise TypeError("only integer tensors of a single element can be converted to an index")
        return int(self.item())

    def __bool__(self):
        if self.numel() != 1:
            raise RuntimeError(
                "Boolean value of Tensor with no values is ambiguous"
                if not self.numel()
                else "Boolean value of Tensor with more than one value is ambiguous"
            )
        return bool(self.item())

    def __contains__(self, x):
        return bool((self == x).any())

    def __iter__(self):
        if not self.shape:
            raise TypeError("iteration over a 0-d tensor")
        return iter([self[k] for k in range(self.shape[0])])

    def __repr__(self):
        from ._printing import written

        return written(self)

    def __format__(self, form):
        return format(self.item(), form) if not self.shape else object.__format__(self, form)

    def __deepcopy__(self, memo):
        copy = type(self).__new__(type(self))
        Tensor.__init__(copy, plain("same", self.dtype.name, self._id), self.dtype)
        copy._trained = self._trained
        if self._needs and not self._computed:
            copy.requires_grad_()
        memo[id(self)] = copy
        return copy

    # Gradients

    def detach(self):
        y = Tensor(self._share(), self.dtype)
        y._base, y._again, y._seen, y._whole = self, (lambda base: Tensor(base._share(), base.dtype)), self._version, True
        return y

    _whole = False
    _fn = _hooks = None
    # The function with a way back of its own that gave it.
    _node = None

    def detach_(self):
        self._needs = self._computed = False
        return self

    def backward(self, gradient=None, retain_graph=None, create_graph=False, inputs=None):
        from ._autograd import backward

        backward([self], [gradient], retain_graph, create_graph, inputs)

    def retain_grad(self):
        if not self._needs:
            raise RuntimeError("can't retain_grad on Tensor that has requires_grad=False")
        if self._computed:
            from ._autograd import _retaining

            _retaining.add(self)

    def register_hook(self, hook):
        if not self.requires_grad:
            raise RuntimeError("cannot register a hook on a tensor that doesn't require gradient")
        from ._autograd import _observed

        _observed.add(self)
        self._hooks = self._hooks or {}
        return Handle(self._hooks, hook)

    # In place

    def _take(self, other, check=True):
        """Takes the value of another tensor, as an operation in place does."""
        if check and self._needs and not self._computed and _Mode.grad:
            raise RuntimeError("a leaf Variable that requires grad is being used in an in-place operation.")
        if self._base is not None:
            if self._whole:
                self._base._take(other, check=False)
            else:
                self._write_back(self._base, other)
            self._id
            return self
        taken = other._share()
        if check and self._needs and not self._computed:
            changed(self._id_, taken)
        free(self._id_)
        self._id_, self._shape = taken, None
        self._version += 1
        self._detached = None
        if self._needs and not self._computed:
            self._want()
        else:
            self._needs, self._computed = other._needs, other._computed
        return self

    def _update(self, fresh):
        """Takes what an optimizer has computed for it."""
        if self._base is not None or self._computed or not self._needs:
            end_parameter(fresh._id)
            return self._take(fresh)
        before, self._id_ = self._id_, fresh._id
        replace_parameter(self._id_, before, True, self._trained)
        waiting[self._id_] = self
        self._version += 1
        self._detached = None
        return self

    def _write_back(self, base, other):
        """What is written to a view is written to what it shows."""
        from ._index import place

        positions = self._again(base._positions())
        fresh = place(base, positions, other.expand(positions.shape).to(base.dtype))
        base._take(fresh)

    def _positions(self):
        """The place of every number, in a tensor of the same shape."""
        return Tensor(give([float(k) for k in range(self.numel())], self.shape, "int64", "positions"), dt.int64)

    def _share(self):
        """An id of the same value, which another tensor may free."""
        return share(self._id)

    def _like(self, id, dtype=None):
        return Tensor(id, dtype or self.dtype)


class Handle:
    """Takes a hook away again."""

    def __init__(self, hooks, hook):
        self.hooks, self.key = hooks, object()
        hooks[self.key] = hook

    def remove(self):
        self.hooks.pop(self.key, None)


def nested(numbers, shape):
    if not shape:
        return numbers[0]
    step = math.prod(shape[1:])
    return [nested(numbers[k * step : (k + 1) * step], shape[1:]) for k in range(shape[0])]


# Ops


def tensor_of(x, like=None):
    """A number as a tensor of what it is combined with."""
    if isinstance(x, Tensor):
        return x
    if hasattr(x, "_tensor"):
        return x._tensor
    if isinstance(x, bool):
        kind = dt.bool_
    elif isinstance(x, int):
        kind = dt.int64
    elif isinstance(x, float):
        kind = dt.default()
    elif isinstance(x, (list, tuple)):
        from ._creation import tensor

        return tensor(x)
    else:
        raise TypeError(f"expected a Tensor or a number, but got {type(x).__name__}")
    if like is not None and (like.dtype.is_floating_point or not kind.is_floating_point):
        kind = like.dtype if dt.RANK.index(like.dtype) >= dt.RANK.index(kind) else kind
    made = Tensor(machine.number(float(x), kind.name), kind)
    made._scalar = True
    return made


def op(name, inputs, attrs=None, dtype=None):
    """An op of the engine on tensors. The result needs a gradient where one of them does."""
    kind, needs, ids = dtype or inputs[0].dtype, False, []
    for x in inputs:
        ids.append(x._id_ if x._base is None else x._id)
        needs = needs or x._needs
        if x.dtype is not kind and dtype is None:
            kind = dt.wider(kind, x.dtype)
    needs = needs and _Mode.grad
    if needs != _Mode.wanting:
        # Told where it changes: that costs less than to tell it each time.
        _Mode.wanting = needs
        machine.wanting(needs)
    if needs:
        ids = reaching(inputs, ids)
    y = Tensor(apply(name, attrs, kind.name, *ids), kind)
    if needs and kind.is_floating_point:
        y._needs = y._computed = True
    return y


def reaching(inputs, ids):
    """Their ids where gradients may go to those that want one, and to no others."""
    return [id if x._needs or not differentiable(id) else cut(x)._id for x, id in zip(inputs, ids)]


def cut(x):
    """The same numbers, through which no gradient goes: computed under no_grad, or detached."""
    if x._detached is None:
        here()
        x._detached = Tensor(machine.cut(x._id), x.dtype)
    return x._detached


def view(x, f):
    """What `f` makes of x, showing the same numbers: it follows where x is changed."""
    y = f(x)
    if y is x:
        y = Tensor(x._share(), x.dtype)
        y._needs, y._computed = x._needs, x._computed
    y._base, y._again, y._seen = x, f, x._version
    return y


def called(name, y):
    """The same tensor, whose gradient function PyTorch gives this name."""
    y._fn = name
    return y


def off_trace(kind, dtype, *inputs):
    return Tensor(plain(kind, dtype.name, *[x._id for x in inputs]), dtype)
