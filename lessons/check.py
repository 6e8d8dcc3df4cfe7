"""Runs every lesson's listing with a real PyTorch, and compares each value and each gradient with the lesson's trace.

    python3 lessons/check.py [lesson ...]

writes lessons/<name>/checked.json and prints what it compared; it ends with 1 where a difference is above 1e-10. With the
figures it writes what was compared: a hash of the listing, and one of the trace of each run.
"""

import base64
import hashlib
import json
import math
import pathlib
import shlex
import struct
import subprocess
import sys

try:
    import torch
except ModuleNotFoundError:
    sys.exit("PyTorch is missing in this Python: run `pip install torch`, or `apt-get install python3-torch` and /usr/bin/python3.")

HERE = pathlib.Path(__file__).parent
TOLERANCE = 1e-10


def command(lesson, *arguments):
    call = ["node", "lessons/cli/trace.mjs", lesson, *arguments]
    done = subprocess.run(call, cwd=HERE.parent, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(call)}: {done.stderr.strip()}")
    return done.stdout


def numbers(data):
    if isinstance(data, str):
        raw = base64.b64decode(data)
        return list(struct.unpack(f"<{len(raw) // 8}d", raw))
    return [float(value) for value in data]


def difference(tensor, stored):
    """The largest difference; numbers that are both NaN, or the same infinity, are the same."""
    found = tensor.detach().double().reshape(-1).tolist()
    if len(found) != len(stored):
        return math.inf
    worst = 0.0
    for a, b in zip(found, stored):
        if a == b or (math.isnan(a) and math.isnan(b)):
            continue
        off = abs(a - b)
        worst = max(worst, math.inf if math.isnan(off) else off)
    return worst


def compare(lesson, arguments):
    """How many values and gradients were compared, the largest difference of any with its name, and the first that is wrong."""
    tensors = json.loads(command(lesson, *arguments))["tensors"]
    run = {"__name__": lesson}
    exec(compile(command(lesson, "--script", *arguments), f"{lesson}/listing.py", "exec"), run)
    compared, worst, wrong = 0, (0.0, ""), None
    for name, tensor in [*run["given"].items(), *run["values"].items()]:
        if name not in tensors:
            raise SystemExit(f"{lesson}: the listing keeps {name}, but the trace has no tensor of that name")
        pairs = [] if name in run["given"] else [(name, tensor)]
        if tensor.grad is not None and f"{name}.grad" in tensors:
            pairs.append((f"{name}.grad", tensor.grad))
        for key, found in pairs:
            compared += 1
            off = difference(found, numbers(tensors[key]["data"]))
            worst = max(worst, (off, key))
            if off > TOLERANCE and not wrong:
                wrong = f"{key} is {off:.2g} apart from the trace"
    return compared, worst, wrong


def check(lesson):
    listing = HERE / lesson / "listing.py"
    if not listing.exists():
        sys.exit(f"There is no lessons/{lesson}/listing.py: write the lesson in PyTorch there, or name one of {', '.join(lessons())}.")
    text = listing.read_text()
    variants = ["", *(line[2:].strip() for line in text.splitlines() if line.startswith("#?"))]
    compared, worst, traces = 0, (0.0, ""), {}
    for variant in variants:
        arguments = shlex.split(variant)
        traces[variant] = command(lesson, "--hash", *arguments).strip()
        count, off, wrong = compare(lesson, arguments)
        if wrong or not count:
            setting = f" with {variant}" if variant else ""
            why = wrong or "the listing keeps nothing that the trace has"
            print(f"{lesson}: {why}{setting} (at most {TOLERANCE:g}): mend listing.py or lesson.ts; checked.json was not written")
            return False
        compared, worst = compared + count, max(worst, off)
    print(f"{lesson}: {compared} values and gradients in {len(variants)} runs, at most {worst[0]:.2g} apart ({worst[1]})")
    checked = {
        "torch": torch.__version__.split("a")[0].split("+")[0],
        "runs": len(variants),
        "values": compared,
        "largest": float(f"{worst[0]:.2g}"),
        "listing": hashlib.sha256(text.encode()).hexdigest(),
        "traces": traces,
    }
    (HERE / lesson / "checked.json").write_text(json.dumps(checked, indent="\t") + "\n")
    return True


def lessons():
    return sorted(path.parent.name for path in HERE.glob("*/listing.py"))


if __name__ == "__main__":
    sys.exit(0 if all([check(name) for name in sys.argv[1:] or lessons()]) else 1)
