"""Adam and RMSprop, their parts and whole, and the clipping of gradients: several steps of torch.optim."""
import torch

from lib import flat, randn, tensor, update

ADAM = [
    {'learningRate': 0.1}, {'learningRate': 0.01, 'beta1': 0.5, 'beta2': 0.9}, {'learningRate': 0.001, 'epsilon': 1e-3},
    {'learningRate': 0.1, 'weightDecay': 0.1}, {'learningRate': 1, 'beta1': 0, 'beta2': 0.5}, {'learningRate': 0, 'beta1': 0.8},
    {'learningRate': 0.3, 'beta1': 0.95, 'beta2': 0.99, 'epsilon': 1e-6, 'weightDecay': 0.01},
]
RMSPROP = [
    {'learningRate': 0.1}, {'learningRate': 0.01, 'alpha': 0.9}, {'learningRate': 0.05, 'momentum': 0.9},
    {'learningRate': 0.1, 'weightDecay': 0.1}, {'learningRate': 0.1, 'epsilon': 1e-2, 'alpha': 0.5}, {'learningRate': 0, 'momentum': 0.5},
    {'learningRate': 0.2, 'alpha': 0.8, 'momentum': 0.7, 'weightDecay': 0.01, 'epsilon': 1e-5},
]
SHAPES = [[3], [2, 3], [2, 2], [4], [2], [], [1, 2, 2]]


def adam(w, a):
    return torch.optim.Adam([w], lr=a['learningRate'], betas=(a.get('beta1', 0.9), a.get('beta2', 0.999)),
                            eps=a.get('epsilon', 1e-8), weight_decay=a.get('weightDecay', 0))


def rmsprop(w, a):
    return torch.optim.RMSprop([w], lr=a['learningRate'], alpha=a.get('alpha', 0.99), eps=a.get('epsilon', 1e-8),
                               weight_decay=a.get('weightDecay', 0), momentum=a.get('momentum', 0))


def whole(make, uses):
    """Four steps of one parameter; its gradients are given, as if they came from four different batches."""
    out = []
    for attrs, shape in zip(uses, SHAPES):
        w = randn(*shape).requires_grad_()
        step = make(w, attrs)
        one = {'attrs': attrs, 'parameter': tensor(w), 'gradients': [], 'parameters': []}
        for _ in range(4):
            w.grad = randn(*shape)
            one['gradients'].append(flat(w.grad))
            step.step()
            one['parameters'].append(flat(w))
        out.append(one)
    return out


def parts(make, uses, pick, keep):
    """The parts of a step, from the state that torch.optim keeps; weight decay happens before them."""
    out = []
    for attrs in uses:
        if 'weightDecay' in attrs or not attrs['learningRate']:
            continue
        w = randn(2, 2).requires_grad_()
        step = make(w, attrs)
        before = None
        for t in range(1, 4):
            old, g = w.detach().clone(), randn(2, 2)
            w.grad = g.clone()
            step.step()
            now = {k: v.clone() for k, v in step.state[w].items() if torch.is_tensor(v)}
            made = pick(attrs, t, g, old, w.detach().clone(), before, now)
            if made:
                out.append(update(*made, {k: v for k, v in attrs.items() if k in keep} | ({'step': t} if 'step' in keep else {})))
            before = now
    return out


def average(key):
    return lambda a, t, g, old, new, before, now: ([g, *([before[key]] if before else [])], now[key])


def adam_step(a, t, g, old, new, before, now):
    return [old, now['exp_avg'], now['exp_avg_sq']], new


def direction(a, t, g, old, new, before, now):
    if 'momentum' in a:
        return [g, now['square_avg'], *([before['momentum_buffer']] if before else [])], now['momentum_buffer']
    return [g, now['square_avg']], (old - new) / a['learningRate']


def clipping(kind):
    """Gradients of several parameters, clipped together."""
    out = []
    for limit in (0.1, 1, 2.5, 100):
        for shapes in ([[3]], [[2, 3], [3]], [[], [2, 2], [4]]):
            ws = [randn(*s).requires_grad_() for s in shapes]
            for w in ws:
                w.grad = randn(*w.shape)
            one = {'attrs': {'limit': limit}, 'gradients': [tensor(w.grad) for w in ws]}
            total = torch.nn.utils.clip_grad_norm_(ws, limit) if kind == 'norm' else torch.nn.utils.clip_grad_value_(ws, limit)
            out.append({**one, 'total': None if total is None else total.item(), 'clipped': [flat(w.grad) for w in ws]})
    return out


OPS = {
    'adamFirst': lambda: parts(adam, ADAM, average('exp_avg'), ('beta1',)),
    'adamSecond': lambda: parts(adam, ADAM, average('exp_avg_sq'), ('beta2',)),
    'adamStep': lambda: parts(adam, ADAM, adam_step, ('learningRate', 'beta1', 'beta2', 'epsilon', 'step')),
    'rmspropAverage': lambda: parts(rmsprop, RMSPROP, average('square_avg'), ('alpha',)),
    'rmspropDirection': lambda: parts(rmsprop, RMSPROP, direction, ('momentum', 'epsilon')),
}
WHOLE = {
    'optimizers/adam': lambda: whole(adam, ADAM), 'optimizers/rmsprop': lambda: whole(rmsprop, RMSPROP),
    'optimizers/clipByNorm': lambda: clipping('norm'), 'optimizers/clipByValue': lambda: clipping('value'),
}
