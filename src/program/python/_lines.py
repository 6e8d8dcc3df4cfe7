"""Which line of the program is running, how many times it has begun, and what the names on it stand for."""

import sys

PROGRAM = "program.py"

# Of each frame of the program, by its id: its line, and how many times that had begun. A frame that is gone leaves its id to
# one that says anew where it is.
turns = {}
_counts = {}
# The global names of the program: a frame that has them is the program's, or of what it runs as text.
_globals = None
# By line: the names on it, as "x" or "self.weight"; and those that a loop gives what it goes through.
_names, _targets = {}, {}


def begin_turn(frame, line):
    turn = _counts[line] = _counts.get(line, 0) + 1
    turns[id(frame)] = line, turn
    return turns[id(frame)]


def _begins(code, line):
    begin_turn(sys._getframe(1), line)


def program_frame(frame):
    """The innermost frame of the program, from this one outwards; None where there is none."""
    while frame is not None:
        # First what takes least: between an op and the line that asks for it lie ten frames of ours.
        if frame.f_globals is _globals and frame.f_code.co_filename == PROGRAM:
            return frame
        frame = frame.f_back
    return None


def watch(code, tree, names):
    """From now on, the lines of this code are counted; `tree` is what it was compiled from, `names` are its global ones."""
    global _globals
    _globals = names
    monitoring = sys.monitoring
    if monitoring.get_tool(monitoring.DEBUGGER_ID) is None:
        monitoring.use_tool_id(monitoring.DEBUGGER_ID, "backstep")
    monitoring.register_callback(monitoring.DEBUGGER_ID, monitoring.events.LINE, _begins)
    _count(code)
    _find_names(tree)


def _count(code):
    sys.monitoring.set_local_events(sys.monitoring.DEBUGGER_ID, code, sys.monitoring.events.LINE)
    for inner in code.co_consts:
        if hasattr(inner, "co_code"):
            _count(inner)


def _find_names(tree):
    import ast

    def path(node):
        if isinstance(node, ast.Name):
            return node.id
        inner = path(node.value) if isinstance(node, ast.Attribute) else ""
        return inner and f"{inner}.{node.attr}"

    for statement in ast.walk(tree):
        if not isinstance(statement, ast.stmt):
            continue
        if isinstance(statement, ast.For):
            _targets[statement.lineno] = [x.id for x in ast.walk(statement.target) if isinstance(x, ast.Name)]
        # Of a loop or a branch, its first line: what it holds are statements of their own.
        body = getattr(statement, "body", None)
        end = body[0].lineno - 1 if isinstance(body, list) and body else statement.end_lineno
        found = {}
        parts = [child for child in ast.iter_child_nodes(statement) if not isinstance(child, (ast.stmt, ast.excepthandler))]
        while parts:
            part = parts.pop(0)
            # What is only written is not known yet. Of self.weight both are looked up: what is no tensor is left out.
            changed = isinstance(statement, ast.AugAssign) and part is statement.target
            name = path(part) if changed or isinstance(getattr(part, "ctx", None), ast.Load) else ""
            if name:
                found[name] = True
            parts += ast.iter_child_nodes(part)
        for line in range(statement.lineno, max(statement.lineno, end) + 1):
            _names.setdefault(line, {}).update(found)


def targets(n):
    """What the loop of the program that is running calls n things that come together; batch1, batch2, … where it does not say."""
    frame = sys._getframe(2)
    while frame is not None and frame.f_code.co_filename != PROGRAM:
        frame = frame.f_back
    names = _targets.get(frame.f_lineno, []) if frame is not None else []
    return names[-n:] if len(names) >= n > 0 else [f"batch{k + 1}" for k in range(n)]


def _attribute(value, name, Tensor):
    """Without running anything of the program's, and nothing that computes."""
    if isinstance(value, Tensor):
        return value.grad if name == "grad" else None
    held = getattr(value, "__dict__", {})
    for place in (held, held.get("_parameters"), held.get("_buffers"), held.get("_modules")):
        if isinstance(place, dict) and name in place:
            return place[name]
    return None


def seen(frame, Tensor):
    """What the names on the line of this frame stand for, as "x#5,t=3": the id of a tensor, or a number."""
    found = []
    local, outer = frame.f_locals, frame.f_globals
    for path in _names.get(frame.f_lineno, ()):
        first, *rest = path.split(".")
        value = local.get(first, outer.get(first))
        for name in rest:
            value = _attribute(value, name, Tensor)
        if isinstance(value, Tensor):
            # A view whose base was changed since is computed when the program asks for it.
            if value._base is None or value._base._version == value._seen:
                found.append(f"{path}#{value._id_}")
        elif type(value) in (int, float) and abs(value) < 1e300:
            found.append(f"{path}={value}")
    return ",".join(found)


def around(frame):
    """The lines of the program that called the function of this frame, innermost first, and their turns, as "5:1,9:3"."""
    found = []
    while (frame := frame.f_back) is not None:
        if frame.f_code.co_filename == PROGRAM and id(frame) in turns:
            found.append("%d:%d" % turns[id(frame)])
    return ",".join(found)
