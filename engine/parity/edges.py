"""The edges of what numbers can hold: infinities, NaN, zeros with a sign, numbers whose squares overflow or vanish."""
from math import inf, nan

import torch
import torch.nn.functional as F

from lib import flat, tensor, values


def edge(f, xs, dy=None, attrs=None, fixed=()):
    """As `case`, with a gradient that is 1 where none is given; whoever compares it minds the sign of zeros."""
    attrs = attrs or {}
    xs = [x.clone().requires_grad_(k not in fixed) for k, x in enumerate(xs)]
    y = f(*xs)
    arriving = torch.ones_like(y) if dy is None else torch.as_tensor(dy, dtype=y.dtype).reshape(y.shape)
    if y.requires_grad:
        y.backward(arriving)
    grads = [flat(x.grad) if x.grad is not None else None for x in xs]
    return {'edge': True, 'attrs': attrs, 'xs': [tensor(x) for x in xs], 'y': tensor(y), 'dy': flat(arriving), 'grads': grads}


def rows_of_nothing(f):
    """A softmax, or its logarithm, of the last axis."""
    return [edge(lambda x: f(x, -1), [x], dy) for x, dy in (
        (values(-inf, -inf), [1, 2]), (values(-inf, 1, -inf, -inf, shape=(2, 2)), [1, 2, 3, 4]), (values(nan, -inf, 0), [1, 2, 3]),
        (values(inf, 0, -inf), [1, 2, 3]), (values(-inf, 0, 2), [1, 0, 0]), (torch.tensor(3.0), [2]), (torch.tensor(-inf), [1]))]


def image(*numbers):
    side = int(len(numbers) ** 0.5)
    return values(*numbers, shape=(1, side, side))


def conv():
    """Zeros of padding are multiplied with an infinite weight; pixels that no window lays it on are not."""
    x, w = values(*range(16), shape=(1, 4, 4)), values(1, inf, 1, 1, shape=(1, 1, 2, 2))
    uses = [{}, {'stride': 2}, {'padding': 1}, {'stride': 3, 'padding': 1}, {'dilation': 2}]
    return [edge(lambda x, w: F.conv2d(x, w, **a), [x, w], attrs=a) for a in uses] + [
        edge(lambda x, w: F.conv2d(x, w, padding=1), [x, values(1, -inf, nan, 1, shape=(1, 1, 2, 2))], attrs={'padding': 1})]


def conv_transpose():
    """Where no window lies, nothing is added, whatever the weights; the zeros that padding cut off are multiplied on the way back."""
    x, w = values(*range(4), shape=(1, 2, 2)), values(1, inf, 1, 1, shape=(1, 1, 2, 2))
    uses = [{}, {'stride': 2}, {'padding': 1}, {'stride': 3}, {'dilation': 2}]
    return [edge(lambda x, w: F.conv_transpose2d(x, w, **a), [x, w], attrs=a) for a in uses] + [
        edge(lambda x, w: F.conv_transpose2d(x, w, padding=1), [image(1, inf, nan, 2), values(1, 2, 3, 4, shape=(1, 1, 2, 2))], attrs={'padding': 1})]


def max_pool():
    f = lambda a: lambda x: F.max_pool2d(x, a['kernel'], a.get('stride'), a.get('padding', 0), ceil_mode=a.get('ceil', False))
    uses = [
        (image(1, nan, nan, 2, 3, nan, 0, 0, 1), {'kernel': 2, 'stride': 1}), (image(-inf, -inf, -inf, -inf), {'kernel': 2}),
        (image(-0.0, 0, 0, -0.0), {'kernel': 2}), (image(1, 2, 3, 4), {'kernel': 3, 'stride': 2, 'ceil': True}),
        (values(1, 2, 3, 4, 5, 6, 7, 8, shape=(2, 2, 2)), {'kernel': 3, 'stride': 3, 'padding': 1, 'ceil': True}),
    ]
    return [edge(f(a), [x], attrs=a) for x, a in uses]


def avg_pool():
    f = lambda a: lambda x: F.avg_pool2d(x, a['kernel'], a.get('stride'), a.get('padding', 0), ceil_mode=True)
    uses = [(image(1, 2, 3, 4), {'kernel': 3, 'stride': 2}), (image(5), {'kernel': 3, 'stride': 5, 'padding': 1}), (image(inf, 1, 2, nan), {'kernel': 2})]
    return [edge(f({**a}), [x], attrs={**a, 'ceil': True}) for x, a in uses]


def products():
    shapes = [([3], [3]), ([2, 3], [3]), ([3], [3, 2]), ([2, 2, 3], [3]), ([3], [2, 3, 2]), ([1], [1]), ([2, 1, 2, 3], [3])]
    count = lambda shape, first: torch.arange(first, first + torch.Size(shape).numel(), dtype=torch.float64).reshape(shape)
    zeros = [edge(torch.matmul, [count(a, 1), torch.zeros(b, dtype=torch.float64)], [-1] * n) for a, b, n in (([3], [3], 1), ([2, 3], [3], 2), ([2, 1, 3], [3], 2))]
    return zeros + [edge(torch.matmul, [count(a, 1), count(b, -2)]) for a, b in shapes] + [
        edge(torch.matmul, [values(1e200, inf, shape=(1, 2)), values(1e200, 1, shape=(2, 1))])]


