"""What to change, in one sentence: by what an error says, and what its line says."""

import difflib
import re

def _product(line, names, rows, columns, other, width):
    if columns == width and rows != other:
        return f"The columns of the first, {columns}, must be as many as the rows of the second, {other}: turn one of them by .T."
    if "@" in line or "matmul" in line:
        return f"The columns of the first, {columns}, must be as many as the rows of the second, {other}: turn one of them by .T, or give the weights {columns} rows."
    flat = "" if int(other) % int(columns) or columns == other else " Or x.flatten(1) is missing before it: a layer takes each example as one row."
    return f"A row that comes here has {columns} numbers, and the layer was made for {other}: write Linear({columns}, …).{flat}"


def _channels(line, names, shape, wanted, came):
    sizes = shape.split(", ")
    if sizes[-1] == wanted:
        return "Its channels come last: give x.permute(0, 3, 1, 2), which has batch, channels, rows, columns."
    return f"The image has {came} channels, and the layer was made for {wanted}: write Conv2d({came}, …)."


def _arguments(line, names, owner, name, takes, given):
    if name == "__init__":
        return f"If {owner} is to compute, make one first: model = {owner}(), then model(x)."
    if int(given) == int(takes) + 1:
        return f"A method's first parameter is self: def {name}(self, …)."
    return "Count what is given, and what the def line takes."


def _not_iterable(line, names, kind):
    if "optim" in line:
        return "Give the optimizer the parameters: model.parameters()."
    return f"A {kind} has no parts to go through: is it what this loop, or this assignment to several names, shall take apart?"


def _missing_argument(line, names, kind, missing):
    said = missing.replace("'", "")
    if kind in ("Linear", "Conv2d", "Embedding", "LSTM", "GRU", "RNN"):
        more = "in_features and out_features" if kind == "Linear" else said
        return f"nn.{kind} is made from its sizes, {more}, and then called with x: nn.{kind}(…)(x)."
    return f"Give {said} too."


IMPORTS = {
    "torch": "import torch", "nn": "from torch import nn", "F": "import torch.nn.functional as F", "np": "import numpy as np",
    "numpy": "import numpy", "optim": "from torch import optim", "keras": "import keras", "tf": "import tensorflow as tf",
    "layers": "from keras import layers", "math": "import math", "random": "import random",
    "DataLoader": "from torch.utils.data import DataLoader", "TensorDataset": "from torch.utils.data import TensorDataset",
}


def _unknown(line, names, name):
    if name in IMPORTS:
        return f"Write {IMPORTS[name]} at the top."
    near = difflib.get_close_matches(name, [n for n in names if not n.startswith("__")], 1, 0.6)
    return f"Do you mean {near[0]}?" if near else f"Give {name} a value before this line; names are told apart by capitals too."


def _magic(line, names):
    if line.lstrip()[:1] in ("%", "!"):
        return "Lines that begin with % or ! are for notebooks: leave this one out."
    return ""


