"""What tensors are computed with: each is one op of the engine, or a few."""

import builtins
import math

from . import _dtypes as dt
from ._creation import arange, as_tensor, full, ones, zeros_like
from ._machine import machine
from ._tensor import Tensor, off_trace, op, tensor_of, view

METHODS = {}


def method(*names):
    """A function of torch that is also a method of its first tensor."""

    def register(f):
        for name in names or (f.__name__,):
            METHODS[name] = f
        return f

    return register


def _axes(dim, ndim):
    dims = range(ndim) if dim is None or dim == () else [dim] if isinstance(dim, int) else dim
    found = []
    for d in dims:
        if not -builtins.max(ndim, 1) <= d < builtins.max(ndim, 1):
            raise IndexError(
                f"Dimension out of range (expected to be in range of [{-builtins.max(ndim, 1)}, {builtins.max(ndim, 1) - 1}], but got {d})"
            )
        found.append(d % builtins.max(ndim, 1))
    return found


def _pair(a, b):
    a = tensor_of(a, b if isinstance(b, Tensor) else None)
    return a, tensor_of(b, a)


def _fit(a, b):
    """Says as PyTorch does what does not fit."""
    for d in range(1, builtins.min(a.dim(), b.dim()) + 1):
        m, n = a.shape[-d], b.shape[-d]
        if m != n and 1 not in (m, n):
            raise RuntimeError(
                f"The size of tensor a ({m}) must match the size of tensor b ({n}) at non-singleton dimension {builtins.max(a.dim(), b.dim()) - d}"
            )


def _binary(name, whole=None):
    def f(input, other):
        a, b = _pair(input, other)
        _fit(a, b)
        kind = dt.wider(a.dtype, b.dtype)
        if not kind.is_floating_point:
            return off_trace(whole or name, dt.int64 if kind is dt.bool_ else kind, a, b)
        return op(name, [a, b])

    return f


_add = _binary("add")
_sub = _binary("sub")


@method("add")
def add(input, other, *, alpha=1):
    return _add(input, other if alpha == 1 else mul(other, alpha))


@method("sub", "subtract")
def sub(input, other, *, alpha=1):
    return _sub(input, other if alpha == 1 else mul(other, alpha))


mul = multiply = method("mul", "multiply")(_binary("mul"))
maximum = method("maximum")(_binary("maximum"))
minimum = method("minimum")(_binary("minimum"))


@method("div", "divide", "true_divide")
def div(input, other, *, rounding_mode=None):
    a, b = _pair(input, other)
    _fit(a, b)
    if rounding_mode == "floor":
        return floor_divide(a, b)
    if rounding_mode == "trunc":
        return off_trace("truncate", dt.wider(a.dtype, b.dtype), div(a, b))
    if not dt.wider(a.dtype, b.dtype).is_floating_point:
        return off_trace("div", dt.default(), a, b)
    return op("div", [a, b])


divide = true_divide = div


@method("floor_divide")
def floor_divide(input, other):
    a, b = _pair(input, other)
    return off_trace("floorDivide", dt.wider(a.dtype, b.dtype), a, b)


@method("remainder", "fmod")
def remainder(input, other):
    a, b = _pair(input, other)
    return off_trace("remainder", dt.wider(a.dtype, b.dtype), a, b)


@method("pow")
def pow(input, exponent):
    if isinstance(exponent, Tensor) and not exponent.shape and not exponent.requires_grad:
        exponent = exponent.item()
    if not isinstance(input, Tensor):
        return exp(mul(exponent, math.log(input)))
    if isinstance(exponent, Tensor):
        return exp(mul(exponent, log(input)))
    if not input.dtype.is_floating_point:
        if isinstance(exponent, int):
            return off_trace("pow", input.dtype, input, tensor_of(exponent, input))
        input = input.to(dt.default())
    if exponent == 2:
        return mul(input, input)
    if exponent == 3:
        return mul(mul(input, input), input)
    return op("pow", [input], {"exponent": exponent})


def _unary(name, engine=None, whole=None):
    def f(input):
        if not input.dtype.is_floating_point:
            if whole:
                return off_trace(whole, input.dtype, input)
            input = input.to(dt.default())
        return op(engine or name, [input])

    f.__name__ = name
    return method(name)(f)


