#!/usr/bin/python3
"""Writes data/<op>.json: what PyTorch (float64) computes for every op, and all its gradients.

`python3 engine/parity/make.py` makes all, `python3 engine/parity/make.py softplus` some; any Python that has torch will
do. Cases are written by hand below where edges matter; for any other op they are its own samples, computed by what its
file says it is in PyTorch (`torch`). The tests read the committed data and need no Python. Inputs are rounded to four
decimals to keep the files small; outputs and gradients are written with all their digits. The gradient that arrives at an output is random.
What JSON cannot hold is written as in trace files: "NaN", "Infinity", "-Infinity", "-0".
"""
import json
import math
import pathlib
import subprocess
import sys
import zlib

try:
    import torch
except ModuleNotFoundError:
    sys.exit('PyTorch is missing in this Python: run `pip install torch`, or `apt-get install python3-torch` and /usr/bin/python3.')
import torch.nn.functional as F

import attention
import edges
import images
import normalization
import optimizers
import recurrent
import sequences
import training
from lib import case, flat, rand, randn, tensor, update, values

DATA = pathlib.Path(__file__).parent / 'data'


# ---------------------------------------------------------------------------------------------- number by number

BROADCASTS = [
    ([3], [3]), ([2, 3], [3]), ([2, 3], [2, 1]), ([1, 3], [2, 1]), ([], [2, 2]), ([2, 2, 3], [1, 3]),
    ([2, 1, 3], [4, 1]), ([], []), ([3], [1]), ([2, 3, 2], [2, 3, 2]), ([4], [3, 1]), ([1, 1], [2, 3, 1, 2]),
]


def binary(f, second=None):
    second = second or randn
    return [case(lambda xs, _: f(*xs), [randn(*a), second(*b)]) for a, b in BROADCASTS]


def away_from_zero(*shape):
    return rand(*shape, low=0.3, high=2.5) * torch.sign(randn(*shape) + 1e-9)


def unary(f, edges, draw=randn):
    xs = [draw(), draw(5), draw(2, 3), draw(2, 2, 3), draw(1, 2, 2, 2), values(*edges)]
    return [case(lambda xs, _: f(xs[0]), [x]) for x in xs]


def leaky_relu():
    f = lambda xs, a: F.leaky_relu(xs[0], a.get('negativeSlope', 0.01))
    slopes = [{}, {'negativeSlope': 0.2}, {'negativeSlope': 0}, {'negativeSlope': 1}, {'negativeSlope': -0.3}]
    return [case(f, [randn(*s)], a) for s, a in zip([[5], [2, 3], [], [2, 2, 2], [6]], slopes)] + [
        case(f, [values(-2, -1e-9, 0, 1e-9, 3)]),
        case(f, [values(-2, -1e-9, 0, 1e-9, 3)], {'negativeSlope': 0.5}),
    ]


# ---------------------------------------------------------------------------------------------- matrices, axes, shapes

def matmul():
    shapes = [
        ([2, 3], [3, 2]), ([1, 1], [1, 1]), ([1, 5], [5, 1]), ([4, 1], [1, 3]), ([7, 9], [9, 5]), ([2, 3, 4], [4, 2]),
        ([3, 4], [2, 4, 2]), ([2, 3, 4], [2, 4, 2]), ([1, 3, 4], [5, 4, 2]), ([2, 1, 3, 4], [3, 4, 2]),
        ([2, 3, 2, 2], [2, 3, 2, 2]), ([2, 1, 2, 3], [1, 3, 3, 2]), ([3, 1, 2, 2], [2, 2]), ([13, 17], [17, 11]),
    ]
    return [case(lambda xs, _: xs[0] @ xs[1], [randn(*a), randn(*b)]) for a, b in shapes]


def reduction(f):
    def run(xs, attrs):
        x = xs[0]
        axes = attrs.get('axes', list(range(x.dim())))
        return f(x, dim=axes, keepdim=attrs.get('keepdim', False)) if axes else f(x)

    uses = [
        ([], {}), ([5], {}), ([2, 3], {}), ([2, 3], {'keepdim': True}), ([2, 3], {'axes': [0]}), ([2, 3], {'axes': [1]}),
        ([2, 3], {'axes': [-1], 'keepdim': True}), ([2, 3], {'axes': [0, 1]}), ([2, 3, 4], {'axes': [1]}),
        ([2, 3, 4], {'axes': [0, 2]}), ([2, 3, 4], {'axes': [-1, 0], 'keepdim': True}), ([2, 1, 3, 2], {'axes': [0, 2, 3]}),
        ([2, 2, 2, 2], {'axes': [1, -1], 'keepdim': False}),
    ]
    return [case(run, [randn(*s)], a) for s, a in uses]


