"""Products with matrices that are mostly 0: kept whole here, which gives the same numbers."""

from ._products import addmm, matmul as mm


def __getattr__(name):
    from ._missing import refuse

    return refuse("torch.sparse", name, globals())