exp = _unary("exp")
log = _unary("log")
sqrt = _unary("sqrt")
rsqrt = _unary("rsqrt")
sin = _unary("sin")
cos = _unary("cos")
tanh = _unary("tanh")
sigmoid = _unary("sigmoid")
relu = _unary("relu")
abs = absolute = _unary("abs", whole="abs")
neg = negative = _unary("neg", whole="neg")
floor = _unary("floor", whole="floor")
sign = _unary("sign")


@method("square")
def square(input):
    return mul(input, input)


@method("reciprocal")
def reciprocal(input):
    return div(1.0, input)


@method("round")
def round(input, *, decimals=0):
    scale = 10**decimals
    return off_trace("round", input.dtype, input) if decimals == 0 else round(input * scale) / scale


@method("ceil")
def ceil(input):
    return off_trace("ceil", input.dtype, input)


@method("log1p")
def log1p(input):
    return log(input + 1)


@method("log2")
def log2(input):
    return log(input) / math.log(2)


@method("log10")
def log10(input):
    return log(input) / math.log(10)


@method("clamp", "clip")
def clamp(input, min=None, max=None):
    if isinstance(min, Tensor) or isinstance(max, Tensor):
        input = input if min is None else maximum(input, min)
        return input if max is None else minimum(input, max)
    if not input.dtype.is_floating_point:
        input = input if min is None else off_trace("maximum", input.dtype, input, tensor_of(min, input))
        return input if max is None else off_trace("minimum", input.dtype, input, tensor_of(max, input))
    return op("clip", [input], {k: v for k, v in (("min", min), ("max", max)) if v is not None})


clip = clamp


def _compared(name, symbol):
    def f(input, other):
        a, b = _pair(input, other)
        _fit(a, b)
        return off_trace(name, dt.bool_, a, b)

    return method(name)(f)


eq, ne = _compared("eq", "=="), _compared("ne", "!=")
lt, le, gt, ge = _compared("lt", "<"), _compared("le", "<="), _compared("gt", ">"), _compared("ge", ">=")


def _logical(name, kind):
    def f(input, *other):
        return off_trace(kind, dt.bool_, input, *[tensor_of(x, input) for x in other])

    return method(name)(f)


logical_and, logical_or = _logical("logical_and", "and"), _logical("logical_or", "or")
logical_xor, logical_not = _logical("logical_xor", "xor"), _logical("logical_not", "not")
isnan, isinf, isfinite = _logical("isnan", "isnan"), _logical("isinf", "isinf"), _logical("isfinite", "isfinite")


@method("equal")
def equal(input, other):
    return input.shape == other.shape and bool((input == other).all())


@method("allclose")
def allclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False):
    near = abs(input.detach() - other.detach()) <= abs(other.detach()) * rtol + atol
    return bool(near.all())


# Sums


def _reduced(name, input, dim, keepdim, dtype=None):
    if not input.shape:
        return input
    attrs = {"axes": builtins.sorted(_axes(dim, input.dim()))} if dim is not None and dim != () else {}
    if keepdim:
        attrs["keepdim"] = True
    return op(name, [input], attrs, dtype)


@method("sum")
def sum(input, dim=None, keepdim=False, *, dtype=None):
    if dtype is not None:
        input = input.to(dtype)
    return _reduced("sum", input, dim, keepdim, None if input.dtype.is_floating_point else dt.int64)


@method("mean")
def mean(input, dim=None, keepdim=False, *, dtype=None):
    if dtype is not None:
        input = input.to(dtype)
    if not input.dtype.is_floating_point:
        raise RuntimeError(
            f"mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: {'Bool' if input.dtype is dt.bool_ else 'Long'}"
        )
    return _reduced("mean", input, dim, keepdim)


def _correction(dim, unbiased, correction):
    if isinstance(dim, bool):
        return None, int(dim)
    return dim, int(bool(unbiased)) if correction is None else correction


@method("var")
def var(input, dim=None, unbiased=True, keepdim=False, *, correction=None):
    dim, correction = _correction(dim, unbiased, correction)
    n = math.prod(input.shape[d] for d in _axes(dim, input.dim()))
    off = input - mean(input, dim, True) if input.shape else input - input
    total = sum(mul(off, off), dim, keepdim)
    return div(total, float(n - correction)) if n > correction else total * float("nan")


@method("std")
def std(input, dim=None, unbiased=True, keepdim=False, *, correction=None):
    return sqrt(var(input, dim, unbiased, keepdim, correction=correction))


