"""Types of numbers."""


TITLES = {
    "float32": "Float", "float64": "Double", "int64": "Long", "int32": "Int", "int16": "Short", "int8": "Char", "uint8": "Byte", "bool": "Bool",
}


class dtype:
    def __init__(self, name, is_floating_point, short=None):
        self.name, self.is_floating_point, self.short = name, is_floating_point, short
        self.is_complex = False
        # What PyTorch's messages call it.
        self.title = TITLES[name]

    def __repr__(self):
        return f"torch.{self.name}"

    def __reduce__(self):
        return self.name


float32 = dtype("float32", True)
float64 = dtype("float64", True)
int64 = dtype("int64", False)
int32 = dtype("int32", False)
int16 = dtype("int16", False)
int8 = dtype("int8", False)
uint8 = dtype("uint8", False)
bool_ = dtype("bool", False)

BY_NAME = {d.name: d for d in (float32, float64, int64, int32, int16, int8, uint8, bool_)}
# As a wider type holds what a narrower one does; of whole numbers and others, the others.
RANK = [bool_, uint8, int8, int16, int32, int64, float32, float64]

_default = float32


def default():
    return _default


def set_default_dtype(d):
    global _default
    if not d.is_floating_point:
        raise TypeError("only floating-point types are supported as the default type")
    _default = d


def sort_of(dtype):
    """Truths, whole numbers, others."""
    return 2 if dtype.is_floating_point else 0 if dtype is bool_ else 1


def promote_types(type1, type2):
    return wider(type1, type2)


class finfo:
    def __init__(self, type=None):
        single = (type or default()) is float32
        self.eps = 2.0**-23 if single else 2.0**-52
        self.max = (2 - 2.0**-23) * 2.0**127 if single else (2 - 2.0**-52) * 2.0**1023
        self.min, self.tiny, self.bits = -self.max, 2.0**-126 if single else 2.0**-1022, 32 if single else 64


class iinfo:
    def __init__(self, type):
        self.bits = {"int64": 64, "int32": 32, "int16": 16}.get(type.name, 8)
        self.max, self.min = (255, 0) if type is uint8 else (2 ** (self.bits - 1) - 1, -(2 ** (self.bits - 1)))


def wider(*dtypes):
    # Neither of these holds what the other does.
    if uint8 in dtypes and int8 in dtypes:
        dtypes = (*dtypes, int16)
    return max(dtypes, key=RANK.index)