def reshape():
    uses = [([2, 3], [3, 2]), ([2, 3], [6]), ([2, 3], [-1]), ([2, 3, 4], [4, -1]), ([6], [1, 2, 3]), ([4, 2], [-1, 2, 2]),
            ([1], []), ([], [1, 1]), ([2, 2, 2, 2], [4, 4])]
    return [case(lambda xs, a: xs[0].reshape(a['shape']), [randn(*s)], {'shape': to}) for s, to in uses]


def flatten():
    uses = [([2, 3], {}), ([2, 3, 4], {}), ([2, 3, 2, 2], {}), ([2, 3, 2, 2], {'from': 0}), ([2, 3, 2, 2], {'from': 2}),
            ([2, 3, 2, 2], {'from': -1}), ([2, 3, 2, 2], {'from': -3}), ([5], {'from': 0})]
    return [case(lambda xs, a: xs[0].flatten(a.get('from', 1)), [randn(*s)], a) for s, a in uses]


def transpose():
    f = lambda xs, a: xs[0].permute(a['axes']) if 'axes' in a else xs[0].transpose(-1, -2)
    uses = [([2, 3], {}), ([2, 3, 4], {}), ([2, 1, 3, 2], {}), ([2, 3], {'axes': [1, 0]}), ([2, 3], {'axes': [0, 1]}),
            ([2, 3, 4], {'axes': [2, 0, 1]}), ([2, 3, 4], {'axes': [1, 2, 0]}), ([2, 3, 4], {'axes': [-1, 1, -3]}),
            ([2, 3, 2, 2], {'axes': [0, 2, 3, 1]}), ([4], {'axes': [0]})]
    return [case(f, [randn(*s)], a) for s, a in uses]


def concat():
    f = lambda xs, a: torch.cat(xs, dim=a.get('axis', 0))
    uses = [([[2], [3]], {}), ([[1, 3], [2, 3]], {}), ([[2, 1], [2, 3]], {'axis': 1}), ([[2, 1], [2, 3], [2, 2]], {'axis': -1}),
            ([[2, 1, 2], [2, 3, 2]], {'axis': 1}), ([[2, 1, 2], [2, 3, 2]], {'axis': -2}), ([[3, 2]], {'axis': 0}),
            ([[1, 2, 2, 2], [1, 1, 2, 2], [1, 3, 2, 2]], {'axis': 1}), ([[2, 2], [1, 2], [1, 2], [3, 2]], {})]
    return [case(f, [randn(*s) for s in shapes], a) for shapes, a in uses]


def slicing():
    def f(xs, a):
        x = xs[0]
        axis = a.get('axis', 0) % x.dim()
        at = [slice(None)] * x.dim()
        at[axis] = slice(a.get('start'), a.get('stop'), a.get('step'))
        return x[tuple(at)]

    uses = [([5], {}), ([5], {'start': 2}), ([5], {'stop': 3}), ([5], {'start': 1, 'stop': 4}), ([7], {'step': 2}),
            ([7], {'start': 1, 'stop': 6, 'step': 3}), ([7], {'start': -3}), ([7], {'start': -5, 'stop': -1, 'step': 2}),
            ([3, 4], {'axis': 1, 'start': 1}), ([3, 4], {'axis': -1, 'stop': -1}), ([2, 5, 3], {'axis': 1, 'start': 1, 'step': 2}),
            ([2, 3, 4], {'axis': -3, 'start': 1, 'stop': 2})]
    return [case(f, [randn(*s)], a) for s, a in uses]


# ---------------------------------------------------------------------------------------------- softmax and losses

def softmaxes(f):
    run = lambda xs, a: f(xs[0], dim=a.get('axis', -1))
    uses = [(randn(4), {}), (randn(2, 3), {}), (randn(2, 3), {'axis': 0}), (randn(2, 3), {'axis': -2}), (randn(2, 3, 4), {'axis': 1}),
            (randn(2, 2, 3, 2), {'axis': -1}), (randn(2, 2, 3, 2), {'axis': 1}), (randn(3, 1), {}), (values(1000, 1001, 999), {}),
            (values(-1000, 0, 700), {}), (values(2, 2, 2, 2), {}), (randn(2, 12, scale=20), {})]
    return [case(run, [x], a) for x, a in uses]


def reductions(n):
    return [({}, {'reduction': 'mean'}, {'reduction': 'sum'})[k % 3] for k in range(n)]


def reductions_of_each(n):
    return [({}, {'reduction': 'mean'}, {'reduction': 'sum'}, {'reduction': 'none'})[k % 4] for k in range(n)]


