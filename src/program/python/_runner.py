"""Runs the program of a student as the main module."""

import re
import sys
import types

from _advice import advice
from _lines import PROGRAM, watch
from torch._machine import machine


class ProgramError(Exception):
    """What the program raised, as Python prints it, with the line of the program where it was."""


# What makes a tensor of nothing but its arguments: it is called as the variable that it is assigned to.
MAKERS = set("tensor zeros ones full empty eye arange linspace rand randn randint randperm normal as_tensor from_numpy".split())


def _assigned(tree):
    """By its last line, the variable that a statement assigns, and whether it makes what it assigns."""
    import ast

    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign) or len(node.targets) != 1 or not isinstance(node.targets[0], ast.Name):
            continue
        value, name = node.value, node.targets[0].id
        makes = isinstance(value, ast.Call) and getattr(value.func, "attr", getattr(value.func, "id", "")) in MAKERS
        for line in range(node.lineno, node.end_lineno + 1):
            machine.assigns(line, name, makes)


def _no_input(prompt=""):
    raise EOFError("Nobody answers input() here: write what it would give into the program.")


def run(source):
    import ast
    import linecache
    import traceback

    linecache.cache[PROGRAM] = (len(source), None, source.splitlines(True), PROGRAM)
    # The page is none of a program's business.
    sys.modules["js"] = sys.modules["pyodide_js"] = None
    module = types.ModuleType("__main__")
    module.__dict__["input"] = _no_input
    module.__file__ = PROGRAM
    sys.modules["__main__"] = module
    try:
        tree = ast.parse(source, PROGRAM)
        _assigned(tree)
        code = compile(source, PROGRAM, "exec")
        watch(code, tree, module.__dict__)
        exec(code, module.__dict__)
    except SystemExit:
        return
    except BaseException as problem:
        own = [f for f in traceback.extract_tb(problem.__traceback__) if f.filename == PROGRAM]
        line = problem.lineno if isinstance(problem, SyntaxError) else own[-1].lineno if own else 0
        text = "".join(traceback.format_list(own)) if own else ""
        last = "".join(traceback.format_exception_only(problem))
        # Of what is not here, the names that are like it have been said.
        last = re.sub(r"(is not part of this page\..*?)\.? Did you mean: .*\?$", r"\1", last.rstrip()) + "\n"
        said = advice(last, linecache.getline(PROGRAM, line), module.__dict__)
        last += said and f"\n{said}"
        raise ProgramError(f"{line}\n" + ("Traceback (most recent call last):\n" + text if text else "") + last) from None
