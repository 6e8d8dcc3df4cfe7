"""ONNX's own cases of single nodes, written to a folder: python3 src/onnx/cases.py DIR, with onnx installed (pip install onnx).

Then `npm run --silent trace -- --check DIR/*/model.onnx` runs those whose ops the importer has. The cases are ONNX's
(https://github.com/onnx/onnx, Apache-2.0) and are not part of this repository.
"""

import sys
import warnings
from pathlib import Path

import numpy as np
from onnx import TensorProto, numpy_helper
from onnx.backend.test.case.node import collect_testcases

warnings.simplefilter("ignore")
folder = Path(sys.argv[1])
cases = collect_testcases(None)
for case in cases:
    place = folder / case.name
    place.mkdir(parents=True, exist_ok=True)
    (place / "model.onnx").write_bytes(case.model.SerializeToString())
    for k, (inputs, outputs) in enumerate(case.data_sets or []):
        data = place / f"test_data_set_{k}"
        data.mkdir(exist_ok=True)
        for kind, values in (("input", inputs), ("output", outputs)):
            for j, value in enumerate(values):
                if value is None or isinstance(value, (list, dict)):
                    continue  # A sequence or an optional: the importer refuses the model.
                tensor = value if isinstance(value, TensorProto) else numpy_helper.from_array(np.asarray(value))
                (data / f"{kind}_{j}.pb").write_bytes(tensor.SerializeToString())
print(f"{len(cases)} cases in {folder}")
