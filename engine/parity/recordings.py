"""Recordings of real PyTorch runs, made with src/python/backstep_torch.

    python3 engine/parity/recordings.py            # says whether the committed files are what PyTorch gives
    python3 engine/parity/recordings.py --write    # makes them
    python3 engine/parity/recordings.py --bundle   # the same with the one file that people download
    python3 engine/parity/recordings.py --to DIR   # saves every recording in a folder, for another version of PyTorch:
    npm run --silent trace -- --check DIR/*        # says whether its numbers agree

The samples (static/traces) come from static/python/examples; recordings.json here holds one small run for each function
of torch that the recorder knows, for layers, and for what it keeps as an unknown op. What cannot be recorded is tried
too, and each refusal must be one sentence.
"""

import array
import base64
import contextlib
import importlib.util
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import types
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
from recorded_copies import COPIES  # noqa: E402
from recorded_forward import FORWARD  # noqa: E402
from recorded_loops import LOOPS  # noqa: E402
from recorded_programs import PROGRAM  # noqa: E402
from recorded_runs import plain  # noqa: E402
from recorded_updates import UPDATES  # noqa: E402
from refusals import REFUSED, refused  # noqa: E402

CASE.update(PROGRAM)
CASE.update(COPIES)
CASE.update(FORWARD)
CASE.update(UPDATES)
CASE.update(LOOPS)

# Numbers further apart than this, relative to 1 or the number, are not the same run.
CLOSE = {"float64": 1e-9, "float32": 1e-4, "bfloat16": 2**-4}

TYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "BF16": torch.bfloat16,
    "I64": torch.int64,
    "BOOL": torch.bool,
}

SAMPLES = ["mlp", "cnn", "lstm", "gru", "attention", "heads", "transformer", "steps", "nan"]
# Saved as safetensors files.
TENSORS = ["half"]


