"""The way to the engine: every operation is an op there, with the line of the program that asked for it."""

import json
import sys

from _backstep import machine
from pyodide.ffi import JsException, to_js

from ._size import Size

# The file of the student's program, and those of these packages, which are passed by.
PROGRAM = "program.py"
_last, _place = None, 0

# Bound once: to look up a method of the machine costs more than to call it.
_apply, _plain, _give, _at, _shape, _data = machine.apply, machine.plain, machine.give, machine.at, machine.shape, machine.data
free, share, differentiable = machine.free, machine.share, machine.differentiable
enter, leave, changed = machine.enter, machine.leave, machine.changed
want, call, begin_parameter, end_parameter = machine.want, machine.call, machine.beginParameter, machine.endParameter
# Shapes by how the machine writes them.
_sizes = {}


def here():
    """Tells the machine which line of the program is running."""
    global _last, _place
    frame = sys._getframe(2)
    while frame.f_code.co_filename is not PROGRAM and frame.f_code.co_filename != PROGRAM:
        frame = frame.f_back
        if frame is None:
            return
    line, place = frame.f_lineno, frame.f_lasti
    # Back at an earlier place of the same line, it begins again.
    begins = line != _last or place < _place
    _last, _place = line, place
    if begins:
        inside = frame.f_code.co_name
        _at(PROGRAM, frame.f_lineno, "" if inside == "<module>" else inside, place)


def sentence(problem):
    text = str(problem)
    return text.split(": ", 1)[1] if text.startswith(("BackstepError: ", "Error: ")) else text


# What is done, by the number under which the machine knows it: numbers cross faster than texts.
_plans = {}


def _planned(op, attrs, dtype):
    try:
        plan = (op, dtype, *attrs.items()) if attrs else (op, dtype)
        known = _plans.get(plan)
    except TypeError:
        # A list among the attributes.
        plan = (op, dtype, json.dumps(attrs))
        known = _plans.get(plan)
    if known is None:
        known = _plans[plan] = machine.plan(op, json.dumps(attrs) if attrs else "", dtype)
    return known


def apply(op, attrs, dtype, *ids):
    """An op on values, by their ids; gives the id of what comes out. Raises a RuntimeError whose message is a sentence."""
    here()
    try:
        return _apply(_planned(op, attrs, dtype), *ids)
    except JsException as problem:
        raise RuntimeError(sentence(problem)) from None


def plain(kind, dtype, *ids):
    try:
        return _plain(kind, dtype, *ids)
    except JsException as problem:
        raise RuntimeError(sentence(problem)) from None


def give(numbers, shape, dtype, name):
    return _give(to_js(numbers), to_js(list(shape)), dtype, name)


def shape_of(id):
    written = _shape(id)
    found = _sizes.get(written)
    if found is None:
        found = _sizes[written] = Size(map(int, written.split(","))) if written else Size()
    return found


def numbers_of(id):
    return _data(id).to_py().tolist()