def cross_entropy():
    f = lambda x, y: F.cross_entropy(x, y.long())
    uses = [
        (values(1, 2, 3), torch.tensor(2.0)), (values(*range(24), shape=(2, 3, 4)) % 5, values(0, 1, 2, 1, 2, 0, 0, 1, shape=(2, 4))),
        (values(*range(16), shape=(1, 2, 2, 4)) % 7, values(0, 1, 1, 0, 0, 1, 0, 1, shape=(1, 2, 4))),
        (values(-inf, -inf, 1, 2, shape=(2, 2)), values(0, 1)), (values(-inf, 0, 1, 2, shape=(2, 2)), values(0, 1)), (values(nan, 0, shape=(1, 2)), values(1)),
    ]
    return [edge(f, xs, fixed=(1,)) for xs in uses]


def bce_with_logits():
    uses = [(inf, 0), (inf, 1), (-inf, 0), (-inf, 1), (inf, 0.5), (-inf, 0.5), (nan, 0), (1e200, 0), (-1e200, 1), (1e200, 1)]
    return [edge(F.binary_cross_entropy_with_logits, [values(x), values(y)], fixed=(1,)) for x, y in uses]


def norms():
    """A variance that overflows leaves 0, and a mean whose square does leaves NaN in layer norm."""
    layer = lambda x, *learned: F.layer_norm(x, x.shape[-1:], *learned)
    batch = lambda x: F.batch_norm(x, None, None, training=True)
    rows = [values(1e200, 2e200, -1e200), values(1e154, 2e154, -1e154), values(1e200, -1e200), values(inf, 1, 2), values(1e-200, 3e-200)]
    return {
        'layerNorm': [edge(layer, [x]) for x in rows] + [edge(layer, [rows[0], values(1, 2, 3), values(0, 0, 1)])],
        'batchNorm': [edge(batch, [x.reshape(-1, 1)]) for x in rows],
    }


def alone():
    """Gradients of one term keep the sign of their zero; those that are sums begin at 0."""
    x, dy = values(-0.0, 0, -1, 2), [-1, 1, 0, -0.0]
    unary = {'neg': torch.neg, 'relu': torch.relu, 'sigmoid': torch.sigmoid, 'tanh': torch.tanh, 'exp': torch.exp, 'leakyRelu': F.leaky_relu}
    table = {name: [edge(f, [x], dy)] for name, f in unary.items()}
    two = {'add': torch.add, 'sub': torch.sub, 'mul': torch.mul, 'div': torch.div}
    table |= {name: [edge(f, [x, values(1, -2, 3, 4)], dy), edge(f, [x, values(-0.0)], dy)] for name, f in two.items()}
    table['reshape'] = [edge(lambda x: x.reshape(2, 2), [x], dy, {'shape': [2, 2]})]
    table['slice'] = [edge(lambda x: x[1:], [x], dy[1:], {'start': 1})]
    table['concat'] = [edge(lambda a, b: torch.cat([a, b]), [x, x], dy + dy)]
    table['sum'] = [edge(torch.sum, [x], -0.0), edge(torch.sum, [values(-0.0, -0.0)])]
    table['mean'] = [edge(torch.mean, [x], -0.0)]
    table['mse'] = [edge(F.mse_loss, [values(1e200, 0, 3), values(0, -0.0, 3)])]
    return table


def chosen():
    """What chooses among numbers, of NaN, of limits that cross, and of a single number along its axis."""
    x, dy = values(nan, 0, -0.0, inf, -inf, 1), [1, -1, 2, nan, 1, inf]
    table = {'sign': [edge(torch.sign, [x], dy)], 'floor': [edge(torch.floor, [x], dy)]}
    limits = [{'min': 3, 'max': 1}, {'min': 0, 'max': 1}, {'min': 0}]
    table['clip'] = [edge(lambda x: torch.clamp(x, a.get('min'), a.get('max')), [x], attrs=a) for a in limits]
    table['pow'] = [edge(lambda x: x.pow(p), [values(-inf, -0.0, 0, inf, -1, nan)], attrs={'exponent': p}) for p in (0.5, -0.5, 1.5, 2, 3, -1, -2)]
    rows = values(nan, 1, 2, 1, 1, 0, -inf, -inf, nan, shape=(3, 3))
    for name, f in {'amax': torch.amax, 'amin': torch.amin}.items():
        table[name] = [edge(lambda x: f(x, a['axes']), [x], attrs=a) for x, a in ((rows, {'axes': [1]}), (rows, {'axes': [0, 1]}), (torch.tensor(3.0), {'axes': [0]}))]
    for name, f in {'max': torch.max, 'min': torch.min}.items():
        table[name] = [edge(lambda x: f(x, a['axes'][0]).values, [x], attrs=a) for x, a in ((rows, {'axes': [1]}), (torch.tensor(3.0), {'axes': [-1]}))]
    pairs, arriving = [values(nan, 1, nan, 1, 2, -inf), values(1, nan, nan, 2, 2, inf)], [1, 2, 3, nan, 1, inf]
    table |= {name: [edge(f, pairs, arriving)] for name, f in {'maximum': torch.maximum, 'minimum': torch.minimum}.items()}
    for name, f in {'sum': torch.sum, 'mean': torch.mean}.items():
        table[name] = [edge(lambda x: f(x, 0, keepdim=True), [torch.tensor(3.0)], attrs={'axes': [0], 'keepdim': True})]
    return table


