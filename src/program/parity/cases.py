"""What PyTorch gives for one-line programs, which `torch` of this page must give too. The committed answers are those of 2.6;
before 2.0 some modules are printed otherwise, and one number that is drawn with replacement is another.

    python3 src/program/parity/cases.py            # says whether the committed file is what PyTorch gives
    python3 src/program/parity/cases.py --write    # makes it
"""

import json
import os
import sys
import warnings

sys.dont_write_bytecode = True
warnings.simplefilter("ignore")

import families  # noqa: E402
import mathematics  # noqa: E402
import modules  # noqa: E402
import printing  # noqa: E402
import second  # noqa: E402
import tensors  # noqa: E402
import volumes  # noqa: E402
from answer import answer  # noqa: E402

CASES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "cases.json")


def found():
    """By the name of its group, each case and its answer."""
    for module in (tensors, mathematics, modules, printing, families, second, volumes):
        for name, text in vars(module).items():
            if name.isupper() and name not in ("TRAIN", "NETS"):
                lines = [line.replace("\\n", "\n") for line in text.split("\n") if line.strip()]
                yield f"{module.__name__}: {name.lower()}", {line: json.loads(answer(line)) for line in lines}


def main():
    groups = dict(found())
    lines = [
        f"{json.dumps(name)}: {{\n" + ",\n".join(f"\t{json.dumps(c)}: {json.dumps(a)}" for c, a in cases.items()) + "\n}"
        for name, cases in groups.items()
    ]
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    print(sum(map(len, groups.values())), "cases")
    if "--write" in sys.argv:
        with open(CASES, "w") as file:
            file.write(text)
    elif open(CASES).read() != text:
        sys.exit("cases.json is not what PyTorch gives: python3 src/program/parity/cases.py --write")


if __name__ == "__main__":
    main()
