"""Tensors of pieces of others."""

import builtins
import math

from . import _dtypes as dt
from ._creation import as_tensor, full, zeros, zeros_like
from ._method import METHODS, axes_of, method
from ._elements import pair
from ._shapes import expand, wanted_shape
from ._tensor import Tensor, off_trace, op, tensor_of, view


@method("cat", "concat")
def cat(tensors, dim=0, *, axis=None):
    tensors = [x for x in tensors if x.numel() or x.dim() > 1]
    if not tensors:
        raise RuntimeError("torch.cat(): expected a non-empty list of Tensors")
    dim = dim if axis is None else axis
    if len(tensors) == 1:
        return tensors[0]
    kind = dt.wider(*[x.dtype for x in tensors])
    (at,) = axes_of(dim, tensors[0].dim())
    for x in tensors[1:]:
        if x.dim() != tensors[0].dim():
            raise RuntimeError(f"Tensors must have same number of dimensions: got {tensors[0].dim()} and {x.dim()}")
        for d in range(x.dim()):
            if d != at and x.shape[d] != tensors[0].shape[d]:
                raise RuntimeError(
                    f"Sizes of tensors must match except in dimension {at}. Expected size {tensors[0].shape[d]} but got size {x.shape[d]} for tensor number {tensors.index(x) if False else 1} in the list."
                )
    return op("concat", [x.to(kind) for x in tensors], {"axis": at})


concat = concatenate = cat


def stack(tensors, dim=0):
    tensors = list(tensors)
    for x in tensors[1:]:
        if x.shape != tensors[0].shape:
            raise RuntimeError(
                f"stack expects each tensor to be equal size, but got {list(tensors[0].shape)} at entry 0 and {list(x.shape)} at entry 1"
            )
    return op("stack", tensors, {"axis": axes_of(dim, tensors[0].dim() + 1)[0]})


def column_stack(tensors):
    return cat([x.reshape(-1, 1) if x.dim() < 2 else x for x in tensors], 1)


def dstack(tensors):
    return cat([x.reshape(1, -1, 1) if x.dim() < 2 else x.unsqueeze(-1) if x.dim() == 2 else x for x in tensors], 2)


