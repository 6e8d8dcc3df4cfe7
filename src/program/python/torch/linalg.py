"""Norms by the names of torch.linalg."""

from ._sums import norm as _norm


def norm(A, ord=None, dim=None, keepdim=False):
    if ord is not None and ord != "fro" and (A.dim() != 1 and not isinstance(dim, int)):
        raise NotImplementedError("torch.linalg.norm of a matrix is not part of this page with ord: it has the Frobenius norm.")
    return _norm(A, "fro" if ord is None else ord, dim, keepdim)


def vector_norm(x, ord=2, dim=None, keepdim=False):
    return _norm(x, ord, dim, keepdim)


def __getattr__(name):
    from ._missing import refuse

    return refuse("torch.linalg", name, globals())
