import base64, json, numpy as np
values = lambda data: np.frombuffer(base64.b64decode(data), "<f8") if isinstance(data, str) else np.array(data, float)
tensors = {name: values(t["data"]).reshape(t["shape"]) for name, t in json.load(open("trace.json"))["tensors"].items()}
