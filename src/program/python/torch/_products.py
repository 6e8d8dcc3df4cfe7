"""Products of matrices."""

import builtins
import math

from . import _dtypes as dt
from ._creation import as_tensor, zeros
from ._method import method
from ._elements import add, mul
from ._pieces import gather, scatter_add, stack, unbind
from ._sums import sum
from ._tensor import op


@method("matmul")
def matmul(input, other):
    a, b = input, other
    if not a.shape or not b.shape:
        raise RuntimeError(f"both arguments to matmul need to be at least 1D, but they are {a.dim()}D and {b.dim()}D")
    if not a.dtype.is_floating_point and not b.dtype.is_floating_point:
        pass
    elif a.dtype is not b.dtype:
        raise RuntimeError(f"expected m1 and m2 to have the same dtype, but got: {a.dtype.title} != {b.dtype.title}")
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


def _of_axes(name, first, second):
    """matmul for tensors of so many axes alone."""

    @method(name)
    def f(input, other):
        if (input.dim(), other.dim()) != (first, second):
            raise RuntimeError(f"{name}: expected a tensor of {first} axes and one of {second}, but got {input.dim()} and {other.dim()}: matmul takes all")
        return matmul(input, other)

    return f


mm, bmm, dot, mv = _of_axes("mm", 2, 2), _of_axes("bmm", 3, 3), _of_axes("dot", 1, 1), _of_axes("mv", 2, 1)
inner = dot


@method("baddbmm")
def baddbmm(input, batch1, batch2, *, beta=1, alpha=1):
    return addmm(input, batch1, batch2, beta=beta, alpha=alpha)


@method("cross")
def cross(input, other, dim=-1):
    a, b = unbind(input, dim), unbind(other, dim)
    return stack([mul(a[(k + 1) % 3], b[(k + 2) % 3]) - mul(a[(k + 2) % 3], b[(k + 1) % 3]) for k in range(3)], dim)


@method("kron")
def kron(input, other):
    (m, n), (p, q) = input.shape, other.shape
    return mul(input.reshape(m, 1, n, 1), other.reshape(1, p, 1, q)).reshape(m * p, n * q)


def tensordot(a, b, dims=2):
    if not isinstance(dims, int):
        raise NotImplementedError("torch.tensordot with lists of axes is not part of this page: give it how many, or use einsum.")
    kept = a.shape[: a.dim() - dims], b.shape[dims:]
    n = math.prod(b.shape[:dims])
    return matmul(a.reshape(-1, n), b.reshape(n, -1)).reshape(*kept[0], *kept[1])


@method("matrix_power")
def matrix_power(input, n):
    y = input
    for _ in range(n - 1):
        y = matmul(y, input)
    return y


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
    if "..." in equation:
        # Letters for what is left of each.
        most = max(x.dim() - len(t.replace("...", "")) for t, x in zip(terms, operands) if "..." in t)
        free = [c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if c not in equation][:most]
        terms = [t.replace("...", "".join(free[most - (x.dim() - len(t) + 3) :])) for t, x in zip(terms, operands)]
        given, result = ",".join(terms), result.replace("...", "".join(free))
    letters = builtins.sorted({c for t in terms for c in t})
    if "->" not in equation:
        result = "".join(c for c in letters if given.count(c) == 1)
    y, names = None, ""
    for term, x in zip(terms, operands):
        while len(set(term)) != len(term):
            # A letter twice: the diagonal of its two axes.
            c = next(c for c in term if term.count(c) > 1)
            i, j = term.index(c), term.rindex(c)
            rest = [d for d in range(len(term)) if d not in (i, j)]
            n = x.shape[i]
            flat = x.permute(*rest, i, j).reshape(*[x.shape[d] for d in rest], n * n)
            x, term = flat[..., :: n + 1], "".join(term[d] for d in rest) + c
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


@method("diagonal", "diag")
def diag(input, diagonal=0):
    down, right = builtins.max(-diagonal, 0), builtins.max(diagonal, 0)
    if input.dim() == 1:
        n = input.shape[0]
        side = n + down + right
        wide = zeros(side, side, dtype=input.dtype)
        places = as_tensor([(k + down) * side + k + right for k in range(n)])
        return scatter_add(wide.reshape(-1), 0, places, input).reshape(side, side)
    n = builtins.min(input.shape[0] - down, input.shape[1] - right)
    return gather(input[down : down + n], 1, as_tensor([[k + right] for k in range(n)])).reshape(-1)


@method("diag_embed")
def diag_embed(input):
    from ._creation import eye

    return mul(input.unsqueeze(-1), eye(input.shape[-1], dtype=input.dtype))


@method("trace")
def trace(input):
    return sum(diag(input))
