"""Several ops by one call of the machine, as an optimizer's: on small tensors, calls are what takes time."""

from . import _dtypes as dt
from ._machine import apply_all
from ._tensor import Tensor


def chain(*ops):
    """Ops one after the other, of which no gradients are wanted: each a name, inputs and attributes; −1 among the inputs is what the op before gives."""
    orders, kinds = [], []
    for name, inputs, attrs in ops:
        kind, ids = None, []
        for x in inputs:
            known = isinstance(x, int)
            ids.append(x if known else x._id_ if x._base is None else x._id)
            other = kinds[x] if known else x.dtype
            kind = other if kind is None or kind is other else dt.wider(kind, other)
        orders.append((name, attrs, kind.name, ids))
        kinds.append(kind)
    first = apply_all(orders)
    return [Tensor(first + k, kind) for k, kind in enumerate(kinds)]
