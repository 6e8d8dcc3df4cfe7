"""Types of numbers. Each is also what makes one: np.float32(3)."""

import array


class dtype:
    def __init__(self, name):
        self.name = name
        self.is_float = name.startswith("float")

    @property
    def kind(self):
        return {"bool": "b", "int32": "i", "int64": "i"}.get(self.name, "f")

    @property
    def itemsize(self):
        return {"bool": 1, "int32": 4, "float32": 4}.get(self.name, 8)

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


BY_NAME = {name: dtype(name) for name in ("bool", "int32", "int64", "float32", "float64")}
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


SCALARS = {"float64": float64, "float32": float32, "int64": int64, "int32": int32, "bool": bool}


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
    name = {"float": "float64", "int": "int64", "f4": "float32", "f8": "float64", "i4": "int32", "i8": "int64"}.get(name, name)
    if name not in BY_NAME:
        raise TypeError(f"data type {x!r} is not part of this page. It has {', '.join(BY_NAME)}.")
    return BY_NAME[name]


def wider(*kinds):
    """The type that holds them all; whole numbers beside float32 need float64."""
    widest = max(kinds, key=lambda k: RANK.index(k.name))
    if widest.name == "float32" and any(k.kind == "i" for k in kinds):
        return BY_NAME["float64"]
    return widest


def stored(numbers, kind):
    """As storing in this type leaves them."""
    if kind.name == "float32":
        return array.array("f", numbers).tolist()
    if kind.is_float:
        return [float(x) for x in numbers]
    if kind.name == "bool":
        return [bool(x) for x in numbers]
    return [int(x) for x in numbers]