@method("prod")
def prod(input, dim=None, keepdim=False):
    if dim is None:
        input, dim = input.reshape(-1), 0
    parts = unbind(input, dim)
    y = parts[0]
    for part in parts[1:]:
        y = mul(y, part)
    return y.unsqueeze(dim) if keepdim else y


@method("norm")
def norm(input, p="fro", dim=None, keepdim=False):
    if p in ("fro", 2, 2.0, None):
        return sqrt(sum(mul(input, input), dim, keepdim))
    if p == 1:
        return sum(abs(input), dim, keepdim)
    if p == math.inf:
        return amax(abs(input), dim, keepdim)
    return pow(sum(pow(abs(input), p), dim, keepdim), 1 / p)


class Extreme(tuple):
    """Values and their places, as max and sort give them."""

    values = property(lambda self: self[0])
    indices = property(lambda self: self[1])

    def __repr__(self):
        return f"torch.return_types.max(\nvalues={self[0]!r},\nindices={self[1]!r})"


def _whole_extreme(kind, input, dim, keepdim):
    return Tensor(machine.reduce(kind, input._id, dim, keepdim, input.dtype.name), input.dtype)


def _extreme(kind):
    @method(kind)
    def f(input, dim=None, keepdim=False):
        if isinstance(dim, Tensor):
            return (maximum if kind == "max" else minimum)(input, dim)
        if dim is None:
            if not input.dtype.is_floating_point:
                return _whole_extreme(kind, input.reshape(-1), 0, False)
            return op(f"a{kind}", [input], {}) if input.shape else input
        (axis,) = _axes(dim, input.dim())
        places = Tensor(machine.reduce(f"arg{kind}", input._id, axis, keepdim, "int64"), dt.int64)
        if not input.dtype.is_floating_point:
            return Extreme((_whole_extreme(kind, input, axis, keepdim), places))
        return Extreme((op(kind, [input], {"axes": [axis], **({"keepdim": True} if keepdim else {})}), places))

    @method(f"a{kind}")
    def over(input, dim=(), keepdim=False):
        return _reduced(f"a{kind}", input, dim, keepdim)

    @method(f"arg{kind}")
    def where_it_is(input, dim=None, keepdim=False):
        if dim is None:
            input, dim = input.reshape(-1), 0
        (axis,) = _axes(dim, input.dim())
        last = axis == input.dim() - 1 and kind == "max" and not keepdim and input.dtype.is_floating_point
        if last:
            return op("argmax", [input], None, dt.int64)
        return Tensor(machine.reduce(f"arg{kind}", input._id, axis, keepdim, "int64"), dt.int64)

    return f, over, where_it_is


max, amax, argmax = _extreme("max")
min, amin, argmin = _extreme("min")


@method("all")
def all(input, dim=None, keepdim=False):
    if dim is None:
        return Tensor(machine.reduce("all", input.reshape(-1)._id, 0, False, "bool"), dt.bool_)
    return Tensor(machine.reduce("all", input._id, _axes(dim, input.dim())[0], keepdim, "bool"), dt.bool_)


@method("any")
def any(input, dim=None, keepdim=False):
    if dim is None:
        return Tensor(machine.reduce("any", input.reshape(-1)._id, 0, False, "bool"), dt.bool_)
    return Tensor(machine.reduce("any", input._id, _axes(dim, input.dim())[0], keepdim, "bool"), dt.bool_)


@method("cumsum")
def cumsum(input, dim, *, dtype=None):
    return op("cumsum", [input], {"axis": _axes(dim, input.dim())[0]})


@method("logsumexp")
def logsumexp(input, dim, keepdim=False):
    (axis,) = _axes(dim, input.dim())
    return op("logsumexp", [input], {"axis": axis, **({"keepdim": True} if keepdim else {})})


@method("argsort")
def argsort(input, dim=-1, descending=False, stable=False):
    (axis,) = _axes(dim, input.dim())
    return Tensor(machine.order(input._id, axis, descending), dt.int64)


@method("sort")
def sort(input, dim=-1, descending=False, stable=False):
    places = argsort(input, dim, descending)
    return Extreme((gather(input, dim, places), places))


@method("topk")
def topk(input, k, dim=-1, largest=True, sorted=True):
    places = argsort(input, dim, largest).narrow(dim, 0, k)
    return Extreme((gather(input, dim, places), places))