def cross_entropy():
    f = lambda xs, a: F.cross_entropy(xs[0], xs[1].long(), reduction=a.get('reduction', 'mean'))
    shapes = [(1, 2), (1, 3), (2, 3), (3, 2), (4, 5), (2, 10), (5, 1), (7, 4), (3, 3)]
    uses = [(randn(n, c, scale=2), torch.randint(0, c, (n,)).double()) for n, c in shapes]
    uses += [(values(100, 0, -100, 0, 50, 0, shape=(2, 3)), values(0, 2)), (values(1000, 0, shape=(1, 2)), values(1)),
             (values(3, 3, 3, shape=(1, 3)), values(1))]
    return [case(f, xs, a, fixed=(1,)) for xs, a in zip(uses, reductions(len(uses)))]


LOSS_SHAPES = [[], [4], [2, 3], [2, 1, 3], [1], [3, 2], [2, 2, 2], [6]]


def bce():
    f = lambda xs, a: F.binary_cross_entropy(*xs, reduction=a.get('reduction', 'mean'))
    uses = [(rand(*s, low=0.01, high=0.99), torch.round(rand(*s)) if k % 2 else rand(*s)) for k, s in enumerate(LOSS_SHAPES)]
    uses += [(values(0, 1, 0, 1), values(0, 1, 1, 0))] * 4 + [(values(0, 1, 1e-9, 1e-14, 1e-300), values(0.5, 0.25, 1, 1, 1))]
    return [case(f, xs, a, fixed=(1,)) for xs, a in zip(uses, reductions_of_each(len(uses)))]


def bce_with_logits():
    f = lambda xs, a: F.binary_cross_entropy_with_logits(*xs, reduction=a.get('reduction', 'mean'))
    uses = [(randn(*s, scale=3), torch.round(rand(*s)) if k % 2 else rand(*s)) for k, s in enumerate(LOSS_SHAPES)]
    uses += [(values(-800, -40, -1e-9, 0, 1e-9, 40, 800), values(1, 0, 1, 0.5, 0, 0, 0))] * 4
    return [case(f, xs, a, fixed=(1,)) for xs, a in zip(uses, reductions_of_each(len(uses)))]


def mse():
    f = lambda xs, a: F.mse_loss(*xs, reduction=a.get('reduction', 'mean'))
    uses = [(randn(*s), randn(*s)) for s in LOSS_SHAPES + [[3, 4], [2, 5]]]
    return [case(f, xs, a) for xs, a in zip(uses, reductions_of_each(len(uses)))]


# ---------------------------------------------------------------------------------------------- updates

SGD = [
    {'learningRate': 0.1}, {'learningRate': 0.05, 'momentum': 0.9}, {'learningRate': 0.1, 'weightDecay': 0.01},
    {'learningRate': 0.01, 'momentum': 0.5, 'weightDecay': 0.1}, {'learningRate': 1, 'momentum': 1},
    {'learningRate': 0, 'momentum': 0.9}, {'learningRate': 0.3, 'momentum': 0.99, 'weightDecay': 1e-4},
    {'learningRate': 2.5, 'weightDecay': 0.5},
]


def optimizer(w, attrs):
    return torch.optim.SGD([w], lr=attrs['learningRate'], momentum=attrs.get('momentum', 0), weight_decay=attrs.get('weightDecay', 0))


def sgd():
    """Three steps of one parameter; its gradients are given, as if they came from three different batches."""
    out = []
    for attrs, shape in zip(SGD, [[3], [2, 3], [2, 2], [4], [2], [], [1, 2, 2], [5]]):
        w = randn(*shape).requires_grad_()
        step = optimizer(w, attrs)
        one = {'attrs': attrs, 'parameter': tensor(w), 'gradients': [], 'parameters': [], 'velocities': []}
        for _ in range(3):
            w.grad = randn(*shape)
            one['gradients'].append(flat(w.grad))
            step.step()
            one['parameters'].append(flat(w))
            velocity = step.state[w].get('momentum_buffer')
            one['velocities'].append(None if velocity is None else flat(velocity))
        out.append(one)
    return out


def sgd_step():
    out = []
    for attrs, shape in zip([{'learningRate': r} for r in (0.1, 0.01, 0, 3)], [[3], [2, 3], [], [2, 1, 2]]):
        w, g = randn(*shape).requires_grad_(), randn(*shape)
        before, w.grad = w.detach().clone(), g
        optimizer(w, attrs).step()
        out.append(update([before, g], w, attrs))
    return out


