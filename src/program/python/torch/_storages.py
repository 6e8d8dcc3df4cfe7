"""The names by which saved files tell the types of numbers: torch.FloatStorage and its like."""

NAMES = {
    "FloatStorage": "float32", "DoubleStorage": "float64", "LongStorage": "int64", "IntStorage": "int32", "ShortStorage": "int16",
    "CharStorage": "int8", "ByteStorage": "uint8", "BoolStorage": "bool", "HalfStorage": "float16", "BFloat16Storage": "bfloat16",
}
BY_NAME = {name: type(name, (), {"__module__": "torch", "dtype_name": kind}) for name, kind in NAMES.items()}
BY_DTYPE = {kind: BY_NAME[name] for name, kind in NAMES.items()}