@method("softmax")
def softmax(input, dim=None, dtype=None):
    if dtype is not None:
        input = input.to(dtype)
    return op("softmax", [input], {"axis": _axes(-1 if dim is None else dim, input.dim())[0]})


@method("log_softmax")
def log_softmax(input, dim=None, dtype=None):
    return op("logSoftmax", [input], {"axis": _axes(-1 if dim is None else dim, input.dim())[0]})


# Products of matrices


def _turned(x):
    """Weights are kept as output × input; a row is multiplied by them the other way round."""
    return op("transpose", [x], {})


@method("matmul", "mm", "bmm", "dot", "mv")
def matmul(input, other):
    a, b = input, other
    if not a.shape or not b.shape:
        raise RuntimeError(f"both arguments to matmul need to be at least 1D, but they are {a.dim()}D and {b.dim()}D")
    if not a.dtype.is_floating_point and not b.dtype.is_floating_point:
        pass
    elif a.dtype is not b.dtype:
        names = {dt.float32: "Float", dt.float64: "Double", dt.int64: "Long", dt.int32: "Int", dt.bool_: "Bool"}
        raise RuntimeError(f"expected m1 and m2 to have the same dtype, but got: {names[a.dtype]} != {names[b.dtype]}")
    inner = (a.shape[-1], b.shape[-2] if b.dim() > 1 else b.shape[0])
    if inner[0] != inner[1]:
        if a.dim() <= 2 and b.dim() == 2:
            rows = a.shape[0] if a.dim() == 2 else 1
            raise RuntimeError(
                f"mat1 and mat2 shapes cannot be multiplied ({rows}x{inner[0]} and {b.shape[0]}x{b.shape[1]})"
            )
        raise RuntimeError(f"Expected size for first two dimensions of batch2 tensor to fit: {tuple(a.shape)} and {tuple(b.shape)}")
    left, right = a.dim() == 1, b.dim() == 1
    a = a.reshape(1, -1) if left else a
    b = b.reshape(-1, 1) if right else b
    y = op("matmul", [a, b])
    if not (left or right):
        return y
    shape = list(y.shape[:-2]) + ([] if left else [y.shape[-2]]) + ([] if right else [y.shape[-1]])
    return y.reshape(shape)


mm = bmm = dot = mv = matmul


@method("outer", "ger")
def outer(input, vec2):
    return mul(input.reshape(-1, 1), vec2)


@method("addmm")
def addmm(input, mat1, mat2, *, beta=1, alpha=1):
    return add(mul(input, beta) if beta != 1 else input, matmul(mat1, mat2) * alpha if alpha != 1 else matmul(mat1, mat2))


def einsum(equation, *operands):
    operands = operands[0] if len(operands) == 1 and isinstance(operands[0], (list, tuple)) else operands
    given, _, result = equation.replace(" ", "").partition("->")
    terms = given.split(",")
    if len(terms) != len(operands):
        raise RuntimeError(f"einsum(): the equation names {len(terms)} operands, and {len(operands)} were given")
    if "." in equation:
        raise NotImplementedError("torch.einsum with ... is not part of this page: name every axis.")
    letters = builtins.sorted({c for t in terms for c in t})
    if "->" not in equation:
        result = "".join(c for c in letters if given.count(c) == 1)
    y, names = None, ""
    for term, x in zip(terms, operands):
        if len(set(term)) != len(term):
            raise NotImplementedError("torch.einsum with a letter twice in a term is not part of this page.")
        if y is None:
            y, names = x, term
            continue
        later = set(result).union(*terms[terms.index(term) + 1 :]) if terms.index(term) + 1 < len(terms) else set(result)
        y, names = _contract(y, names, x, term, later)
    gone = [k for k, c in enumerate(names) if c not in result]
    if gone:
        y = sum(y, gone)
        names = "".join(c for c in names if c in result)
    return y.permute(*[names.index(c) for c in result]) if names != result else y


def _contract(a, left, b, right, later):
    """Two operands into one: axes of both that are wanted later lie along, others of both are summed by the product."""
    both = [c for c in left if c in right]
    batch, inner = [c for c in both if c in later], [c for c in both if c not in later]
    rows, columns = [c for c in left if c not in right], [c for c in right if c not in left]
    size = {**dict(zip(left, a.shape)), **dict(zip(right, b.shape))}

    def form(x, names, *groups):
        x = x.permute(*[names.index(c) for g in groups for c in g]) if names else x
        lead = [size[c] for c in groups[0]]
        return x.reshape(*lead, *[math.prod(size[c] for c in g) for g in groups[1:]])

    y = matmul(form(a, left, batch, rows, inner), form(b, right, batch, inner, columns))
    names = "".join(batch + rows + columns)
    return y.reshape(*[size[c] for c in names]), names


