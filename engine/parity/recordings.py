"""Recordings of real PyTorch runs, made with src/python/backstep_torch.

    python3 engine/parity/recordings.py            # says whether the committed files are what PyTorch gives
    python3 engine/parity/recordings.py --write    # makes them
    python3 engine/parity/recordings.py --bundle   # the same with the one file that people download

The samples (static/traces) come from static/python/examples; recordings.json here holds one small run for each function
of torch that the recorder knows, for layers, and for what it keeps as an unknown op. What cannot be recorded is tried
too, and each refusal must be one sentence.
"""

import contextlib
import importlib.util
import json
import math
import os
import subprocess
import sys
import tempfile
import warnings

import torch
import torch.nn.functional as F
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
PYTHON = os.path.join(ROOT, "src", "python")
EXAMPLES = os.path.join(ROOT, "static", "python", "examples")
TRACES = os.path.join(ROOT, "static", "traces")
CASES = os.path.join(HERE, "recordings.json")
sys.path.insert(0, PYTHON)
sys.dont_write_bytecode = True
if "--bundle" in sys.argv:
    BUNDLE = tempfile.TemporaryDirectory()
    with open(os.path.join(BUNDLE.name, "backstep_torch.py"), "wb") as file:
        file.write(subprocess.check_output(["node", os.path.join(PYTHON, "recorder.mjs")]))
    sys.path.insert(0, BUNDLE.name)

from backstep_torch import record  # noqa: E402
from declared import declared  # noqa: E402
from recorded_cases import CASE  # noqa: E402
from refusals import REFUSED, refused  # noqa: E402

# Numbers further apart than this, relative to 1 or the number, are not the same run.
CLOSE = {"float64": 1e-9, "float32": 1e-4}

SAMPLES = ["mlp", "cnn", "lstm", "gru", "attention", "heads", "transformer", "nan"]


def sample(name):
    spec = importlib.util.spec_from_file_location(f"example_{name}", os.path.join(EXAMPLES, f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.run()


def unchanged():
    """A run gives the same numbers with a recording and without, bit for bit, and torch is left as it was."""
    models = {
        "cnn": lambda: (
            nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ReLU(True), nn.MaxPool2d(2), nn.Dropout(), nn.Flatten()),
            torch.randn(2, 1, 6, 6),
        ),
        "transformer": lambda: (nn.TransformerEncoderLayer(4, 2, 6, dropout=0.2, batch_first=True), torch.randn(2, 3, 4)),
        "attention": lambda: (nn.TransformerDecoderLayer(4, 2, 6, dropout=0.0), [torch.randn(3, 1, 4), torch.randn(2, 1, 4)]),
    }
    spots = [
        (torch.autograd, "backward"),
        (torch.Tensor, "__getitem__"),
        (torch.Tensor, "__setitem__"),
        (F, "has_torch_function"),
        (F, "multi_head_attention_forward"),
        (torch._tensor, "has_torch_function_unary"),
    ]
    before = [getattr(*spot) for spot in spots]
    for name, make in models.items():
        results = []
        for recorded in (False, True):
            torch.manual_seed(5)
            model, x = make()
            with record(model) if recorded else contextlib.nullcontext():
                loss = (model(*x) if isinstance(x, list) else model(x)).square().mean()
                loss.backward()
                # What comes after the way back is not recorded, and is not refused either.
                torch.optim.SGD(model.parameters(), 0.1).step()
            results.append([loss.detach(), *(p.detach() for p in model.parameters()), *(p.grad for p in model.parameters())])
        assert all(torch.equal(a, b) for a, b in zip(*results)), f"recording changed {name}"
        assert not any("_ff_block" in vars(m) for m in model.modules()), f"recording left its mark on {name}"
    try:
        with record():
            raise ValueError
    except ValueError:
        pass
    assert [getattr(*spot) for spot in spots] == before, "torch is not what it was before"
    assert "__getitem__" not in vars(torch.Tensor)
    hooks = torch.nn.modules.module
    assert not (hooks._global_forward_hooks or hooks._global_forward_pre_hooks), "a hook was left"
    return len(models)


def numbers(data):
    if isinstance(data, str):
        import array
        import base64

        return list(array.array("d", base64.b64decode(data)))
    return [float(x) for x in data]


def difference(a, b, path=""):
    """The first place where two traces differ by more than rounding; None where they are the same."""
    if isinstance(a, dict) and isinstance(b, dict):
        if a.keys() != b.keys():
            return f"{path}: {sorted(a.keys() ^ b.keys())}"
        for key in a:
            if key == "data" and len(numbers(a[key])) == len(numbers(b[key])):
                for k, (x, y) in enumerate(zip(numbers(a[key]), numbers(b[key]))):
                    if x != y and not (math.isnan(x) and math.isnan(y)):
                        if not abs(x - y) <= CLOSE[a["dtype"]] * max(1, abs(x)):
                            return f"{path}[{k}]: {x} and {y}"
            elif key != "recorded":
                found = difference(a[key], b[key], f"{path}/{key}")
                if found:
                    return found
        return None
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        return next((d for d in (difference(x, y, f"{path}/{k}") for k, (x, y) in enumerate(zip(a, b))) if d), None)
    return None if a == b else f"{path}: {str(a)[:80]} and {str(b)[:80]}"


def text_of(trace):
    return json.dumps(trace, separators=(",", ":"), allow_nan=False)


def main():
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    write, bad = "--write" in sys.argv, 0
    for name, (attempt, says) in REFUSED.items():
        refused(attempt, says)
    print(f"{len(REFUSED)} runs that cannot be recorded are refused, each with one sentence.")
    print(f"{declared()} models of classes of one's own declare what they are.")
    print(f"{unchanged()} models compute the same, bit for bit, while they are recorded.")
    made = {name: sample(name).trace() for name in SAMPLES}
    cases = {}
    for name, make in CASE.items():
        try:
            cases[name] = make().trace()
        except Exception as error:
            raise RuntimeError(f"the case “{name}” cannot be recorded") from error
    if write:
        for name, trace in made.items():
            with open(os.path.join(TRACES, f"{name}.json"), "w", encoding="utf-8") as file:
                file.write(text_of(trace) + "\n")
        with open(CASES, "w", encoding="utf-8") as file:
            file.write("{\n" + ",\n".join(f"{json.dumps(k)}: {text_of(v)}" for k, v in cases.items()) + "\n}\n")
    with open(CASES, encoding="utf-8") as file:
        committed = json.load(file)
    if committed.keys() != cases.keys():
        print(f"other cases: {sorted(committed.keys() ^ cases.keys())}")
        bad += 1
    same = 0
    for name in SAMPLES:
        with open(os.path.join(TRACES, f"{name}.json"), encoding="utf-8") as file:
            committed[f"sample {name}"] = json.load(file)
        cases[f"sample {name}"] = made[name]
    for name in committed.keys() & cases.keys():
        found = difference(committed[name], cases[name])
        if found:
            print(f"{name} differs at {found}")
            bad += 1
        same += text_of(committed[name]) == text_of(cases[name])
    print(f"{len(cases)} recordings by PyTorch {torch.__version__}: {same} are the committed ones byte for byte, {bad} differ.")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
