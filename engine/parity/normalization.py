"""Layer norm, batch norm and its running statistics, GELU, and the ops that choose a place of a row."""
import torch
import torch.nn.functional as F

from lib import case, rand, randn, tensor, flat, update, values
from sequences import uniform


def layer_norm():
    def f(xs, a):
        x, *learned = xs
        weight, bias = (*learned, None, None)[:2]
        return F.layer_norm(x, x.shape[-1:], weight, bias, a.get('epsilon', 1e-5))

    shapes = [[4], [2, 3], [3, 5], [2, 2, 3], [1, 6], [2, 1, 2, 4]]
    uses = [(s, n, {}) for s in shapes for n in (0, 1, 2)]
    uses += [([2, 4], 2, {'epsilon': 1e-3}), ([2, 4], 0, {'epsilon': 0.1}), ([3, 2], 2, {'epsilon': 1e-12}), ([3, 1], 2, {})]
    out = [case(f, [randn(*s), *(randn(s[-1]) for _ in range(n))], a) for s, n, a in uses]
    return out + [case(f, [values(2, 2, 2, 1, 2, 3, shape=(2, 3)), values(1, 2, 3)]), case(f, [randn(2, 4, scale=1000.0), randn(4), randn(4)])]


BATCHES = [[4, 3], [2, 1], [5, 2], [3, 2, 4], [2, 3, 2, 2], [1, 2, 3, 2], [6, 4], [2, 2, 1, 1]]


def batch_norm():
    def f(xs, a):
        x, *rest = xs
        weight, bias, mean, variance = (*rest, None, None, None, None)[:4]
        return F.batch_norm(x, mean, variance, weight, bias, training=mean is None, eps=a.get('epsilon', 1e-5))

    def given(s, n):
        return [randn(*s), *(randn(s[1]) for _ in range(min(n, 3))), *([rand(s[1], low=0.2, high=2)] if n > 3 else [])]

    uses = [(s, n, {}) for s in BATCHES for n in (0, 2, 4)] + [([4, 3], 1, {}), ([4, 3], 2, {'epsilon': 0.1}), ([2, 2, 3], 4, {'epsilon': 1e-3})]
    return [case(f, given(s, n), a, fixed=(3, 4)) for s, n, a in uses]


def running_statistic():
    out = []
    for k, s in enumerate(BATCHES):
        for statistic in ('mean', 'variance'):
            momentum = {} if k % 2 else {'momentum': 0.3}
            x, old = randn(*s), rand(s[1])
            mean, variance = old.clone(), old.clone()
            F.batch_norm(x, mean, variance, training=True, momentum=momentum.get('momentum', 0.1))
            out.append(update([old, x], mean if statistic == 'mean' else variance, {'statistic': statistic, **momentum}))
    return out


def gelu():
    f = lambda xs, a: F.gelu(xs[0], approximate=a.get('approximate', 'none'))
    xs = lambda: [randn(), randn(5), randn(2, 3), randn(2, 2, 3, scale=3.0), values(-40, -6, -1e-9, 0, 1e-9, 0.3, 6, 40)]
    return [case(f, [x], a) for a in ({}, {'approximate': 'none'}, {'approximate': 'tanh'}) for x in xs()]


def argmax():
    f = lambda xs, _: torch.argmax(xs[0], -1).double()
    return [case(f, [x]) for x in (randn(4), randn(2, 3), randn(2, 2, 5), values(1, 3, 3, 2), values(0, 0, 0), randn(3, 1))]


def multinomial():
    """PyTorch's own draws depend on its generator; the place is where the cumulative sum passes the engine's number."""
    def f(xs, a):
        p, source = xs[0], uniform(a.get('seed', 0))
        u = torch.tensor([next(source) for _ in range(p.numel() // p.shape[-1])]).reshape(*p.shape[:-1], 1)
        sums = p.cumsum(-1)
        return (sums <= u * sums[..., -1:]).sum(-1).double()

    uses = [([4], {}), ([4], {'seed': 1}), ([3, 5], {'seed': 7}), ([2, 2, 3], {'seed': -3}), ([6, 2], {'seed': 99})]
    return [case(f, [rand(*s, low=0.05)], a) for s, a in uses] + [case(f, [values(0, 0, 1, 0)], {'seed': 5})]


OPS = {
    'layerNorm': layer_norm, 'batchNorm': batch_norm, 'runningStatistic': running_statistic, 'gelu': gelu, 'argmax': argmax,
    'multinomial': multinomial,
}
