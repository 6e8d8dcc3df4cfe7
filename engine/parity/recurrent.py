"""Recurrent layers: torch.nn.RNN, LSTM and GRU, and GRUs in the conventions that PyTorch has not, written out.

What is written out is first held against torch.nn, wherever that can do the same.
"""
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from lib import flat, randn, tensor


def step(kind, options, x, h, c, w):
    """One time step, from the equations; weights as PyTorch stacks them."""
    a = x @ w['weight_ih'].T + w.get('bias_ih', 0)
    b = h @ w['weight_hh'].T + w.get('bias_hh', 0)
    if kind == 'rnn':
        return torch.tanh(a + b) if options.get('nonlinearity') != 'relu' else torch.relu(a + b), c
    if kind == 'lstm':
        i, f, g, o = (a + b).chunk(4, -1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        return torch.sigmoid(o) * torch.tanh(c), c
    (ar, az, an), (br, bz, bn) = a.chunk(3, -1), b.chunk(3, -1)
    r, z = torch.sigmoid(ar + br), torch.sigmoid(az + bz)
    if options.get('reset') == 'before':
        bias = w['bias_hh'].chunk(3)[2] if 'bias_hh' in w else 0
        n = torch.tanh(an + (r * h) @ w['weight_hh'].chunk(3)[2].T + bias)
    else:
        n = torch.tanh(an + r * bn)
    return ((1 - z) * h + z * n if options.get('update') == 'write' else (1 - z) * n + z * h), c


def written_out(kind, options, x, weights, states, spec):
    """x: time × batch × features. Layers, directions, masks and truncation, one line each."""
    time, lengths, last = len(x), spec.get('lengths'), []
    mask = None if lengths is None else torch.tensor([[[float(t < n)] for n in lengths] for t in range(time)])
    for layer in range(spec['layers']):
        ways = []
        for way in ('', '_reverse')[:2 if spec['bidirectional'] else 1]:
            w = {k.split('_l')[0]: v for k, v in weights.items() if k.endswith(f'_l{layer}{way}')}
            h, c = states[len(last)]
            out = [None] * time
            for k, t in enumerate(range(time) if not way else reversed(range(time))):
                if spec.get('truncate') and k and k % spec['truncate'] == 0:
                    h, c = h.detach(), c.detach()
                nh, nc = step(kind, options, x[t], h, c, w)
                h, c = (nh, nc) if mask is None else (torch.where(mask[t] == 1, nh, h), torch.where(mask[t] == 1, nc, c))
                out[t] = h
            ways.append(torch.stack(out))
            last.append((h, c))
        x = torch.cat(ways, -1)
    return (x if mask is None else x * mask), last


def network(kind, options, spec):
    kinds = {'rnn': torch.nn.RNN, 'lstm': torch.nn.LSTM, 'gru': torch.nn.GRU}
    extra = {'nonlinearity': options.get('nonlinearity', 'tanh')} if kind == 'rnn' else {}
    net = kinds[kind](spec['input'], spec['hidden'], spec['layers'], bias=spec['bias'], bidirectional=spec['bidirectional'], **extra)
    with torch.no_grad():
        for w in net.parameters():
            w.copy_(randn(*w.shape, scale=0.6))
    return net


def in_torch(net, kind, x, states, spec):
    h0, c0 = (torch.stack(s) for s in zip(*states))
    if spec.get('lengths'):
        x = pack_padded_sequence(x, spec['lengths'], enforce_sorted=False)
    y, end = net(x, (h0, c0) if kind == 'lstm' else h0)
    if spec.get('lengths'):
        y = pad_packed_sequence(y, total_length=spec['time'])[0]
    return y, list(zip(*end)) if kind == 'lstm' else [(h, h) for h in end]


def recurrent(kind, options, **given):
    spec = {'time': 3, 'batch': 2, 'input': 2, 'hidden': 3, 'layers': 1, 'bidirectional': False, 'bias': True, **given}
    alone, first = spec.get('alone', False), spec.get('batchFirst', False)
    net = network(kind, options, spec)
    weights = dict(net.named_parameters())
    ways = ('', '_reverse')[:2 if spec['bidirectional'] else 1]
    batch = 1 if alone else spec['batch']
    shape = (spec['time'], spec['input']) if alone else (batch, spec['time'], spec['input']) if first else (spec['time'], batch, spec['input'])
    x = randn(*shape).requires_grad_()
    make = (lambda: randn(batch, spec['hidden']).requires_grad_()) if spec.get('initial') else (lambda: torch.zeros(batch, spec['hidden']))
    states = [(make(), make() if kind == 'lstm' else torch.zeros(batch, spec['hidden'])) for _ in range(spec['layers'] * len(ways))]
    steps = x.unsqueeze(1) if alone else x.transpose(0, 1) if first else x
    y, last = written_out(kind, options, steps, weights, states, spec)
    if not spec.get('truncate') and options.get('reset') != 'before' and options.get('update') != 'write':
        theirs, end = in_torch(net, kind, steps, states, spec)
        for mine, other in zip([y, *(s[0] for s in last)], [theirs, *(s[0] for s in end)]):
            assert torch.allclose(mine, other, rtol=0, atol=1e-12)
        y, last = theirs, end
    y = y.squeeze(1) if alone else y.transpose(0, 1) if first else y
    carries = ('h', 'c') if kind == 'lstm' else ('h',)
    dy, dlast = randn(*y.shape), [[randn(*s.shape) for s in pair[:len(carries)]] for pair in last]
    ((y * dy).sum() + sum((s * d).sum() for pair, ds in zip(last, dlast) for s, d in zip(pair, ds))).backward()
    named = lambda lists: [dict(zip(carries, map(flat, pair))) for pair in lists]
    return {
        'cell': kind, 'options': {**options, **{k: spec[k] for k in ('batchFirst', 'lengths', 'truncate') if spec.get(k)}},
        'sizes': {k: spec[k] for k in ('input', 'hidden', 'layers', 'bidirectional', 'bias')},
        'x': tensor(x), 'weights': {k: flat(w) for k, w in weights.items()},
        'initial': named(states) if spec.get('initial') else None, 'batch': batch,
        'y': tensor(y), 'dy': flat(dy), 'last': named(last), 'dlast': named(dlast),
        'grads': {'x': flat(x.grad), 'weights': {k: flat(w.grad) for k, w in weights.items()},
                  'initial': [dict(zip(carries, (flat(s.grad) for s in pair))) for pair in states] if spec.get('initial') else None},
    }


EVERY = [
    {}, {'batch': 1, 'time': 1}, {'batch': 1, 'time': 5, 'initial': True}, {'time': 4, 'hidden': 1, 'input': 1}, {'hidden': 5, 'input': 4},
    {'batch': 3, 'time': 4, 'batchFirst': True}, {'batchFirst': True, 'initial': True}, {'bias': False}, {'bias': False, 'initial': True, 'batch': 1},
    {'alone': True, 'time': 4}, {'alone': True, 'time': 3, 'initial': True, 'hidden': 2}, {'initial': True, 'time': 6, 'hidden': 2},
    {'bidirectional': True}, {'bidirectional': True, 'initial': True, 'batchFirst': True}, {'bidirectional': True, 'alone': True, 'bias': False},
    {'layers': 2}, {'layers': 3, 'hidden': 2, 'initial': True}, {'layers': 2, 'batchFirst': True, 'bias': False},
    {'layers': 2, 'bidirectional': True, 'hidden': 2, 'initial': True}, {'layers': 2, 'bidirectional': True, 'hidden': 2, 'batchFirst': True},
    {'time': 4, 'batch': 3, 'lengths': [4, 2, 1]}, {'time': 4, 'batch': 3, 'lengths': [1, 3, 4], 'initial': True},
    {'time': 4, 'batch': 2, 'lengths': [2, 4], 'batchFirst': True}, {'time': 4, 'batch': 2, 'lengths': [4, 2], 'bidirectional': True, 'initial': True},
    {'time': 3, 'batch': 2, 'lengths': [3, 1], 'bidirectional': True, 'layers': 2, 'hidden': 2}, {'time': 3, 'batch': 3, 'lengths': [2, 3, 1], 'layers': 2},
    {'time': 5, 'truncate': 2}, {'time': 6, 'truncate': 3, 'initial': True}, {'time': 4, 'truncate': 1}, {'time': 5, 'truncate': 2, 'layers': 2, 'bidirectional': True, 'hidden': 2},
]
KINDS = {
    'rnnTanh': ('rnn', {}), 'rnnRelu': ('rnn', {'nonlinearity': 'relu'}), 'lstm': ('lstm', {}), 'gru': ('gru', {}),
    'gruWrite': ('gru', {'update': 'write'}), 'gruBefore': ('gru', {'reset': 'before'}), 'gruWriteBefore': ('gru', {'update': 'write', 'reset': 'before'}),
}
LAYERS = {f'layers/{name}': lambda kind=kind: [recurrent(*kind, **use) for use in EVERY] for name, kind in KINDS.items()}
