"""Runs the program of a student as the main module."""

import sys
import types

from torch._machine import PROGRAM


class ProgramError(Exception):
    """What the program raised, as Python prints it, with the line of the program where it was."""


def run(source):
    import linecache
    import traceback

    linecache.cache[PROGRAM] = (len(source), None, source.splitlines(True), PROGRAM)
    module = types.ModuleType("__main__")
    module.__file__ = PROGRAM
    sys.modules["__main__"] = module
    try:
        exec(compile(source, PROGRAM, "exec"), module.__dict__)
    except SystemExit:
        return
    except BaseException as problem:
        own = [f for f in traceback.extract_tb(problem.__traceback__) if f.filename == PROGRAM]
        line = problem.lineno if isinstance(problem, SyntaxError) else own[-1].lineno if own else 0
        text = "".join(traceback.format_list(own)) if own else ""
        last = "".join(traceback.format_exception_only(problem))
        raise ProgramError(f"{line}\n" + ("Traceback (most recent call last):\n" + text if text else "") + last) from None
