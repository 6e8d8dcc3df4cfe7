"""Ops that sequences need: taking steps out and putting them together, masks, embeddings, dropout, clipping."""
import torch
import torch.nn.functional as F

from lib import case, flat, rand, randn, tensor, values


def select():
    f = lambda xs, a: xs[0].select(a.get('axis', 0), a['index'])
    uses = [([5], {'index': 2}), ([3, 4], {'index': 0}), ([3, 4], {'index': -1}), ([3, 4], {'axis': 1, 'index': 3}),
            ([2, 3, 4], {'axis': 1, 'index': 1}), ([2, 3, 4], {'axis': -1, 'index': -2}), ([2, 1, 3, 2], {'axis': 2, 'index': 2})]
    return [case(f, [randn(*s)], a) for s, a in uses]


def stack():
    f = lambda xs, a: torch.stack(xs, dim=a.get('axis', 0))
    uses = [([], 3, {}), ([2], 2, {}), ([2], 3, {'axis': 1}), ([2, 3], 2, {'axis': -1}), ([2, 3], 4, {'axis': 1}),
            ([2, 1, 3], 2, {'axis': -2}), ([2, 2], 1, {'axis': 2})]
    return [case(f, [randn(*s) for _ in range(n)], a) for s, n, a in uses]


def detach():
    return [case(lambda xs, _: xs[0].detach(), [randn(*s)]) for s in ([], [3], [2, 3])]


def where():
    f = lambda xs, _: torch.where(xs[0] == 1, xs[1], xs[2])
    shapes = [([3], [3], [3]), ([2, 1], [2, 3], [2, 3]), ([2, 1], [2, 3], [3]), ([], [2, 2], []), ([2, 3], [], [1, 3]), ([3], [2, 1], [1]),
              ([2, 2, 2], [2, 2, 2], [2, 1, 2]), ([4, 1, 1], [3, 2], [4, 3, 1])]
    return [case(f, [torch.round(rand(*c)), randn(*a), randn(*b)], fixed=(0,)) for c, a, b in shapes]


def embedding():
    f = lambda xs, a: F.embedding(xs[1].long(), xs[0], padding_idx=a.get('paddingIndex'))
    uses = [([5, 3], [4], {}), ([5, 3], [2, 3], {}), ([2, 4], [6], {}), ([3, 1], [], {}), ([7, 2], [2, 2, 2], {}),
            ([4, 3], [3, 4], {'paddingIndex': 0}), ([4, 3], [9], {'paddingIndex': -1}), ([2, 2], [5], {'paddingIndex': 1})]
    return [case(f, [randn(*t), torch.randint(0, t[0], i).double()], a, fixed=(1,)) for t, i, a in uses]


def uniform(seed):
    """The engine's own random numbers (engine/random.ts), so that the same numbers are dropped."""
    state, word = seed & 0xffffffff, 0xffffffff
    while True:
        state = (state + 0x9e3779b9) & word
        h = ((state ^ (state >> 16)) * 0x21f0aaad) & word
        h = ((h ^ (h >> 15)) * 0x735a2d97) & word
        yield ((h ^ (h >> 15)) & word) / 2**32


def dropout():
    def f(xs, a):
        x, p = xs[0], a.get('p', 0.5)
        if not a.get('training', True) or p in (0, 1):
            return F.dropout(x, p, training=a.get('training', True))
        source = uniform(a.get('seed', 0))
        mask = values(*[0.0 if next(source) < p else 1.0 for _ in range(x.numel())], shape=x.shape)
        return x * mask / (1 - p)

    uses = [([6], {}), ([6], {'seed': 1}), ([3, 4], {'p': 0.2, 'seed': 7}), ([3, 4], {'p': 0.8, 'seed': 7}), ([2, 2, 3], {'p': 0.5, 'seed': 123456}),
            ([4], {'p': 0}), ([4], {'p': 1}), ([3, 3], {'p': 0.5, 'training': False}), ([5], {'p': 0.9, 'seed': -3})]
    return [case(f, [randn(*s)], a) for s, a in uses]


def clip():
    f = lambda xs, a: torch.clamp(xs[0], a.get('min'), a.get('max'))
    uses = [{'min': -1, 'max': 1}, {'min': 0}, {'max': 0.5}, {'min': -0.3, 'max': 0.2}, {'min': 0.5, 'max': 0.5}]
    return [case(f, [x], a) for a in uses for x in (randn(5), randn(2, 3), values(-2, -1, -0.3, 0, 0.2, 0.5, 1, 3))]


def norm():
    f = lambda xs, _: torch.sqrt(sum((x * x).sum() for x in xs)) if any(x.any() for x in xs) else xs[0].norm()
    shapes = [[[3]], [[2, 3]], [[2], [3]], [[], [2, 2], [1]], [[4, 1, 2]], [[1]]]
    return [case(f, [randn(*s) for s in xs]) for xs in shapes] + [case(f, [torch.zeros(3)])]


OPS = {
    'select': select, 'stack': stack, 'detach': detach, 'where': where, 'embedding': embedding, 'dropout': dropout,
    'clip': clip, 'norm': norm,
}
