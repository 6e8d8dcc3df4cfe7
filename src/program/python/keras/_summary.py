"""Model.summary as Keras prints it on a terminal of 80 columns."""

from ._symbolic import flat

# The widths of the columns, without their padding: three where layers follow each other, four where they branch.
STRAIGHT, BRANCHED = (31, 22, 13), (19, 17, 10, 17)


def print_summary(model, tell):
    branched = _branches(model)
    widths = BRANCHED if branched else STRAIGHT
    header = ["Layer (type)", "Output Shape", "Param #", *(["Connected to"] if branched else [])]
    lines = [f'Model: "{model.name}"', _rule("┏┳┓", "━", widths), *_row(header, widths, "┃"), _rule("┡╇┩", "━", widths)]
    for k, layer in enumerate(model.layers):
        fields = [f"{layer.name} ({type(layer).__name__})", _shape_of(layer), _params_of(layer)]
        if k:
            lines.append(_rule("├┼┤", "─", widths))
        lines += _row(fields + ([_connections(layer, model)] if branched else []), widths, "│")
    lines.append(_rule("└┴┘", "─", widths))
    for line in lines + _totals(model):
        tell(line)


def _rule(corners, line, widths):
    left, middle, right = corners
    return left + middle.join(line * (w + 2) for w in widths) + right


def _row(fields, widths, edge):
    cells = [_wrapped(text, w) for text, w in zip(fields, widths)]
    lines = []
    for k in range(max(map(len, cells))):
        parts = []
        for column, (cell, w) in enumerate(zip(cells, widths)):
            text = cell[k] if k < len(cell) else ""
            parts.append(text.rjust(w) if column == 2 else text.ljust(w))
        lines.append(f"{edge} " + f" {edge} ".join(parts) + f" {edge}")
    return lines


def _wrapped(text, width):
    """Words that fit a line; a longer one is cut short."""
    lines, line = [], ""
    for word in text.split(" "):
        if len(line) + len(word) + bool(line) <= width:
            line += (" " if line else "") + word
            continue
        if line:
            lines.append(line)
        line = word if len(word) <= width else word[: width - 1] + "…"
    return [*lines, line]


def _shape_of(layer):
    if not layer._nodes:
        return "?"
    shapes = [f"({', '.join(map(str, x.shape))})" for x in layer._nodes[-1].outputs]
    return shapes[0] if len(shapes) == 1 else f"[{', '.join(shapes)}]"


def _params_of(layer):
    return f"{layer.count_params():,}" if layer.built else "0 (unbuilt)"


def _connections(layer, model):
    found = []
    for node in layer._nodes:
        if node in model._graph:
            for x in node.inputs:
                found.append(f"{x._node.layer.name}[{x._node.layer._nodes.index(x._node)}][{x._place}]")
    return ", ".join(found) or "-"


def _branches(model):
    """Whether a layer has several inputs, is called twice, or stands beside another."""
    if model.inputs is None or getattr(model, "_stack", None) is not None:
        return False
    if len(flat(model.inputs)) > 1 or len(flat(model.outputs)) > 1 or len(model._graph) != len(model.layers):
        return True
    used = [id(x) for node in model._graph for x in node.inputs]
    return any(len(node.inputs) > 1 for node in model._graph) or len(set(used)) != len(used)


def _size(numbers, extra=0):
    size = numbers * 4 + extra
    for unit in ("B", "KB", "MB"):
        if size < 1024:
            return f"({size:.2f} {unit})"
        size /= 1024
    return f"({size:.2f} GB)"


def _totals(model):
    trained = sum(v.value.numel() for v in model.trainable_weights)
    fixed = sum(v.value.numel() for v in model.non_trainable_weights)
    optimizer = model.optimizer
    # What an optimizer keeps: as many numbers as there are weights, so many times, its learning rate, and its count of updates.
    kept = optimizer.slots() * trained + 2 if optimizer is not None and optimizer.iterations else 0
    more = 4 if kept else 0
    lines = [
        f" Total params: {trained + fixed + kept:,} {_size(trained + fixed + kept, more)}",
        f" Trainable params: {trained:,} {_size(trained)}",
        f" Non-trainable params: {fixed:,} {_size(fixed)}",
    ]
    return lines + ([f" Optimizer params: {kept:,} {_size(kept, more)}"] if kept else [])
