"""Tensors as PyTorch prints them."""

import math

PRECISION, THRESHOLD, EDGE, WIDTH = 4, 1000, 3, 80
# Whether numbers are written with powers of ten: where None, where they differ much.
SCIENTIFIC = None


def written(x):
    body = _body(x, x.tolist() if x.numel() else None, tuple(x.shape))
    notes = []
    default = __import__("torch").get_default_dtype()
    if x.dtype.name not in (default.name, "int64", "bool"):
        notes.append(f"dtype={x.dtype}")
    if not x.numel() and x.dim() != 1:
        notes.insert(0, f"size={tuple(x.shape)}")
    if x._computed:
        notes.append(f"grad_fn={x.grad_fn.name().join(('<', '>'))}")
    elif x.requires_grad:
        notes.append("requires_grad=True")
    name = "Parameter containing:\ntensor" if type(x).__name__ == "Parameter" else "tensor"
    return f"{name}({', '.join([body, *notes])})"


def _body(x, nested, shape):
    if nested is None:
        return "[]"
    flat = _shown(nested, shape)
    form = _form(flat, x.dtype)
    summarize = x.numel() > THRESHOLD
    return _lines(nested, shape, form, 7, summarize)


def _shown(nested, shape):
    if not shape:
        return [nested]
    return [v for part in nested for v in _shown(part, shape[1:])]


def _form(values, dtype):
    """How every number is written: all in one way, as wide as the widest."""
    if not dtype.is_floating_point:
        width = max(len(str(v)) for v in values)
        return lambda v: str(v).rjust(width)
    finite = [abs(v) for v in values if math.isfinite(v) and v != 0]
    if not finite:
        return _odd
    whole = all(v == math.floor(v) for v in finite)
    largest, smallest = max(finite), min(finite)
    if whole:
        scientific = largest / smallest > 1000.0 or largest > 1e8 if SCIENTIFIC is None else SCIENTIFIC
        text = (lambda v: f"{v:.{PRECISION}e}") if scientific else (lambda v: f"{v:.0f}.")
    else:
        scientific = largest / smallest > 1000.0 or largest > 1e8 or smallest < 1e-4 if SCIENTIFIC is None else SCIENTIFIC
        text = (lambda v: f"{v:.{PRECISION}e}") if scientific else (lambda v: f"{v:.{PRECISION}f}")

    def one(v):
        return text(v) if math.isfinite(v) else _odd(v)

    # As in PyTorch, what is no number has no say in the width.
    width = max(len(one(v)) for v in values if math.isfinite(v) and v != 0)
    return lambda v: one(v).rjust(width)


def _odd(v):
    return "nan" if math.isnan(v) else "inf" if v == math.inf else "-inf" if v == -math.inf else f"{v:.0f}."


def _lines(nested, shape, form, indent, summarize):
    if not shape:
        return form(nested)
    if len(shape) == 1:
        words = [form(v) for v in (nested if not summarize or len(nested) <= 2 * EDGE else nested[:EDGE])]
        if summarize and len(nested) > 2 * EDGE:
            words += [" ..."] + [form(v) for v in nested[-EDGE:]]
        room = max(1, (WIDTH - indent) // (len(words[0]) + 2)) if words else 1
        rows = [", ".join(words[k : k + room]) for k in range(0, len(words), room)]
        return "[" + (",\n" + " " * (indent + 1)).join(rows) + "]"
    short = summarize and len(nested) > 2 * EDGE
    parts = nested[:EDGE] + nested[-EDGE:] if short else nested
    texts = [_lines(part, shape[1:], form, indent + 1, summarize) for part in parts]
    if short:
        texts.insert(EDGE, "...")
    gap = "," + "\n" * (len(shape) - 1) + " " * (indent + 1)
    return "[" + gap.join(texts) + "]"
