"""Types of numbers."""


class dtype:
    def __init__(self, name, is_floating_point, short=None):
        self.name, self.is_floating_point, self.short = name, is_floating_point, short
        self.is_complex = False

    def __repr__(self):
        return f"torch.{self.name}"

    def __reduce__(self):
        return self.name


float32 = dtype("float32", True)
float64 = dtype("float64", True)
int64 = dtype("int64", False)
int32 = dtype("int32", False)
bool_ = dtype("bool", False)

BY_NAME = {d.name: d for d in (float32, float64, int64, int32, bool_)}
# As a wider type holds what a narrower one does; of whole numbers and others, the others.
RANK = [bool_, int32, int64, float32, float64]

_default = float32


def default():
    return _default


def set_default_dtype(d):
    global _default
    if not d.is_floating_point:
        raise TypeError("only floating-point types are supported as the default type")
    _default = d


def wider(*dtypes):
    return max(dtypes, key=RANK.index)
