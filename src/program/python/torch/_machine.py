"""The way to the engine: every operation is an op there, with the line of the program that asked for it."""

import json
import sys

from _backstep import machine
from pyodide.ffi import JsException, to_js

from _lines import PROGRAM, around, begin_turn, program_frame, seen, turns

from ._size import Size

# The turn of a line that an op was last asked for in, and how far in its code that was.
_last, _place = None, 0
# Whether what stands on lines is recorded; and the class of tensors, which needs this module first.
_recorded, _Tensor = False, None

# Bound once: to look up a method of the machine costs more than to call it.
_apply, _plain, _give, _at, _shape, _data = machine.apply, machine.plain, machine.give, machine.at, machine.shape, machine.data
_free, _changed, _apply_all, _replace = machine.free, machine.changed, machine.applyAll, machine.replaceParameter
share, differentiable, enter, leave, want, call = machine.share, machine.differentiable, machine.enter, machine.leave, machine.want, machine.call
begin_parameter, end_parameter = machine.beginParameter, machine.endParameter
begin_update, end_update, close, mode = machine.beginUpdate, machine.endUpdate, machine.close, machine.mode
# Shapes by how the machine writes them.
_sizes = {}


# Values that tensors name no more: the machine is told so with the next line, since a call takes longer than what it does.
_gone = []
_MOST_GONE = 32


def free(id):
    _gone.append(id)
    if len(_gone) > _MOST_GONE:
        forget()


def _take_gone():
    ids = _gone[:]
    # What is let go of meanwhile comes after them.
    del _gone[: len(ids)]
    return ids


def forget():
    """Before what asks whether a value is still there."""
    ids = _take_gone()
    if ids:
        _free(*ids)


def changed(before, id):
    forget()
    _changed(before, id)


def replace_parameter(id, before, wanted, trained):
    _replace(id, before, wanted, trained, *_take_gone())


def here():
    """Tells the machine which line of the program is running."""
    global _last, _place, _recorded
    frame = program_frame(sys._getframe(2))
    if frame is None:
        return
    turn, place = turns.get(id(frame)), frame.f_lasti
    same = turn is _last
    # A loop in one line is back at an earlier place of it.
    if turn is None or (same and place < _place):
        turn, same = begin_turn(frame, frame.f_lineno), False
    _last, _place = turn, place
    if not same:
        inside = frame.f_code.co_name
        # While lines are told, with what stands on them: one call costs less than two.
        told = _told(frame) if _recorded else ""
        recorded = _at(PROGRAM, turn[0], "" if inside == "<module>" else inside, turn[1], told, *_take_gone())
        if recorded and not _recorded:
            machine.sees(_told(frame))
        _recorded = recorded


def _told(frame):
    global _Tensor
    if _Tensor is None:
        from ._tensor import Tensor

        _Tensor = Tensor
    return seen(frame, _Tensor) + ";" + around(frame)


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


def apply_all(orders):
    """Ops one after the other: of each its name, attributes, dtype and ids, where −1 is what the op before gives. The first id of what comes out."""
    here()
    flat = []
    for op, attrs, dtype, ids in orders:
        flat += _planned(op, attrs, dtype), len(ids), *ids
    try:
        return _apply_all(*flat)
    except JsException as problem:
        raise RuntimeError(sentence(problem)) from None


def plain(kind, dtype, *ids):
    try:
        return _plain(kind, dtype, *ids)
    except JsException as problem:
        raise RuntimeError(sentence(problem)) from None


def give(numbers, shape, dtype, name):
    try:
        return _give(to_js(numbers), to_js(list(shape)), dtype, name)
    except JsException:
        raise MemoryError from None


def fill(number, shape, dtype, name):
    """The same number everywhere."""
    try:
        return machine.fill(number, to_js(list(shape)), dtype, name)
    except JsException:
        raise MemoryError from None


def shape_of(id):
    written = _shape(id)
    found = _sizes.get(written)
    if found is None:
        found = _sizes[written] = Size(map(int, written.split(","))) if written else Size()
    return found


def numbers_of(id):
    return _data(id).to_py().tolist()
