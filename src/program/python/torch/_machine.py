"""The way to the engine: every operation is an op there, with the line of the program that asked for it."""

import json
import sys

from _backstep import machine
from pyodide.ffi import JsException, to_js

# The file of the student's program, and those of these packages, which are passed by.
PROGRAM = "program.py"
_last = None


def here():
    """Tells the machine which line of the program is running."""
    global _last
    frame = sys._getframe(2)
    while frame is not None and frame.f_code.co_filename != PROGRAM:
        frame = frame.f_back
    if frame is None:
        return
    line = (frame.f_lineno, frame.f_code)
    if line != _last:
        _last = line
        inside = frame.f_code.co_name
        machine.at(PROGRAM, frame.f_lineno, "" if inside == "<module>" else inside)


def sentence(problem):
    text = str(problem)
    return text.split(": ", 1)[1] if text.startswith(("BackstepError: ", "Error: ")) else text


def apply(op, attrs, dtype, *ids):
    """An op on values, by their ids; gives the id of what comes out. Raises a RuntimeError whose message is a sentence."""
    here()
    try:
        return machine.apply(op, json.dumps(attrs) if attrs else "", dtype, *ids)
    except JsException as problem:
        raise RuntimeError(sentence(problem)) from None


def plain(kind, dtype, *ids):
    try:
        return machine.plain(kind, dtype, *ids)
    except JsException as problem:
        raise RuntimeError(sentence(problem)) from None


def give(numbers, shape, dtype, name):
    return machine.give(to_js(numbers), to_js(list(shape)), dtype, name)


def shape_of(id):
    return tuple(machine.shape(id).to_py())


def numbers_of(id):
    return machine.data(id).to_py().tolist()
