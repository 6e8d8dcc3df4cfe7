"""Sums over products whose axes have letters, as products of matrices."""

import math

from ..registry import handles


@handles("einsum")
def _einsum(b, equation, *operands):
    if len(operands) == 1 and isinstance(operands[0], (tuple, list)):
        operands = operands[0]
    if not isinstance(equation, str) or "." in equation:
        return NotImplemented
    given, arrow, out = equation.replace(" ", "").partition("->")
    letters = given.split(",")
    if not arrow:
        out = "".join(sorted(c for c in set(given) - {","} if given.count(c) == 1))
    # An axis that one operand names twice is a diagonal.
    if len(letters) != len(operands) or any(len(set(names)) < len(names) for names in letters):
        return NotImplemented
    value, names = b.use(operands[0]), letters[0]
    for k in range(1, len(operands)):
        later = set(out).union(*letters[k + 1 :])
        value, names = _pair(b, value, names, b.use(operands[k]), letters[k], later)
    return _arranged(b, *_kept(b, value, names, set(out)), out)


def _kept(b, x, names, keep):
    """The axes that nobody needs any more are added up."""
    gone = [d for d, c in enumerate(names) if c not in keep]
    return (b.reduce("sum", x, gone), "".join(c for c in names if c in keep)) if gone else (x, names)


def _arranged(b, x, names, order):
    return b.transpose(x, [names.index(c) for c in order]) if order else x


def _pair(b, x, left, y, right, later):
    """One product of matrices: axes that both have and somebody still needs are its batch, other common ones are summed."""
    x, left = _kept(b, x, left, later | set(right))
    y, right = _kept(b, y, right, later | set(left))
    batch = [c for c in left if c in right and c in later]
    summed = [c for c in left if c in right and c not in later]
    rows, columns = [c for c in left if c not in right], [c for c in right if c not in left]
    size = {**dict(zip(left, x.shape)), **dict(zip(right, y.shape))}

    def shape(*groups):
        return [size[c] for c in batch] + [math.prod(size[c] for c in group) for group in groups]

    x = b.reshape(_arranged(b, x, left, batch + rows + summed), shape(rows, summed))
    y = b.reshape(_arranged(b, y, right, batch + summed + columns), shape(summed, columns))
    product = b.apply("matmul", [x, y], {}, x.data @ y.data)
    names = batch + rows + columns
    return b.reshape(product, [size[c] for c in names]), "".join(names)