def tensor_split(input, indices_or_sections, dim=0):
    n, k = input.shape[dim], indices_or_sections
    return split(input, [n // k + (j < n % k) for j in range(k)], dim)


def hstack(tensors):
    return cat(tensors, 0 if tensors[0].dim() == 1 else 1)


def vstack(tensors):
    return cat([x.reshape(1, -1) if x.dim() == 1 else x for x in tensors], 0)


@method("select")
def select(input, dim, index):
    (axis,) = axes_of(dim, input.dim())
    n = input.shape[axis]
    if not -n <= index < n:
        raise IndexError(f"index {index} is out of bounds for dimension {axis} with size {n}")
    return view(input, lambda x: op("select", [x], {"axis": axis, "index": int(index)}))


def sliced(input, axis, part):
    start, stop, step = part.indices(input.shape[axis])
    if step < 0:
        raise ValueError("step must be greater than zero")
    if (start, stop, step) == (0, input.shape[axis], 1):
        return input
    attrs = {"axis": axis, "start": start, "stop": stop if stop > start else start, **({"step": step} if step != 1 else {})}
    return view(input, lambda x: op("slice", [x], attrs))


@method("narrow")
def narrow(input, dim, start, length):
    return sliced(input, axes_of(dim, input.dim())[0], slice(int(start), int(start) + int(length)))


@method("unbind")
def unbind(input, dim=0):
    return tuple(select(input, dim, k) for k in range(input.shape[dim]))


@method("split")
def split(tensor, split_size_or_sections, dim=0):
    (axis,) = axes_of(dim, tensor.dim())
    n, sizes = tensor.shape[axis], split_size_or_sections
    if isinstance(sizes, int):
        sizes = [builtins.min(sizes, n - k) for k in range(0, n, sizes)]
    if builtins.sum(sizes) != n:
        raise RuntimeError(f"split_with_sizes expects split_sizes to sum exactly to {n} (input tensor's size at dimension {dim}), but got split_sizes={list(sizes)}")
    starts = [builtins.sum(sizes[:k]) for k in range(len(sizes))]
    return tuple(narrow(tensor, axis, s, k) for s, k in zip(starts, sizes))


@method("chunk")
def chunk(input, chunks, dim=0):
    (axis,) = axes_of(dim, input.dim())
    return split(input, -(-input.shape[axis] // chunks), axis)


@method("gather")
def gather(input, dim, index):
    (axis,) = axes_of(dim, input.dim())
    return op("gather", [input, index], {"axis": axis}, input.dtype)


take_along_dim = method("take_along_dim")(lambda input, indices, dim: gather(input, dim, indices))


@method("index_select")
def index_select(input, dim, index):
    (axis,) = axes_of(dim, input.dim())
    if axis == 0 and input.dim() == 2:
        return op("embedding", [input, index], {}, input.dtype)
    shape = [1] * input.dim()
    shape[axis] = index.numel()
    wanted = list(input.shape)
    wanted[axis] = index.numel()
    return gather(input, axis, expand(index.reshape(*shape), *wanted))


@method("flip")
def flip(input, *dims):
    for d in axes_of(wanted_shape(dims), input.dim()):
        input = index_select(input, d, as_tensor(list(range(input.shape[d] - 1, -1, -1))))
    return input


@method("roll")
def roll(input, shifts, dims=None):
    if dims is None:
        return roll(input.reshape(-1), shifts, 0).reshape(*input.shape)
    for shift, d in [(shifts, dims)] if isinstance(shifts, int) else zip(shifts, dims):
        n = input.shape[d]
        input = index_select(input, d, as_tensor([(k - shift) % n for k in range(n)]))
    return input


@method("scatter_add")
def scatter_add(input, dim, index, src):
    if src.shape != index.shape:
        # Of a larger source, the part that there are places for counts.
        for axis, n in enumerate(index.shape):
            src = narrow(src, axis, 0, n)
    return op("scatterAdd", [input, index, src], {"axis": axes_of(dim, input.dim())[0]}, input.dtype)


@method("scatter_reduce")
def scatter_reduce(input, dim, index, src, reduce, *, include_self=True):
    if reduce != "sum" or not include_self:
        raise NotImplementedError("scatter_reduce is on this page for 'sum' alone, with include_self=True.")
    return scatter_add(input, dim, index, src)


@method("scatter")
def scatter(input, dim, index, src):
    src = expand(tensor_of(src, input).to(input.dtype), *index.shape) if not isinstance(src, Tensor) else src
    mark = scatter_add(zeros_like(input), dim, index, full(tuple(index.shape), 1.0, dtype=input.dtype))
    return scatter_add(where(mark > 0, 0.0, input), dim, index, src)


@method("index_add")
def index_add(input, dim, index, source, *, alpha=1):
    shape = [1] * input.dim()
    shape[dim] = index.numel()
    return scatter_add(input, dim, expand(index.reshape(*shape), *source.shape), source * alpha if alpha != 1 else source)


def where(condition, input=None, other=None):
    if input is None:
        return nonzero(condition, as_tuple=True)
    a, b = pair(input, other)
    kind = dt.wider(a.dtype, b.dtype)
    if not kind.is_floating_point:
        return off_trace("where", kind, condition, a, b)
    return op("where", [condition, a.to(kind), b.to(kind)], None, kind)


METHODS["where"] = lambda self, condition, other: where(condition, self, other)


@method("masked_fill")
def masked_fill(input, mask, value):
    return where(mask, tensor_of(value, input), input)


@method("nan_to_num")
def nan_to_num(input, nan=0.0, posinf=None, neginf=None):
    most = dt.finfo(input.dtype).max
    y = where(input != input, nan, input)
    y = where(input == math.inf, most if posinf is None else posinf, y)
    return where(input == -math.inf, -most if neginf is None else neginf, y)


@method("index_fill")
def index_fill(input, dim, index, value):
    mark = zeros(input.shape[dim])
    mark[index] = 1.0
    return where(mark.reshape(*[-1 if d == dim else 1 for d in range(input.dim())]) > 0, value, input)


@method("index_copy")
def index_copy(input, dim, index, source):
    return index_add(index_fill(input, dim, index, 0.0), dim, index, source)


@method("take")
def take(input, index):
    return input.reshape(-1)[index]


@method("argwhere")
def argwhere(input):
    return nonzero(input)


@method("masked_select")
def masked_select(input, mask):
    return input[mask]


@method("nonzero")
def nonzero(input, *, as_tuple=False):
    numbers, shape = input._numbers(), input.shape
    found = []
    for k, x in enumerate(numbers):
        if x:
            place, left = [], k
            for n in reversed(shape):
                place.append(left % n)
                left //= n
            found.append(place[::-1])
    if as_tuple:
        return tuple(as_tensor([p[d] for p in found]) for d in range(len(shape)))
    return as_tensor(found) if found else full((0, len(shape)), 0, dtype=dt.int64)


def _triangle(keep):
    def f(input, diagonal=0):
        rows, columns = input.shape[-2:]
        mask = as_tensor([[keep(j - i, diagonal) for j in range(columns)] for i in range(rows)])
        return where(mask, input, 0) if input.dtype.is_floating_point else off_trace("mul", input.dtype, input, mask)

    return f


tril = method("tril")(_triangle(lambda off, d: off <= d))
triu = method("triu")(_triangle(lambda off, d: off >= d))




@method("repeat", "tile")
def repeat(input, *sizes):
    sizes = wanted_shape(sizes)
    sizes = [1] * (input.dim() - len(sizes)) + sizes
    y = input.reshape(*[1] * (len(sizes) - input.dim()), *input.shape)
    for d, n in enumerate(sizes):
        if n != 1:
            y = cat([y] * n, d)
    return y


tile = repeat


@method("repeat_interleave")
def repeat_interleave(input, repeats, dim=None):
    if dim is None:
        input, dim = input.reshape(-1), 0
    times = repeats.tolist() if isinstance(repeats, Tensor) else [repeats] * input.shape[dim]
    places = [k for k, n in enumerate(times) for _ in range(n)]
    return index_select(input, dim, as_tensor(places))