def ones(*shape):
    return torch.ones(shape, dtype=torch.float64)


def nothing():
    """Tensors of no cells, and what adds them up."""
    table = {name: [edge(f, [ones(*a), ones(*b)]) for a, b in (([0], [0]), ([0], [1]), ([2, 0], [2, 1]), ([1], [0]), ([0, 3], [3]))]
             for name, f in {'add': torch.add, 'sub': torch.sub, 'mul': torch.mul, 'div': torch.div}.items()}
    axes = [{'axes': [0]}, {'axes': [1]}, {'axes': [1], 'keepdim': True}]
    for name, f in {'sum': torch.sum, 'mean': torch.mean}.items():
        table[name] = [edge(f, [ones(0)])] + [edge(lambda x: f(x, a['axes'], keepdim=a.get('keepdim', False)), [ones(2, 0)], attrs=a) for a in axes]
    products = [([2, 0], [0, 3]), ([0, 2], [2, 3]), ([2, 3], [3, 0]), ([0], [0]), ([2, 0], [0]), ([0, 2, 3], [3, 4]), ([2, 2, 0], [2, 0, 3])]
    table['matmul'] = [edge(torch.matmul, [ones(*a), ones(*b)]) for a, b in products]
    table['softmax'] = [edge(lambda x: torch.softmax(x, -1), [ones(*s)]) for s in ([2, 0], [0, 3], [0])]
    table['mse'] = [edge(lambda *xs: F.mse_loss(*xs, reduction=r), [ones(0), ones(0)], attrs={'reduction': r}) for r in ('mean', 'sum')]
    table['crossEntropy'] = [edge(lambda x, y: F.cross_entropy(x, y.long(), reduction=r), [ones(0, 3), ones(0)], attrs={'reduction': r}, fixed=(1,))
                             for r in ('mean', 'sum')]
    table['slice'] = [edge(lambda x: x[2:1], [ones(3, 2)], attrs={'start': 2, 'stop': 1}), edge(lambda x: x[:], [ones(0, 2)])]
    table['concat'] = [edge(lambda *xs: torch.cat(xs), [ones(0, 2), ones(3, 2)]), edge(lambda *xs: torch.cat(xs), [ones(0), ones(0)])]
    table['stack'] = [edge(lambda *xs: torch.stack(xs), [ones(0), ones(0)])]
    table['reshape'] = [edge(lambda x: x.reshape(0, 3), [ones(2, 0)], attrs={'shape': [0, 3]}), edge(lambda x: x.reshape(-1), [ones(2, 0)], attrs={'shape': [-1]})]
    table['embedding'] = [edge(lambda table, i: F.embedding(i.long(), table), [ones(3, 2), ones(0)], fixed=(1,))]
    table['norm'] = [edge(torch.norm, [ones(0)])]
    table['conv2d'] = [edge(F.conv2d, [ones(0, 1, 4, 4), ones(2, 1, 3, 3), ones(2)])]
    table['convTranspose2d'] = [edge(F.conv_transpose2d, [ones(0, 2, 2, 2), ones(2, 1, 3, 3), ones(1)])]
    table['maxPool2d'] = [edge(lambda x: F.max_pool2d(x, 2), [ones(0, 1, 4, 4)], attrs={'kernel': 2})]
    table['layerNorm'] = [edge(lambda x: F.layer_norm(x, x.shape[-1:]), [ones(*s)]) for s in ([0, 3], [2, 0])]
    return table


def ops():
    table = {
        **alone(), **norms(), 'softmax': rows_of_nothing(torch.softmax), 'logSoftmax': rows_of_nothing(torch.log_softmax), 'conv2d': conv(),
        'convTranspose2d': conv_transpose(),
        'maxPool2d': max_pool(), 'avgPool2d': avg_pool(), 'matmul': products(), 'crossEntropy': cross_entropy(),
        'binaryCrossEntropyWithLogits': bce_with_logits(),
    }
    # b² would vanish, overflow: the slope does neither.
    table['div'] += [edge(torch.div, [values(1e-200, 1e200, 1, 0, inf), values(1e-170, 1e160, 0, 0, inf)])]
    for extra in (nothing(), chosen()):
        for name, cases in extra.items():
            table[name] = table.get(name, []) + cases
    return table
