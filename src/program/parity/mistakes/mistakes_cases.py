"""Typical mistakes: a program, and a part of what we say of it.

    python mistakes_cases.py > mistakes.json      (PyTorch 1.13 says on which line, and which error)
"""

TORCH = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n"

# What is wrong: the program after the usual imports, and words of our sentence.
MISTAKES = {
    "features that do not fit": ("model = nn.Linear(3, 2)\nx = torch.ones(4, 5)\nmodel(x)", "Linear(5, …)"),
    "features that do not fit, inside": ("model = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(5, 1))\nx = torch.ones(2, 3)\ny = model(x)", "Linear(4, …)"),
    "an image that is not flattened": ("model = nn.Linear(16, 2)\nx = torch.ones(8, 1, 4, 4)\nmodel(x)", "flatten(1)"),
    "flattened to another size": ("conv = nn.Conv2d(1, 2, 3)\nfc = nn.Linear(32, 10)\nx = conv(torch.ones(1, 1, 8, 8))\nfc(x.flatten(1))", "Linear(72, …)"),
    "matrices turned the wrong way": ("a = torch.ones(2, 3)\nb = torch.ones(2, 3)\na @ b", "columns"),
    "matrix by vector": ("w = torch.ones(2, 3)\nx = torch.ones(2)\nw @ x", "shapes"),
    "a sum of shapes that do not fit": ("a = torch.ones(3)\nb = torch.ones(4)\na + b", "same size, or one of them 1"),
    "a bias of the wrong size": ("x = torch.ones(5, 3)\nb = torch.ones(5)\nx + b", "reshape"),
    "reshape to another number": ("x = torch.arange(6)\nx.reshape(4, 2)", "numbers"),
    "view to another number": ("x = torch.ones(2, 5)\nx.view(-1, 3)", "numbers"),
    "cat of shapes that do not fit": ("a, b = torch.ones(2, 3), torch.ones(2, 4)\ntorch.cat([a, b], dim=0)", "dim="),
    "cat of other ranks": ("a, b = torch.ones(2, 3), torch.ones(3)\ntorch.cat([a, b])", "unsqueeze"),
    "stack of shapes that do not fit": ("torch.stack([torch.ones(2), torch.ones(3)])", "same shape"),
    "channels that do not fit": ("conv = nn.Conv2d(3, 8, 3)\nconv(torch.ones(2, 1, 8, 8))", "Conv2d(1, …)"),
    "channels last": ("conv = nn.Conv2d(3, 8, 3)\nx = torch.ones(2, 8, 8, 3)\nconv(x)", "permute(0, 3, 1, 2)"),
    "an image without batch and channel": ("conv = nn.Conv2d(1, 8, 3)\nconv(torch.ones(8, 8))", "unsqueeze"),
    "a kernel larger than the image": ("conv = nn.Conv2d(1, 1, 5)\nconv(torch.ones(1, 1, 3, 3))", "kernel"),
    "features of a recurrent layer": ("rnn = nn.LSTM(4, 8, batch_first=True)\nrnn(torch.ones(2, 5, 3))", "input_size"),
    "targets of float for classes": ("scores = torch.randn(4, 3)\ny = torch.tensor([0., 1., 2., 1.])\nF.cross_entropy(scores, y)", ".long()"),
    "targets of whole numbers for a regression": ("x = torch.randn(3, requires_grad=True)\ny = torch.tensor([1, 2, 3])\nF.binary_cross_entropy_with_logits(x, y)", ".float()"),
    "targets of whole numbers for probabilities": ("p = torch.sigmoid(torch.randn(3))\ny = torch.tensor([1, 0, 1])\nF.binary_cross_entropy(p, y)", ".float()"),
    "scores for binary cross-entropy": ("x = torch.tensor([2.5, -1.0])\ny = torch.tensor([1., 0.])\nnn.BCELoss()(x, y)", "BCEWithLogitsLoss"),
    "a class that is not there": ("scores = torch.randn(2, 3)\ny = torch.tensor([1, 3])\nF.cross_entropy(scores, y)", "from 0 to n - 1"),
    "classes counted from one": ("scores = torch.randn(3, 3)\ny = torch.tensor([1, 2, 3])\nnn.CrossEntropyLoss()(scores, y)", "from 0 to n - 1"),
    "one-column targets for classes": ("scores = torch.randn(4, 3)\ny = torch.tensor([[0], [1], [2], [1]])\nF.cross_entropy(scores, y)", "squeeze(1)"),
    "a batch of targets that is longer": ("scores = torch.randn(4, 3)\ny = torch.tensor([0, 1, 2])\nF.cross_entropy(scores, y)", "as many targets as rows"),
    "binary targets of another shape": ("x = torch.randn(4, 1)\ny = torch.ones(4)\nF.binary_cross_entropy_with_logits(x, y)", "unsqueeze(1)"),
    "a loss that is not one number": ("x = torch.ones(3, requires_grad=True)\nloss = x * 2\nloss.backward()", ".mean()"),
    "a loss of reduction none": ("model = nn.Linear(2, 1)\nloss = nn.MSELoss(reduction='none')(model(torch.ones(3, 2)), torch.ones(3, 1))\nloss.backward()", ".mean()"),
    "nothing that needs a gradient": ("x = torch.ones(3)\nloss = (x * 2).sum()\nloss.backward()", "requires_grad=True"),
    "backward under no_grad": ("w = torch.ones(2, requires_grad=True)\nwith torch.no_grad():\n    loss = (w * 2).sum()\nloss.backward()", "no_grad"),
    "a loss from item": ("w = torch.ones(2, requires_grad=True)\nloss = (w * 2).sum().item()\nloss.backward()", "item()"),
    "a loss made anew": ("w = torch.ones(2, requires_grad=True)\nloss = torch.tensor((w * 2).sum().item())\nloss.backward()", "requires_grad=True"),
    "in place on a leaf": ("w = torch.ones(2, requires_grad=True)\nw += 1", "torch.no_grad()"),
    "in place on a parameter": ("model = nn.Linear(2, 1)\nmodel.weight -= 0.1", "torch.no_grad()"),
    "a gradient of whole numbers": ("x = torch.tensor([1, 2, 3], requires_grad=True)", "1.0"),
    "numpy of what needs a gradient": ("w = torch.ones(2, requires_grad=True)\nw.numpy()", "detach()"),
    "item of several": ("x = torch.ones(3)\nprint(x.item())", "tolist()"),
    "a tensor in a comparison": ("x = torch.tensor([1., -1.])\nif x > 0:\n    print(x)", ".any()"),
    "a tensor as a condition of and": ("x = torch.ones(3)\ny = torch.zeros(3)\nz = x and y", "&"),
    "missing super().__init__()": ("class Net(nn.Module):\n    def __init__(self):\n        self.fc = nn.Linear(2, 1)\n\nNet()", "super().__init__()"),
    "missing super().__init__() with a parameter": ("class Net(nn.Module):\n    def __init__(self):\n        self.w = nn.Parameter(torch.ones(2))\n\nNet()", "super().__init__()"),
    "missing forward": ("class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(2, 1)\n\n    def foward(self, x):\n        return self.fc(x)\n\nNet()(torch.ones(1, 2))", "def forward(self, x)"),
    "forward without self": ("class Net(nn.Module):\n    def forward(x):\n        return x\n\nNet()(torch.ones(1, 2))", "self"),
    "a layer that is not there": ("class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc1 = nn.Linear(2, 1)\n\n    def forward(self, x):\n        return self.fc2(x)\n\nNet()(torch.ones(1, 2))", "fc1"),
    "layers in a list, no parameters": ("class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.layers = [nn.Linear(2, 1)]\n\nmodel = Net()\ntorch.optim.SGD(model.parameters(), lr=0.1)", "ModuleList"),
    "a module where a function is wanted": ("x = torch.ones(2, 3)\ny = nn.Linear(x)", "in_features"),
    "parameters that are not called": ("model = nn.Linear(2, 1)\ntorch.optim.SGD(model.parameters, lr=0.1)", "parameters()"),
    "the model for its parameters": ("model = nn.Linear(2, 1)\ntorch.optim.Adam(model, lr=0.1)", "parameters()"),
    "no learning rate": ("model = nn.Linear(2, 1)\ntorch.optim.SGD(model.parameters(), learning_rate=0.1)", "lr"),
    "an embedding of floats": ("emb = nn.Embedding(5, 2)\nx = torch.tensor([1., 2.])\nemb(x)", ".long()"),
    "an embedding beyond its end": ("emb = nn.Embedding(5, 2)\nx = torch.tensor([1, 5])\nemb(x)", "num_embeddings"),
    "an index beyond the end": ("x = torch.ones(3)\nx[3]", "from 0"),
    "too many indices": ("x = torch.ones(3)\nx[0, 1]", "axes"),
    "an axis that is not there": ("x = torch.ones(3)\nx.sum(dim=1)", "axes"),
    "a mean of whole numbers": ("x = torch.tensor([1, 2, 4])\nx.mean()", ".float()"),
    "whole numbers into a layer": ("model = nn.Linear(2, 1)\nx = torch.tensor([[1, 2]])\nmodel(x)", ".float()"),
    "float64 into a layer": ("model = nn.Linear(2, 1)\nx = torch.ones(1, 2, dtype=torch.float64)\nmodel(x)", ".float()"),
    "batch normalization of one": ("bn = nn.BatchNorm1d(3)\nbn(torch.ones(1, 3))", "eval()"),
    "rows of different lengths": ("x = torch.tensor([[1., 2.], [3.]])", "same length"),
    "a list of words": ("x = torch.tensor(['a', 'b'])", "numbers"),
    "a state of another model": ("a, b = nn.Linear(2, 1), nn.Linear(3, 1)\nb.load_state_dict(a.state_dict())", "same layers"),
    "a method of numpy": ("x = torch.ones(2)\nx.astype('float32')", ".to("),
    "a typo in a function": ("x = torch.onse(2)", "ones"),
    "a typo in a layer": ("layer = nn.Liner(2, 1)", "Linear"),
    "a typo in a name": ("model = nn.Linear(2, 1)\ny = modle(torch.ones(1, 2))", "model"),
    "a class that is not made": ("class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(2, 1)\n\n    def forward(self, x):\n        return self.fc(x)\n\nmodel = Net\nmodel(torch.ones(1, 2))", "Net()"),
}
# These say all themselves.
WHOLE = {
    "a forgotten import": ("x = torch.ones(2)", "import torch"),
    "a forgotten import of nn": ("import torch\nlayer = nn.Linear(2, 1)", "from torch import nn"),
    "a forgotten import of numpy": ("x = np.ones(2)", "import numpy as np"),
    "a bracket that is not closed": ("import torch\nx = torch.ones(2\ny = 3", "bracket"),
    "an indent that is missing": ("import torch\nfor k in range(2):\nprint(k)", "indent"),
    "a line of a notebook": ("%matplotlib inline\nx = 1", "for notebooks"),
    "a module that is not here": ("import torch\nimport pandas as pd", "torch, keras, tensorflow and numpy"),
}


# Since PyTorch 2.1, and so here.
NEWER = {"item of several": "RuntimeError"}


def cases():
    for name, (program, says) in MISTAKES.items():
        yield name, TORCH + program, says
    for name, (program, says) in WHOLE.items():
        yield name, program, says


def raised(program):
    import sys
    import traceback

    try:
        exec(compile(program, "program.py", "exec"), {"__name__": "__main__"})
    except SyntaxError as problem:
        return problem.lineno, type(problem).__name__
    except Exception as problem:
        own = [f for f in traceback.extract_tb(problem.__traceback__) if f.filename == "program.py"]
        return own[-1].lineno, type(problem).__name__
    sys.exit(f"no mistake:\n{program}")


if __name__ == "__main__":
    import json
    import sys

    sys.modules["pandas"] = None
    found = []
    for name, program, says in cases():
        line, error = raised(program)
        found.append({"name": name, "program": program, "line": line, "error": NEWER.get(name, error), "says": says})
    print(json.dumps(found, indent=1))