def sgd_velocity():
    out = []
    for attrs in ({'momentum': 0.9}, {'momentum': 0.5, 'weightDecay': 0.1}, {'momentum': 1, 'weightDecay': 2}):
        for shape in ([3], [2, 2]):
            w = randn(*shape).requires_grad_()
            step = optimizer(w, {**attrs, 'learningRate': 0.1})
            velocity = []
            for _ in range(2):
                before, g = w.detach().clone(), randn(*shape)
                w.grad = g.clone()
                step.step()
                now = step.state[w]['momentum_buffer'].clone()
                out.append(update([g, before, *velocity], now, attrs))
                velocity = [now]
    return out


OPS = {
    'add': lambda: binary(torch.add), 'sub': lambda: binary(torch.sub), 'mul': lambda: binary(torch.mul),
    'div': lambda: binary(torch.div, away_from_zero),
    'neg': lambda: unary(torch.neg, [-1, 0, 2.5]),
    'relu': lambda: unary(torch.relu, [-1, -1e-9, 0, 1e-9, 1]),
    'sigmoid': lambda: unary(torch.sigmoid, [-800, -40, -3, 0, 3, 40, 800]),
    'tanh': lambda: unary(torch.tanh, [-30, -3, -1e-9, 0, 1e-9, 3, 30]),
    'exp': lambda: unary(torch.exp, [-800, -10, 0, 1, 20]),
    'log': lambda: unary(torch.log, [1e-300, 1e-5, 1, 2.5, 1e10], lambda *s: rand(*s, low=0.05, high=4)),
    'leakyRelu': leaky_relu, 'matmul': matmul, 'sum': lambda: reduction(torch.sum), 'mean': lambda: reduction(torch.mean),
    'reshape': reshape, 'flatten': flatten, 'transpose': transpose, 'concat': concat, 'slice': slicing,
    'softmax': lambda: softmaxes(F.softmax), 'logSoftmax': lambda: softmaxes(F.log_softmax), 'crossEntropy': cross_entropy,
    'binaryCrossEntropy': bce, 'binaryCrossEntropyWithLogits': bce_with_logits, 'mse': mse,
    'sgdVelocity': sgd_velocity, 'sgdStep': sgd_step, 'sgd': sgd,
    **sequences.OPS, **optimizers.OPS, **normalization.OPS, **images.OPS,
    # Whole layers and optimizers, not ops: in folders of their own.
    **optimizers.WHOLE, **training.WHOLE, **recurrent.LAYERS, **attention.LAYERS,
}

def from_op_files():
    """The cases of every op whose file says what it is in PyTorch."""
    run = subprocess.run(['node', str(DATA.parent / 'samples.mjs')], capture_output=True, text=True)
    if run.returncode:
        sys.exit(run.stderr)
    return {op['name']: lambda op=op: by_expression(op) for op in json.loads(run.stdout)}


def by_expression(op):
    code = compile(op['torch'], f'torch of engine/ops/{op["name"]}.ts', 'eval')

    def f(xs, attrs):
        return eval(code, {'torch': torch, 'F': F, 'a': attrs, 'xs': xs, **dict(zip(op['inputs'], xs))})

    given = [([torch.tensor(x['data'], dtype=torch.float64).reshape(x['shape']) for x in c['xs']], c['attrs'], c['fixed']) for c in op['cases']]
    return [case(f, xs, attrs, fixed) for xs, attrs, fixed in given]


def wanted(known, names):
    missing = [name for name in names if name not in known]
    if missing:
        sys.exit(f'There are no cases for {", ".join(missing)}: add torch to its file in engine/ops, such as '
                 "torch: 'F.softplus(x)', or a line to OPS in engine/parity/make.py.")
    return {name: known[name] for name in names or known}


def written(value):
    if isinstance(value, dict):
        return {key: written(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [written(each) for each in value]
    if not isinstance(value, float) or (math.isfinite(value) and (value or math.copysign(1, value) > 0)):
        return value
    return 'NaN' if value != value else '-0' if not value else f'{"-" if value < 0 else ""}Infinity'


if __name__ == '__main__':
    total = 0
    special = edges.ops()
    for name, make in wanted({**from_op_files(), **OPS}, sys.argv[1:]).items():
        torch.manual_seed(zlib.crc32(name.encode()))  # an op's data do not depend on which others there are
        cases = make()
        cases += written(special.get(name, []))
        lines = ',\n'.join(json.dumps(c, separators=(',', ':'), allow_nan=False) for c in cases)
        text = f'[\n{lines}\n]\n'
        file = DATA / f'{name}.json'
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        total += len(cases)
        print(f'{name:30} {len(cases):4} cases {len(text):8} bytes')
    print(f'{"total":30} {total:4} cases, PyTorch {torch.__version__}')
