"""Builds the wheel of backstep-torch, by nothing but Python's own library: `python3 src/python/wheel.py dist`.

It is a build backend as well (PEP 517), so that `pip wheel src/python` gives the same file. A wheel is a zip of the
package and of a folder that describes it (PEP 427): no code is compiled, so there is nothing else to do.
"""

import base64
import hashlib
import json
import pathlib
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
VIEWER = ROOT / "dist" / "viewer"
VERSION = json.loads((ROOT / "package.json").read_text("utf-8"))["version"]
STEM = f"backstep_torch-{VERSION}"

METADATA = f"""Metadata-Version: 2.1
Name: backstep-torch
Version: {VERSION}
Summary: Records a run of a PyTorch model for Backstep, a step debugger for neural networks.
License: MIT
Requires-Python: >=3.8
Requires-Dist: torch>=1.13
Description-Content-Type: text/x-rst

"""
TAGS = "Wheel-Version: 1.0\nGenerator: backstep\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def files():
    """What the wheel holds, by path: the package with the player in it, and what describes it."""
    package = HERE / "backstep_torch"
    for path in sorted(package.rglob("*.py")):
        yield f"backstep_torch/{path.relative_to(package).as_posix()}", path.read_bytes()
    for name in ("backstep_viewer.html", "third-party.txt"):
        path = VIEWER / name
        if not path.exists():
            sys.exit(f"{path} is not there: run `npm run build:viewer` first, which makes the player of recordings.")
        yield f"backstep_torch/{name}", path.read_bytes()
    docstring = (package / "__init__.py").read_text("utf-8").split('"""')[1]
    yield f"{STEM}.dist-info/METADATA", (METADATA + docstring).encode()
    yield f"{STEM}.dist-info/WHEEL", TAGS.encode()
    yield f"{STEM}.dist-info/LICENSE", (ROOT / "LICENSE").read_bytes()


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    name = f"{STEM}-py3-none-any.whl"
    record = []
    with zipfile.ZipFile(pathlib.Path(wheel_directory) / name, "w", zipfile.ZIP_DEFLATED) as wheel:

        def add(path, content):
            # The same sources give the same bytes, whenever they are built.
            entry = zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            wheel.writestr(entry, content, zipfile.ZIP_DEFLATED)

        for path, content in files():
            add(path, content)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            record.append(f"{path},sha256={digest},{len(content)}")
        table = f"{STEM}.dist-info/RECORD"
        add(table, "\n".join([*record, f"{table},,", ""]))
    return name


def build_sdist(sdist_directory, config_settings=None):
    sys.exit("There is no source distribution: build a wheel, as with `pip wheel src/python`.")


if __name__ == "__main__":
    target = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "dist")
    target.mkdir(parents=True, exist_ok=True)
    print(target / build_wheel(target))