# The same numbers in another shape


def _wanted(shape):
    shape = shape[0] if len(shape) == 1 and isinstance(shape[0], (tuple, list)) else shape
    return [int(n) for n in shape]


@method("reshape", "view")
def reshape(input, *shape):
    if len(shape) == 1 and isinstance(shape[0], dt.dtype):
        raise NotImplementedError("Tensor.view(dtype) is not part of this page.")
    wanted = _wanted(shape)
    n = input.numel()
    if -1 in wanted:
        rest = math.prod(d for d in wanted if d != -1)
        if rest == 0 or n % rest:
            raise RuntimeError(f"shape '{wanted}' is invalid for input of size {n}")
        wanted[wanted.index(-1)] = n // rest
    if math.prod(wanted) != n:
        raise RuntimeError(f"shape '{wanted}' is invalid for input of size {n}")
    if tuple(wanted) == tuple(input.shape):
        return view(input, lambda x: x)
    if input.dim() > 1 and len(wanted) == 2 and wanted[0] == input.shape[0]:
        return view(input, lambda x: op("flatten", [x]))
    return view(input, lambda x: op("reshape", [x], {"shape": wanted}))


@method("view_as", "reshape_as")
def view_as(input, other):
    return reshape(input, *other.shape)


@method("flatten")
def flatten(input, start_dim=0, end_dim=-1):
    if not input.shape:
        return reshape(input, 1)
    start, end = _axes([start_dim, end_dim], input.dim())
    return reshape(input, *input.shape[:start], -1, *input.shape[end + 1 :])


@method("ravel")
def ravel(input):
    return reshape(input, -1)


@method("squeeze")
def squeeze(input, dim=None):
    gone = _axes(dim, input.dim()) if dim is not None else range(input.dim())
    return reshape(input, *[n for d, n in enumerate(input.shape) if not (d in gone and n == 1)])


@method("unsqueeze")
def unsqueeze(input, dim):
    (axis,) = _axes(dim, input.dim() + 1)
    return reshape(input, *input.shape[:axis], 1, *input.shape[axis:])


@method("permute")
def permute(input, *dims):
    dims = _axes(_wanted(dims), input.dim())
    if builtins.sorted(dims) != list(range(input.dim())):
        raise RuntimeError("permute(sparse_coo): number of dimensions in the tensor input does not match the desired ordering")
    if dims == list(range(input.dim())):
        return view(input, lambda x: x)
    if dims == [1, 0]:
        return view(input, _turned)
    return view(input, lambda x: op("transpose", [x], {"axes": dims}))


@method("transpose", "swapaxes", "swapdims")
def transpose(input, dim0, dim1):
    order = list(range(input.dim()))
    a, b = _axes([dim0, dim1], input.dim())
    order[a], order[b] = order[b], order[a]
    return permute(input, *order)


@method("t")
def t(input):
    return permute(input, *range(input.dim() - 1, -1, -1)) if input.dim() > 1 else input


@method("movedim", "moveaxis")
def movedim(input, source, destination):
    (a,), (b,) = _axes(source, input.dim()), _axes(destination, input.dim())
    order = [d for d in range(input.dim()) if d != a]
    order.insert(b, a)
    return permute(input, *order)


@method("expand", "broadcast_to")
def expand(input, *sizes):
    wanted = _wanted(sizes)
    have = [1] * (len(wanted) - input.dim()) + list(input.shape)
    wanted = [h if w == -1 else w for h, w in zip(have, wanted)]
    for d, (h, w) in enumerate(zip(have, wanted)):
        if h not in (1, w):
            raise RuntimeError(
                f"The expanded size of the tensor ({w}) must match the existing size ({h}) at non-singleton dimension {d}."
            )
    if tuple(wanted) == tuple(input.shape):
        return view(input, lambda x: x)
    if not input.dtype.is_floating_point:
        return off_trace("maximum" if input.dtype is dt.bool_ else "add", input.dtype, input, full(wanted, 0, dtype=input.dtype))
    return mul(input, ones(*wanted, dtype=input.dtype))


