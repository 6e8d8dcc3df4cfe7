"""Types of numbers. Each is also what makes one: np.float32(3)."""

import array


class dtype:
    def __init__(self, name):
        self.name = name
        self.is_float = name.startswith("float")

    @property
    def kind(self):
        return "b" if self.name == "bool" else self.name[0]

    @property
    def itemsize(self):
        return 1 if self.name == "bool" else int(self.name.lstrip("uintfloat")) // 8

    @property
    def type(self):
        return SCALARS[self.name]

    def __eq__(self, other):
        try:
            return self is dtype_of(other)
        except TypeError:
            return False

    def __hash__(self):
        return hash(self.name)

    def __str__(self):
        return self.name

    def __repr__(self):
        return f"dtype('{self.name}')"


BY_NAME = {name: dtype(name) for name in ("bool", "uint8", "int8", "int16", "int32", "int64", "float32", "float64")}
RANK = list(BY_NAME)


class _Scalar:
    """A number that knows its type, as an array gives it."""

    shape, ndim, size = (), 0, 1

    @property
    def dtype(self):
        return BY_NAME[self.kind]

    def item(self):
        return self._python(self)

    def astype(self, wanted):
        return scalar(self.item(), dtype_of(wanted))

    def round(self, decimals=0):
        return scalar(round(self.item(), decimals), self.dtype)

    def _array(self):
        from ._array import array as made

        return made(self.item(), dtype=self.dtype)

    def tolist(self):
        return self.item()

    def __repr__(self):
        return f"np.{self.kind}({self})"


class float64(_Scalar, float):
    kind, _python = "float64", float

    def __str__(self):
        return float.__repr__(self)

    def __format__(self, form):
        return format(float(self), form)


class float32(float64):
    kind = "float32"

    def __new__(cls, x=0.0):
        return float.__new__(cls, array.array("f", [float(x)])[0])

    def __str__(self):
        return shortest32(float(self))


class int64(_Scalar, int):
    kind, _python = "int64", int
    __str__ = int.__repr__

    def __format__(self, form):
        return format(int(self), form)


class int32(int64):
    kind = "int32"


class int16(int64):
    kind = "int16"


class int8(int64):
    kind = "int8"


class uint8(int64):
    kind = "uint8"


SCALARS = {
    "float64": float64, "float32": float32, "int64": int64, "int32": int32, "int16": int16, "int8": int8, "uint8": uint8, "bool": bool,
}


class finfo:
    def __init__(self, kind):
        single = dtype_of(kind).name == "float32"
        make = float32 if single else float64
        self.eps = make(2.0**-23 if single else 2.0**-52)
        self.max = make((2 - 2.0**-23) * 2.0**127 if single else (2 - 2.0**-52) * 2.0**1023)
        self.min, self.tiny = make(-self.max), make(2.0**-126 if single else 2.0**-1022)


class iinfo:
    def __init__(self, kind):
        name = dtype_of(kind).name
        self.bits = int(name.lstrip("uint"))
        self.min, self.max = (0, 2**self.bits - 1) if name[0] == "u" else (-(2 ** (self.bits - 1)), 2 ** (self.bits - 1) - 1)


def scalar(x, kind):
    return SCALARS[kind.name](x)


def shortest32(x):
    """The fewest digits that name this float32."""
    for digits in range(1, 10):
        near = float(f"{x:.{digits}g}")
        if array.array("f", [near])[0] == x:
            return repr(near)
    return repr(x)


def dtype_of(x):
    """What is given as dtype=…: a dtype, a type or a name."""
    if isinstance(x, dtype):
        return x
    name = x if isinstance(x, str) else getattr(x, "kind", None) or {float: "float64", int: "int64", bool: "bool"}.get(x)
    name = {"float": "float64", "int": "int64", "f4": "float32", "f8": "float64", "i4": "int32", "i8": "int64", "i2": "int16", "i1": "int8", "u1": "uint8"}.get(name, name)
    if name not in BY_NAME:
        raise TypeError(f"data type {x!r} is not part of this page. It has {', '.join(BY_NAME)}.")
    return BY_NAME[name]


def wider(*kinds):
    """The type that holds them all; long whole numbers beside float32 need float64."""
    names = {k.name for k in kinds}
    widest = max(kinds, key=lambda k: RANK.index(k.name))
    if widest.name == "float32" and names & {"int32", "int64"}:
        return BY_NAME["float64"]
    return BY_NAME["int16"] if widest.name == "int8" and "uint8" in names else widest


def stored(numbers, kind):
    """As storing in this type leaves them."""
    if kind.name == "float32":
        return array.array("f", numbers).tolist()
    if kind.is_float:
        return [float(x) for x in numbers]
    if kind.name == "bool":
        return [bool(x) for x in numbers]
    if kind.name == "int64":
        return [int(x) for x in numbers]
    # What is too large for its bits loses those above them.
    bits, half = kind.itemsize * 8, 0 if kind.kind == "u" else 1 << (kind.itemsize * 8 - 1)
    return [((int(x) + half) & ((1 << bits) - 1)) - half for x in numbers]
