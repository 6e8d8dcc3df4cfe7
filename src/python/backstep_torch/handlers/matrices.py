"""Products of matrices, linear layers among them."""

from ..registry import handles


@handles("matmul", "mm", "bmm", "mv", "dot")
def _matmul(b, x, other):
    return b.matmul(x, other)


@handles("linear")
def linear(b, x, weight, bias=None):
    if weight.dim() != 2:
        return NotImplemented
    product = b.matmul(x, b.transpose(weight, (1, 0)))
    return product if bias is None else b.binary("add", product, bias)


@handles("addmm", "baddbmm", "addmv")
def _addmm(b, x, left, right, *, beta=1, alpha=1):
    product = b.matmul(left, right)
    product = product if alpha == 1 else b.binary("mul", product, alpha)
    return b.binary("add", x if beta == 1 else b.binary("mul", x, beta), product)
