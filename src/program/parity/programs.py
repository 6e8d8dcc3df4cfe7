"""The loss curves of the programs in programs/, as PyTorch gives them.

    python3 src/program/parity/programs.py            # says whether the committed file is what PyTorch gives
    python3 src/program/parity/programs.py --write    # makes it
"""

import contextlib
import io
import json
import os
import runpy
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
CURVES = os.path.join(HERE, "programs.json")


def curve(name):
    """What a program calls `losses`, and what it prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        names = runpy.run_path(os.path.join(HERE, "programs", name))
    return {"losses": names["losses"], "printed": out.getvalue()}


def main():
    names = sorted(f for f in os.listdir(os.path.join(HERE, "programs")) if f.endswith(".py"))
    lines = [f"{json.dumps(name)}: {json.dumps(curve(name))}" for name in names]
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    print(len(names), "programs")
    if "--write" in sys.argv:
        with open(CURVES, "w") as file:
            file.write(text)
    elif open(CURVES).read() != text:
        sys.exit("programs.json is not what PyTorch gives: python3 src/program/parity/programs.py --write")


if __name__ == "__main__":
    main()
