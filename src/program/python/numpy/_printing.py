"""Arrays as NumPy prints them (its array2string, with its usual options)."""

import math

from ._dtypes import shortest32

OPTIONS = {"precision": 8, "threshold": 1000, "edgeitems": 3, "linewidth": 75, "suppress": False}


def set_printoptions(**options):
    OPTIONS.update({k: v for k, v in options.items() if k in OPTIONS})


def _positional(x, kind, precision):
    """The fewest digits that name the number, no more than `precision` after the point."""
    near = float(shortest32(x)) if kind.name == "float32" else x
    text = f"{near:.17f}" if abs(near) < 1e-4 and near else repr(near)
    if "e" in text:
        text = f"{near:.1f}"
    whole, _, part = text.partition(".")
    if len(part) > precision:
        whole, _, part = f"{near:.{precision}f}".partition(".")
    return whole, part.rstrip("0")


def _form(numbers, kind):
    if not kind.is_float:
        texts = [str(x) for x in numbers]
        width = max(map(len, texts), default=0)
        return lambda x: str(x).rjust(width)
    precision = OPTIONS["precision"]
    finite = [float(x) for x in numbers if math.isfinite(x)]
    sizes = [abs(x) for x in finite if x]
    wide = sizes and (
        max(sizes) >= 1e8 or not OPTIONS["suppress"] and (min(sizes) < 0.0001 or max(sizes) / min(sizes) > 1000.0)
    )
    if wide:
        digits = max((_digits(x, kind, precision) for x in finite), default=0)
        left = max(len(f"{x:.{digits}e}".split(".")[0].split("e")[0]) for x in finite)

        def one(x):
            text = f"{x:.{digits}e}"
            return text if digits else text.replace("e", ".e")

        right = 4 + digits
    else:
        pairs = [_positional(x, kind, precision) for x in finite]
        left = max((len(w) for w, _ in pairs), default=0)
        right = max((len(p) for _, p in pairs), default=0)

        def one(x):
            whole, part = _positional(x, kind, precision)
            return f"{whole}.{part.ljust(right)}"

    odd = [len(_odd(x)) for x in numbers if not math.isfinite(x)]
    width = max([left + 1 + right if finite else 0, *odd])
    return lambda x: (one(float(x)) if math.isfinite(x) else _odd(x)).rjust(width)


def _digits(x, kind, precision):
    near = float(shortest32(x)) if kind.name == "float32" else x
    for digits in range(precision):
        if float(f"{near:.{digits}e}") == near:
            return digits
    text = f"{near:.{precision}e}".split("e")[0]
    return len(text.rstrip("0").split(".")[1])


def _odd(x):
    return "nan" if math.isnan(x) else "inf" if x > 0 else "-inf"


def _text(a, separator, prefix, suffix):
    if not a.size:
        return "[]"
    edge = OPTIONS["edgeitems"]
    short = a.size > OPTIONS["threshold"]
    form = _form(_corners(a, edge)._flat() if short else a._flat(), a.dtype)

    def rows(a, indent, width):
        if not a.ndim:
            return form(a._flat()[0])
        n = len(a)
        cut = short and 2 * edge < n
        shown = [*range(edge), None, *range(n - edge, n)] if cut else list(range(n))
        view = [None if k is None else a[k : k + 1].reshape(a.shape[1:]) if a.ndim > 1 else a[k] for k in shown]
        if a.ndim > 1:
            line_end = separator.rstrip() + "\n" * (a.ndim - 1)
            texts = ["..." if v is None else rows(v, indent + " ", width - 1) for v in view]
            return "[" + line_end.join(indent + t for t in texts)[len(indent) :] + "]"
        text, line = "", indent
        for k, v in enumerate(view):
            word = "..." if v is None else form(v)
            last = k == len(view) - 1
            room = width if last else width - max(len(separator.rstrip()), 1)
            if len(line) + len(word) > room - (1 if last else 0) + (1 if last else 0) and len(line) > len(indent):
                text += line.rstrip() + "\n"
                line = indent
            line += word + ("" if last else separator)
        return "[" + (text + line)[len(indent) :] + "]"

    # A view of one row keeps its axes, so that rows of rows print alike.
    return rows(a, " " + " " * len(prefix), OPTIONS["linewidth"] - len(suffix))


def _corners(a, edge):
    from ._joining import concatenate

    for d, n in enumerate(a.shape):
        if n > 2 * edge:
            lead = (slice(None),) * d
            a = concatenate([a[(*lead, slice(0, edge))], a[(*lead, slice(n - edge, n))]], d)
    return a


def str_of(a):
    return _text(a, " ", "", "") if a.ndim else str(_scalar(a))


def repr_of(a):
    known = a.dtype.name in ("float64", "int64", "bool") and a.size
    body = _text(a, ", ", "array(", ")") if a.ndim else _scalar_text(a)
    if known:
        return f"array({body})"
    note = f"dtype={a.dtype}"
    last = len(body) - (body.rfind("\n") + 1) + (0 if "\n" in body else len("array("))
    gap = "\n" + " " * len("array(") if last + len(note) + 3 > OPTIONS["linewidth"] else " "
    return f"array({body},{gap}{note})"


def _scalar(a):
    from ._dtypes import scalar

    return scalar(a._flat()[0], a.dtype)


def _scalar_text(a):
    return str(_scalar(a)).removesuffix(".0") + "." if a.dtype.is_float and float(a).is_integer() else str(_scalar(a))