def sample(name, recorder=None):
    """Runs an example, with the recorder or with what is put in its place."""
    spec = importlib.util.spec_from_file_location(f"example_{name}", os.path.join(EXAMPLES, f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if recorder is not None:
        module.backstep_torch = recorder
    return module.run()


class Plain:
    """In the recorder's place: records nothing, and remembers the model."""

    @staticmethod
    def names(x, axes=None, **places):
        return x

    @staticmethod
    def record(model=None, title=None):
        return contextlib.nullcontext(types.SimpleNamespace(model=model))


def trained(r):
    """The weights and buffers of a sample's model, and their gradients."""
    held = [*r.model.parameters(), *r.model.buffers()]
    return [*held, *(x.grad for x in held if x.grad is not None)]


def seeded(make):
    torch.manual_seed(0)
    return make()


SPOTS = [
    (torch.autograd, "backward"),
    (torch.autograd, "grad"),
    (torch.autograd.Function, "apply"),
    (torch.Tensor, "__getitem__"),
    (torch.Tensor, "__setitem__"),
    (torch.Tensor, "storage"),
    (torch.Tensor, "as_subclass"),
    (torch._tensor_str, "_str"),
    (torch.utils.hooks, "BackwardHook"),
    (nn.TransformerEncoderLayer, "_ff_block"),
    (F, "has_torch_function"),
    (F, "multi_head_attention_forward"),
    (torch._tensor, "has_torch_function_unary"),
]


def in_place():
    """What is at torch's spots now, and whether it is there itself or inherited."""
    return [(getattr(*spot), spot[1] in vars(spot[0])) for spot in SPOTS]


def unchanged(recorded, samples):
    """Each run ends with the same numbers as without a recording, bit for bit, and torch is left as it was."""
    before = in_place()
    with plain():
        ends = {name: seeded(make).ended for name, make in CASE.items()}
    for name, r in samples.items():
        ends[f"sample {name}"] = trained(sample(name, Plain))
        r.ended = trained(r)
        recorded[f"sample {name}"] = r
    for name, r in recorded.items():
        same = len(r.ended) == len(ends[name]) and all(map(same_bits, r.ended, ends[name]))
        assert same, f"recording changed {name}"
    try:
        with record():
            # A slot of torch's type that was patched makes this a sequence, for ever after.
            assert torch.tensor([torch.tensor(1.0)]).shape == (1,)
            raise ValueError
    except ValueError:
        pass
    assert torch.tensor([torch.tensor(1.0)]).shape == (1,)
    assert in_place() == before, "torch is not what it was before"
    hooks = torch.nn.modules.module
    assert not (hooks._global_forward_hooks or hooks._global_forward_pre_hooks), "a hook was left"
    return len(ends)


def same_bits(a, b):
    a, b = (x.to_dense() if x.layout != torch.strided else x for x in (a, b))
    return a.dtype == b.dtype and torch.equal(a.isnan(), b.isnan()) and torch.equal(a.nan_to_num(7), b.nan_to_num(7))


def numbers(data):
    if isinstance(data, list):
        return [float(x) for x in data]
    single = isinstance(data, dict)
    return list(array.array("f" if single else "d", base64.b64decode(data["float32"] if single else data)))


def difference(a, b, path=""):
    """The first place where two traces differ by more than rounding; None where they are the same."""
    if isinstance(a, dict) and isinstance(b, dict):
        if a.keys() != b.keys():
            return f"{path}: {sorted(a.keys() ^ b.keys())}"
        for key in a:
            views = any(isinstance(x[key], dict) and "of" in x[key] for x in (a, b))
            if key == "data" and not views and len(numbers(a[key])) == len(numbers(b[key])):
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


def path_of(name):
    return os.path.join(TRACES, f"{name}.{'safetensors' if name in TENSORS else 'json'}")


def trace_at(path):
    """The trace of a file; that of a safetensors file as it would be in JSON."""
    if path.endswith(".json"):
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    with open(path, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header, data = json.loads(file.read(length)), bytearray(file.read())
    trace = json.loads(header["__metadata__"]["backstep"])
    for name, tensor in trace["tensors"].items():
        if name in header:
            start, end = header[name]["data_offsets"]
            dtype = TYPES[header[name]["dtype"]]
            values = torch.frombuffer(data[start:end], dtype=dtype).tolist()
            computed = str(dtype)[6:] if dtype.is_floating_point else "float64"
            tensor.update(shape=header[name]["shape"], dtype=computed, data=values)
    return {**trace, "version": "1.1"}


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
    samples = {name: sample(name) for name in [*SAMPLES, *TENSORS]}
    made = {name: r.trace() for name, r in samples.items()}
    recorded, cases = {}, {}
    for name, make in CASE.items():
        try:
            recorded[name] = seeded(make)
            cases[name] = recorded[name].trace()
        except Exception as error:
            raise RuntimeError(f"the case “{name}” cannot be recorded") from error
    print(f"{unchanged(recorded, samples)} runs compute the same, bit for bit, as without a recording.")
    if "--to" in sys.argv:
        folder = sys.argv[sys.argv.index("--to") + 1]
        for name, r in recorded.items():
            r.save(os.path.join(folder, f"{re.sub('[^a-z0-9]+', '-', name.lower())}.safetensors"))
        print(f"{len(recorded)} recordings by PyTorch {torch.__version__} saved.")
        return 0
    if write:
        for name, r in samples.items():
            r.save(path_of(name))
        with open(CASES, "w", encoding="utf-8") as file:
            file.write("{\n" + ",\n".join(f"{json.dumps(k)}: {text_of(v)}" for k, v in cases.items()) + "\n}\n")
    with open(CASES, encoding="utf-8") as file:
        committed = json.load(file)
    if committed.keys() != cases.keys():
        print(f"other cases: {sorted(committed.keys() ^ cases.keys())}")
        bad += 1
    same = 0
    for name in [*SAMPLES, *TENSORS]:
        committed[f"sample {name}"] = trace_at(path_of(name))
        cases[f"sample {name}"] = made[name]
    with tempfile.TemporaryDirectory() as folder:
        for name, r in samples.items():
            path = os.path.join(folder, f"{name}.safetensors")
            r.save(path)
            found = difference(made[name], trace_at(path))
            assert not found, f"{name} is another trace as a safetensors file, at {found}"
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
