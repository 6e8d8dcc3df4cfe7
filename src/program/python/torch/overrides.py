"""Whether a class of a tensor's own answers in the place of a function: none does here."""

has_torch_function = has_torch_function_unary = has_torch_function_variadic = lambda *tensors: False


def handle_torch_function(public_api, relevant_args, *args, **kwargs):
    return public_api(*args, **kwargs)


def __getattr__(name):
    from ._missing import refuse

    return refuse("torch.overrides", name, globals())
