"""What a function of torch is called, and which of them compute nothing that is recorded."""


def name_of(func):
    name = getattr(func, "__name__", str(func))
    if name in ("__get__", "__set__"):
        return f"{name[2:5]} {getattr(getattr(func, '__self__', None), '__name__', '')}"
    return DUNDER.get(name, name)


DUNDER = {
    "__add__": "add", "__radd__": "add", "__iadd__": "add_", "__sub__": "sub", "__isub__": "sub_", "__rsub__": "rsub",
    "__mul__": "mul", "__rmul__": "mul", "__imul__": "mul_", "__truediv__": "div", "__itruediv__": "div_",
    "__div__": "div", "__idiv__": "div_", "__matmul__": "matmul", "__neg__": "neg", "__pow__": "pow", "__ipow__": "pow_",
}
GETTERS = {"T": "T", "mT": "mT", "data": "detach"}
# What asks about a tensor, or takes numbers out of it, and computes nothing that is recorded.
PLAIN = {
    "size", "dim", "ndimension", "numel", "nelement", "stride", "is_contiguous", "is_floating_point", "is_complex", "item",
    "tolist", "numpy", "__len__", "__repr__", "__format__", "__str__", "__bool__", "__float__", "__int__", "__index__",
    "__contains__", "__hash__", "__array__", "is_cuda", "get_device", "register_hook", "retain_grad", "storage",
    "untyped_storage", "data_ptr", "element_size", "is_signed", "is_same_size", "equal", "allclose", "zeros_like",
    "ones_like", "empty_like", "full_like", "rand_like", "randn_like", "new_zeros", "new_ones", "new_empty", "new_full",
    "new_tensor", "isnan", "isinf", "isfinite", "_is_view", "is_nonzero", "backward", "requires_grad_", "is_inference",
    "is_pinned", "is_shared", "storage_offset", "has_names", "__deepcopy__", "__reduce_ex__", "argmax", "argmin", "share_memory_",
}
# What has a handler, and may change one of its arguments all the same.
CHANGING = {"batch_norm", "instance_norm", "embedding", "embedding_bag"}
# Of these, what makes a Python number of a tensor, and what makes whole numbers or truth values of one.
TAKEN = {"item", "tolist", "numpy", "__float__", "__int__", "__index__", "__array__"}
CHOSEN = {"argmax", "argmin", "isnan", "isinf", "isfinite"}