@method("expand_as")
def expand_as(input, other):
    return expand(input, *other.shape)


broadcast_to = expand


@method("repeat", "tile")
def repeat(input, *sizes):
    sizes = _wanted(sizes)
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
    places = [k for k in range(input.shape[dim]) for _ in range(repeats)]
    return index_select(input, dim, as_tensor(places))


# Pieces


@method("cat", "concat")
def cat(tensors, dim=0, *, axis=None):
    tensors = [x for x in tensors if x.numel() or x.dim() > 1]
    if not tensors:
        raise RuntimeError("torch.cat(): expected a non-empty list of Tensors")
    dim = dim if axis is None else axis
    if len(tensors) == 1:
        return tensors[0]
    kind = dt.wider(*[x.dtype for x in tensors])
    (at,) = _axes(dim, tensors[0].dim())
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
    return op("stack", tensors, {"axis": _axes(dim, tensors[0].dim() + 1)[0]})


def hstack(tensors):
    return cat(tensors, 0 if tensors[0].dim() == 1 else 1)


def vstack(tensors):
    return cat([x.reshape(1, -1) if x.dim() == 1 else x for x in tensors], 0)


@method("select")
def select(input, dim, index):
    (axis,) = _axes(dim, input.dim())
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
    return sliced(input, _axes(dim, input.dim())[0], slice(int(start), int(start) + int(length)))


@method("unbind")
def unbind(input, dim=0):
    return tuple(select(input, dim, k) for k in range(input.shape[dim]))


@method("split")
def split(tensor, split_size_or_sections, dim=0):
    (axis,) = _axes(dim, tensor.dim())
    n, sizes = tensor.shape[axis], split_size_or_sections
    if isinstance(sizes, int):
        sizes = [builtins.min(sizes, n - k) for k in range(0, n, sizes)]
    starts = [builtins.sum(sizes[:k]) for k in range(len(sizes))]
    return tuple(narrow(tensor, axis, s, k) for s, k in zip(starts, sizes))