# A pattern of "Type: message", and the sentence: {1}, {2}, … are what its groups found, and a function makes it of the
# program's line, of the names that the program knows, and of them.
TABLE = [
    # Shapes
    (r"mat1 and mat2 shapes cannot be multiplied \((\d+)x(\d+) and (\d+)x(\d+)\)", _product),
    (r"Expected size for first two dimensions|size mismatch, got input|mv: ", "The columns of the first must be as many as the rows of the second: print both shapes, and turn one by .T where it lies the other way."),
    (r"size of tensor a \((\d+)\) must match the size of tensor b \((\d+)\)", "Shapes are compared from their last axis: along each, both need the same size, or one of them 1. Compare the shapes {1} and {2} come from; reshape(-1, 1) makes a column."),
    (r"shape '(.+)' is invalid for input of size (\d+)", "A new shape must hold just as many numbers: {2} here. Let one size be -1, and it is worked out where it can be."),
    (r"Sizes of tensors must match except in dimension (\d+)", "cat needs the same sizes along all other axes than dim={1}: choose the dim= along which they differ."),
    (r"same number of dimensions: got", "Give both the same number of axes first, by unsqueeze, or use torch.stack."),
    (r"stack expects each tensor to be equal size", "stack needs tensors of the same shape: use torch.cat for tensors that differ along one axis, or pad them."),
    (r"expected input\[(.+)\] to have (\d+) channels, but got (\d+) channels", _channels),
    (r"Expected 3D \(unbatched\) or 4D \(batched\) input", "Images need the axes batch, channels, rows, columns: add those that are missing by x.unsqueeze(0), or x[None, None]."),
    (r"[Kk]ernel.*(can't be greater|larger) than", "Make the kernel smaller, or raise padding=; pools before it have made the image small."),
    (r"input\.size\(-1\) must be equal to input_size\. Expected (\d+), got (\d+)", "input_size={2} fits this input; the axes are batch, time, features with batch_first=True, and time, batch, features without."),
    (r"Given normalized_shape", "Give LayerNorm the size of the last axis of what it normalizes."),
    (r"doesn't match the broadcast shape", "An operation in place keeps its shape: write x = x + y instead."),
    # Targets
    (r"expected scalar type Long but found|expected target.*Long|expects.*class indices", "Classes are whole numbers: give the targets as y.long(); probabilities of classes need the shape of the scores."),
    (r"can't be cast to the desired output type Long|Found dtype Long but expected Float", "This loss compares with numbers that may be between 0 and 1: give the targets as y.float()."),
    (r"all elements of input should be between 0 and 1", "BCELoss takes probabilities: put torch.sigmoid before it, or give the scores to BCEWithLogitsLoss."),
    (r"Target (\d+) is out of bounds", lambda line, names, k: f"Classes are counted from 0: with n scores in a row they go from 0 to n - 1, so class {k} needs {int(k) + 1} scores."),
    (r"multi-target not supported", "Targets of classes are one number for each row: y.squeeze(1) makes them of a column, y.argmax(1) of rows with a 1."),
    (r"input batch_size \((\d+)\) to match target batch_size \((\d+)\)", "There must be as many targets as rows of scores: {1} rows, {2} targets."),
    (r"Target size .* must be the same as input size|that is different to the input size", "Give scores and targets the same shape: y.unsqueeze(1) makes a column, scores.squeeze(1) a line."),
    # Gradients
    (r"grad can be implicitly created only for scalar outputs", "backward starts from one number: take loss.mean() or loss.sum() first."),
    (r"does not require grad and does not have a grad_fn", "Nothing that this was computed from wants a gradient: make the weights with requires_grad=True, and compute the loss from them outside torch.no_grad(), without item(), detach() or torch.tensor(…) between."),
    (r"'(?:float|int)' object has no attribute 'backward'", "item() gives a plain number of Python: call backward on the tensor, and item() only to print."),
    (r"leaf Variable that requires grad.* in-place", "Change weights inside with torch.no_grad():, or let an optimizer do it."),
    (r"Only Tensors of floating point|only Tensors of floating point", "Gradients need floating point: write 1.0 instead of 1, or dtype=torch.float32."),
    (r"Can't call numpy\(\) on Tensor that requires grad", "Write x.detach().numpy(): an array of NumPy has no gradient."),
    (r"Trying to backward through the graph a second time", "Compute the loss anew in each turn of the loop, and detach() what is carried from one turn to the next, such as a hidden state; or call backward(retain_graph=True) the first time."),
    (r"modified by an inplace operation", "A step changed weights that this loss was computed with: compute the loss after optimizer.step(), or call every backward() before it."),
    (r"appears to not have been used in the graph", "The output does not depend on this input: give allow_unused=True, or ask for what it depends on."),
    # One number, many numbers
    (r"cannot be converted to Scalar|only one element tensors can be converted", "item() is for one number: use tolist(), or take mean() or one of them first."),
    (r"Boolean value of Tensor with more than one value", "A condition is one truth: use (…).any() or (…).all(), torch.where to choose number by number, and & or | instead of and, or."),
    # Modules
    (r"before Module\.__init__\(\) call|call super\(\)\.__init__\(\) first", "Let __init__ begin with super().__init__(): it makes room for layers and parameters."),
    (r'missing the required "forward" function', "Give the class a method that is called just so: def forward(self, x)."),
    (r"(\w+)\.(\w+)\(\) takes (?:from )?(\d+).*positional arguments? but (\d+) (?:was|were) given", _arguments),
    (r"optimizer got an empty parameter list", "The model has no parameters: a list of layers must be an nn.ModuleList, a dict an nn.ModuleDict, and a weight an nn.Parameter."),
    (r"'(?:method|function)' object is not iterable|argument .* must be an iterable.*method|optimizer should be an iterable .*method", "Call it: model.parameters(), with parentheses."),
    (r"'(\w+)' object is not iterable", _not_iterable),
    (r"(?:SGD|Adam\w*|RMSprop|Adagrad)\.__init__\(\) got an unexpected keyword argument", "The learning rate is called lr: lr=0.01."),
    (r"(\w+)\.__init__\(\) missing \d+ required positional arguments?: (.+)", _missing_argument),
    (r"object is not callable", "Only functions, classes and modules are called: is there a comma missing, or a variable with a function's name?"),
    (r"Error\(s\) in loading state_dict", "A state fits a model with the same layers, names and sizes: make the model just as the one that was saved."),
    # Numbers and places
    (r"scalar types: Long, Int; but got", "An embedding looks up whole numbers: give x.long()."),
    (r"index out of range in self", "An embedding of n rows knows the numbers from 0 to n - 1: raise num_embeddings, or look at the largest number."),
    (r"index -?\d+ is out of bounds for (?:dimension|axis) \d+ with size (\d+)", lambda line, names, n: f"Places are counted from 0: the last one here is {int(n) - 1}, or -1."),
    (r"too many indices for", "Give one index for each of its axes, no more: print its shape."),
    (r"Dimension out of range|axis -?\d+ is out of bounds", "Its axes are counted from 0, or from the end by -1: print its shape."),
    (r"mean\(\): could not infer output dtype", "A mean of whole numbers is none: write x.float().mean()."),
    (r"(?:have the same dtype, but got|expected m1 and m2|expected scalar type Float|mat1 and mat2 must have)", "A layer computes in float32: give it x.float()."),
    (r"Expected more than 1 value per channel when training", "Batch normalization needs several examples to train: give it a larger batch, or call model.eval() to predict."),
    (r"expected sequence of length|inhomogeneous", "All rows must have the same length: pad the shorter ones."),
    (r"too many dimensions 'str'|made of numbers and lists", "A tensor holds numbers: give each word a number first."),
    (r"'Tensor' object has no attribute 'astype'", "Arrays of NumPy have astype; a tensor has x.to(torch.float32), x.float() and x.long()."),
    (r"'Tensor' object has no attribute '(\w+)'", "Tensors here have no {1}: look for its name in PyTorch's documentation, or compute it from what is here."),
    (r"input array from shape|operands could not be broadcast together", "Shapes are compared from their last axis: along each, both need the same size, or one of them 1."),
    # Keras
    (r"expected axis -1 of input shape to have value (\d+)", "What it is given must have {1} numbers in its last axis: look at the shape in keras.Input, and at that of x."),
    (r"must call `compile\(\)`", "Write model.compile(optimizer=…, loss=…) before it."),
    (r"label value of (\d+) which is outside", "Classes are counted from 0: the last layer needs as many units as there are classes."),
    (r"`target` and `output` must have the same shape", "categorical_crossentropy takes rows with a 1: use keras.utils.to_categorical, or sparse_categorical_crossentropy for classes as numbers."),
    # Python
    (r"NameError: name '(\w+)' is not defined", _unknown),
    (r"ModuleNotFoundError: No module named '([\w.]+)'", "{1} is not on this page: it has torch, keras, tensorflow and numpy, and Python's own modules. Leave out what it is for, or write it by hand."),
    (r"SyntaxError", _magic),
    (r"'(.)' was never closed|unmatched '(.)'", "Count the brackets of this line: each needs its partner."),
    (r"IndentationError", "Python reads blocks by their indent: indent what belongs to the line that ends in a colon by four spaces."),
    (r"invalid syntax|expected ':'", "Look at this line and the one before: a colon, a comma or a bracket may be missing."),
    (r"FileNotFoundError", "Attach the file first: a program reads files by their names."),
    (r"RecursionError", "A function calls itself without end: in forward, call the layers, not self(x)."),
    (r"MemoryError|Array buffer allocation failed|Invalid (?:typed )?array length", "This needs more memory than a page has: use smaller sizes."),
]


def advice(said, line, names):
    """A sentence for what Python says, or ""; `line` is the program's, `names` are what it knows."""
    for pattern, sentence in TABLE:
        found = re.search(pattern, said)
        if found:
            groups = [g or "" for g in found.groups()]
            if callable(sentence):
                told = sentence(line, names, *groups)
                if told:
                    return told
                continue
            return re.sub(r"\{(\d)\}", lambda m: groups[int(m[1]) - 1], sentence)
    return ""
