"""What saved files call to make tensors again."""

import math


def _rebuild_tensor_v2(storage, storage_offset, size, stride, requires_grad, backward_hooks, metadata=None):
    from ._bytes import tensor_of_bytes

    data, name = storage
    width = len_of(name)
    n = math.prod(size)
    # As the numbers lie, unless they lie in another order.
    dense, step = [], 1
    for length in reversed(size):
        dense.insert(0, step)
        step *= length
    if list(stride) == dense or n <= 1:
        made = tensor_of_bytes(data[storage_offset * width : (storage_offset + n) * width], name, size)
    else:
        places = [storage_offset]
        for length, s in zip(size, stride):
            places = [p + k * s for p in places for k in range(length)]
        made = tensor_of_bytes(b"".join(data[p * width : (p + 1) * width] for p in places), name, size)
    return made.requires_grad_() if requires_grad else made


def _rebuild_parameter(data, requires_grad, backward_hooks):
    from .nn import Parameter

    return Parameter(data, requires_grad)


def len_of(name):
    """The bytes of a number of this type."""
    return 1 if name == "bool" else 2 if name == "bfloat16" else int(name.lstrip("uintfloat")) // 8
