"""What a module of somebody's own is, found by what its ops compute: never by its name, nor by its class's."""

from .held import Scope

# What scales and masks scores, and what turns or reshapes numbers without computing.
BETWEEN = ("mul", "div", "add", "sub", "where", "reshape")
TURNS = ("transpose", "reshape", "flatten")
# What drops some of the weights.
DROPS = ("mul", "div", "where", "reshape", "dropout")
PRODUCTS = ("matmul", "conv2d", "convTranspose2d")


def find_parts(scope):
    """Declares norms, attention and blocks of a Transformer among the scopes of modules; innermost first."""
    for child in inner(scope):
        find_parts(child)
    if scope.part is not None or scope.about is None:
        return
    ops = ops_in(scope)
    if is_norm(scope, ops):
        scope.part = {"kind": "norm", "norm": kind_of_norm(ops)}
    elif not any(holds(child, "attention") for child in inner(scope)):
        if weights_in(ops):
            scope.part = {"kind": "attention"}
    elif not any(holds(child, "block") for child in inner(scope)):
        around = shortcuts(ops)
        weights = weights_in(ops)
        if len(around) > 1 and any(w["writes"][0] in way for _, way in around for w in weights):
            start, writers = around[0][0], writers_in(ops)
            decodes = any(looks_back(w) or looks_across(w, start, writers) for w in weights)
            scope.part = {"kind": "block", "side": "decoder" if decodes else "encoder"}


def inner(scope):
    return [child for child in scope.children if isinstance(child, Scope)]


def ops_in(scope):
    return [op for c in scope.children for op in (ops_in(c) if isinstance(c, Scope) else [c])]


def holds(scope, kind):
    return (scope.part or {}).get("kind") == kind or any(holds(child, kind) for child in inner(scope))


def writers_in(ops):
    return {value: op for op in ops for value in op["writes"]}


def is_norm(scope, ops):
    """One op that is a norm, or x less its mean, or x, by a root of a mean over the last axis."""
    if inner(scope):
        return False
    if [op["op"] for op in ops] == ["layerNorm"]:
        return True
    writers = writers_in(ops)
    means = [op["writes"][0] for op in ops if op["op"] in ("mean", "std", "var") and over_last_axis(op)]
    given = {v for op in ops for v in op["inputs"] if v not in writers and v.role != "parameter" and v.ndim > 1}
    spread = set(means)
    for op in ops:
        if spread.intersection(op["inputs"]):
            spread.update(op["writes"])
    scaled = [op for op in ops if op["op"] in ("div", "mul") and spread.intersection(op["inputs"])]
    shapes = {v.shape for v in given}
    return bool(means and scaled) and len(given) == 1 and ops[-1]["writes"][0].shape in shapes


def over_last_axis(op):
    x, y = op["inputs"][0], op["writes"][0]
    return x.ndim > 1 and y.shape == (*x.shape[:-1], 1)


def kind_of_norm(ops):
    return "layer" if any(op["op"] in ("layerNorm", "sub", "std", "var") for op in ops) else "rms"


def weights_in(ops):
    """The softmax of each attention: of a product of two computed matrices, and multiplied by a third."""
    writers = writers_in(ops)
    return [op for op in ops if op["op"] == "softmax" and scores_of(op, writers) and is_used(op, ops)]


def scores_of(softmax, writers):
    """The product that a softmax is of, with scale and mask between them; None where it is of something else."""
    op = writers.get(softmax["inputs"][0])
    while op and op["op"] in BETWEEN:
        scores = [v for v in op["inputs"] if v.differentiable and v.role != "parameter"]
        op = writers.get(scores[0]) if scores else None
    found = op and op["op"] == "matmul" and not any(is_weight(v, writers) for v in op["inputs"])
    return op if found else None


def is_weight(value, writers):
    while value in writers and writers[value]["op"] in TURNS:
        value = writers[value]["inputs"][0]
    return value.role == "parameter"


def is_used(softmax, ops):
    reach = set(softmax["writes"])
    for op in ops:
        if op["inputs"] and op["inputs"][0] in reach:
            if op["op"] == "matmul":
                return True
            if op["op"] in DROPS:
                reach.update(op["writes"])
    return False


def shortcuts(ops):
    """For each sum of something and of what was computed from it with weights: that, and what was computed on the way."""
    writers = writers_in(ops)
    found = []
    for op in ops:
        if op["op"] != "add":
            continue
        for past, through in (op["inputs"], op["inputs"][::-1]):
            way = way_from(past, through, writers) if past.shape == through.shape else set()
            if any(writers[v]["op"] in PRODUCTS for v in way):
                found.append((past, way))
                break
    return found


def way_from(start, end, writers):
    """What lies between two values: what is computed from the first, and leads to the second."""
    before, open_to = set(), [end]
    while open_to:
        value = open_to.pop()
        if value in before or value is start or value not in writers:
            continue
        before.add(value)
        open_to.extend(writers[value]["inputs"])
    way, behind = set(), {start}
    for value, op in writers.items():
        if value in before and behind.intersection(op["inputs"]):
            behind.add(value)
            way.add(value)
    return way if end in way else set()


def looks_back(softmax):
    """Whether no position looks at one after it."""
    weights = softmax["writes"][0].data
    rows, columns = weights.shape[-2:]
    return rows == columns > 1 and not weights.triu(1).any()


def looks_across(softmax, start, writers):
    """Whether the keys come from elsewhere than from what the block is given."""
    return not way_from(start, scores_of(softmax, writers)["inputs"][1], writers)