@method("chunk")
def chunk(input, chunks, dim=0):
    (axis,) = _axes(dim, input.dim())
    return split(input, -(-input.shape[axis] // chunks), axis)


@method("gather")
def gather(input, dim, index):
    (axis,) = _axes(dim, input.dim())
    return op("gather", [input, index], {"axis": axis}, input.dtype)


take_along_dim = method("take_along_dim")(lambda input, indices, dim: gather(input, dim, indices))


@method("index_select")
def index_select(input, dim, index):
    (axis,) = _axes(dim, input.dim())
    if axis == 0 and input.dim() == 2:
        return op("embedding", [input, index], {}, input.dtype)
    shape = [1] * input.dim()
    shape[axis] = index.numel()
    wanted = list(input.shape)
    wanted[axis] = index.numel()
    return gather(input, axis, expand(index.reshape(*shape), *wanted))


@method("flip")
def flip(input, *dims):
    for d in _axes(_wanted(dims), input.dim()):
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
    return op("scatterAdd", [input, index, src], {"axis": _axes(dim, input.dim())[0]}, input.dtype)


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
    a, b = _pair(input, other)
    kind = dt.wider(a.dtype, b.dtype)
    if not kind.is_floating_point:
        return off_trace("where", kind, condition, a, b)
    return op("where", [condition, a.to(kind), b.to(kind)], None, kind)


METHODS["where"] = lambda self, condition, other: where(condition, self, other)


@method("masked_fill")
def masked_fill(input, mask, value):
    return where(mask, tensor_of(value, input), input)


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


@method("diagonal", "diag")
def diag(input, diagonal=0):
    if input.dim() == 1:
        from ._creation import eye

        return mul(eye(input.shape[0], dtype=input.dtype), input)
    n = builtins.min(*input.shape)
    return gather(input, 1, as_tensor([[k] for k in range(n)])).reshape(-1)


@method("trace")
def trace(input):
    return sum(diag(input))


@method("bincount")
def bincount(input, minlength=0):
    counts = [0] * minlength
    for k in input.tolist():
        counts.extend([0] * (k + 1 - len(counts)))
        counts[k] += 1
    return as_tensor(counts)


@method("unique")
def unique(input, sorted=True, return_inverse=False, return_counts=False):
    numbers = input.reshape(-1).tolist()
    found = as_tensor(builtins.sorted(set(numbers))).to(input.dtype)
    if not return_counts:
        return found
    return found, as_tensor([numbers.count(x) for x in found.tolist()])


@method("multinomial")
def multinomial(input, num_samples, replacement=False, *, generator=None):
    from ._creation import rand

    rows = input.reshape(-1, input.shape[-1]).tolist()
    drawn = []
    for row in rows:
        weights, picked = list(row), []
        for _ in range(num_samples):
            left, k = float(rand(1, dtype=dt.float64, generator=generator).item()) * builtins.sum(weights), 0
            while k < len(weights) - 1 and left >= weights[k]:
                left -= weights[k]
                k += 1
            picked.append(k)
            if not replacement:
                weights[k] = 0.0
        drawn.append(picked)
    return as_tensor(drawn if input.dim() > 1 else drawn[0])


# Copies


@method("clone")
def clone(input, *, memory_format=None):
    if not input.dtype.is_floating_point:
        return off_trace("same", input.dtype, input)
    y = Tensor(input._share(), input.dtype)
    y._needs = y._computed = input.requires_grad and _grad_mode()
    return y


def _grad_mode():
    from ._modes import is_grad_enabled

    return is_grad_enabled()


@method("contiguous")
def contiguous(input):
    return input


@method("to", "type")
def to(input, *args, dtype=None, **kwargs):
    for a in args:
        if isinstance(a, dt.dtype):
            dtype = a
        elif isinstance(a, Tensor):
            dtype = a.dtype
        elif isinstance(a, str) and a.split(":")[0] not in ("cpu", "meta"):
            from ._tensor import device

            device(a)
    if dtype is None or dtype is input.dtype:
        return input
    kind = "ne" if dtype is dt.bool_ else "truncate" if not dtype.is_floating_point and input.dtype.is_floating_point else "same"
    others = [tensor_of(0.0)] if kind == "ne" else []
    if dtype.is_floating_point and input.requires_grad:
        return op("mul", [input, full((), 1.0, dtype=dtype)], None, dtype)
    return off_trace(kind, dtype, input, *others)


for _name, _dtype in {"float": dt.float32, "double": dt.float64, "long": dt.int64, "int": dt.int32, "bool": dt.bool_}.items():
    METHODS[_name] = (lambda d: lambda self: to(self, d))(_dtype)
METHODS["cpu"] = METHODS["pin_memory"] = lambda self, *a, **k: self
METHODS["type_as"] = lambda self, other: to(self, other.dtype)
METHODS["new_zeros"] = lambda self, *s, **k: full(_wanted(s), 0.0, dtype=k.get("dtype") or self.dtype)
METHODS["new_ones"] = lambda self, *s, **k: full(_wanted(s), 1.0, dtype=k.get("dtype") or self.dtype)
METHODS["new_full"] = lambda self, s, v, **k: full(s, v, dtype=k.get("dtype") or self.dtype)
METHODS["new_tensor"] = lambda self, data, **k: as_tensor(data, dtype=k.get("dtype") or self.dtype)
METHODS["element_size"] = lambda self: {"float64": 8, "int64": 8, "bool": 1}.get(self.dtype.name, 4)
METHODS["is_floating_point"] = lambda self: self.dtype.is_floating_point
METHODS["is_contiguous"] = lambda self, *a: True


def is_tensor(x):
    return isinstance(x, Tensor)


def numel(x):
    return x.numel()


def is_floating_point(x):
    return x.dtype.is_floating_point


def meshgrid(*tensors, indexing="ij"):
    tensors = tensors[0] if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)) else tensors
    if indexing == "xy":
        return tuple(t_.transpose(0, 1) for t_ in meshgrid(tensors[1], tensors[0]))[::-1]
    shape = [x.numel() for x in tensors]
    return tuple(
        expand(x.reshape(*[-1 if d == k else 1 for d in range(len(tensors))]), *shape) for k, x in enumerate(tensors)
    )


def block_diag(*tensors):
    from ._creation import zeros

    tensors = [x.reshape(1, -1) if x.dim() < 2 else x for x in tensors]
    columns = builtins.sum(x.shape[1] for x in tensors)
    rows, before = [], 0
    for x in tensors:
        after = columns - before - x.shape[1]
        parts = [zeros(x.shape[0], before, dtype=x.dtype), x, zeros(x.shape[0], after, dtype=x.dtype)]
        rows.append(cat([p for p in parts if p.shape[1]], 1))
        before += x.shape[1]
    return cat(rows, 0)
