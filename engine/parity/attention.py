"""Attention, Transformer blocks and whole Transformers from torch.nn; attention between recurrent layers, written out.

Every case names its inputs and weights, the outputs with the gradients that arrive there, and all gradients that follow.
Masks are 1 (may look) and 0 (may not), the opposite of the booleans of torch.nn.
"""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

from lib import rand, randn, tensor
from recurrent import step


def numbers(x):
    """Twelve decimals are a hundred times finer than the tests ask for."""
    return [round(v, 12) for v in x.detach().reshape(-1).tolist()]


def record(kind, options, inputs, weights, outputs, **more):
    """Random gradients arrive at the outputs; those of all inputs and weights are kept."""
    dys = {name: randn(*y.shape) for name, y in outputs.items()}
    sum((y * dys[name]).sum() for name, y in outputs.items()).backward()
    given = {**inputs, **weights}
    return {
        'kind': kind, 'options': options,
        'inputs': {k: tensor(x) for k, x in inputs.items()}, 'weights': {k: tensor(w) for k, w in weights.items()},
        'outputs': {k: {'shape': list(y.shape), 'data': numbers(y), 'dy': numbers(dys[k])} for k, y in outputs.items()},
        'grads': {k: numbers(x.grad) for k, x in given.items() if x.grad is not None}, **more,
    }


def given(*shape, scale=1.0):
    return randn(*shape, scale=scale).requires_grad_()


def rounded(module, scale=0.5):
    with torch.no_grad():
        for name, w in module.named_parameters():
            w.copy_(randn(*w.shape, scale=scale) + (1 if name.endswith('norm.weight') or 'norm' in name and name.endswith('weight') else 0))
    return dict(module.named_parameters())


# ---------------------------------------------------------------------------------------------- masks and attention

def allowed(queries, keys, options):
    """The mask that the options ask for, 1 and 0; None where there is none."""
    mask = None
    if options.get('causal'):
        mask = torch.tril(torch.ones(queries, keys), keys - queries)
    if 'length' in options:
        mask = (torch.ones(queries, keys) if mask is None else mask) * (torch.arange(keys) < options['length']).double()
    if options.get('own'):
        own = torch.tensor(options['own']).double()
        mask = own if mask is None else mask * own
    return mask


def own_mask(queries, keys):
    """Random, but every query may look at one key at least."""
    mask = torch.round(rand(queries, keys))
    mask[torch.arange(queries), torch.randint(0, keys, (queries,))] = 1
    return mask.tolist()


def refused(mask):
    return None if mask is None else mask == 0


def one_attention(queries, keys, d_k, d_v, options):
    q, k, v = given(queries, d_k), given(keys, d_k), given(keys, d_v)
    mask = allowed(queries, keys, options)
    scores = q @ k.T / (math.sqrt(d_k) if options.get('scale', True) else 1)
    weights = F.softmax(scores if mask is None else scores.masked_fill(mask == 0, -math.inf), -1)
    return record('attention', options, {'q': q, 'k': k, 'v': v}, {}, {'output': weights @ v, 'weights': weights})


def attention():
    sizes = [(1, 1, 1, 1), (1, 4, 2, 3), (3, 3, 2, 2), (4, 4, 3, 2), (2, 5, 4, 4), (5, 3, 2, 3), (6, 6, 8, 4)]
    uses = [(s, o) for s in sizes for o in ({}, {'scale': False})]
    uses += [(s, {'causal': True, **o}) for s in sizes if s[0] <= s[1] for o in ({}, {'scale': False})]
    uses += [(s, {'length': max(1, s[1] - 1)}) for s in sizes] + [((4, 4, 3, 2), {'causal': True, 'length': 2})]
    uses += [(s, {'own': own_mask(s[0], s[1])}) for s in sizes] + [((3, 3, 2, 2), {'own': [[1, 0, 0], [1, 1, 1], [1, 0, 1]], 'causal': True})]
    return [one_attention(*s, o) for s, o in uses]


# ---------------------------------------------------------------------------------------------- multi-head

def one_multi_head(queries, keys, model, heads, options):
    net = nn.MultiheadAttention(model, heads, bias=options.get('bias', True), batch_first=True)
    weights = rounded(net)
    x = given(queries, model)
    source = given(keys, model) if options.get('cross') else x
    mask = refused(allowed(queries, keys, options))
    output, looked = net(x, source, source, attn_mask=mask, average_attn_weights=False)
    inputs = {'x': x, **({'source': source} if options.get('cross') else {})}
    return record('multiHead', {'heads': heads, **options}, inputs, weights, {'output': output, 'weights': looked})


def multi_head():
    sizes = [(3, 2, 1), (3, 4, 2), (2, 6, 3), (4, 4, 4), (1, 4, 2)]
    uses = []
    for t, model, heads in sizes:
        uses += [(t, t, model, heads, o) for o in ({}, {'causal': True}, {'bias': False}, {'length': max(1, t - 1)}, {'own': own_mask(t, t)})]
        uses += [(t, t + 2, model, heads, {'cross': True}), (t, t + 1, model, heads, {'cross': True, 'length': t})]
    return [one_multi_head(*u) for u in uses]


# ---------------------------------------------------------------------------------------------- blocks

ACTIVATIONS = {'relu': F.relu, 'gelu': F.gelu, 'gelu tanh': lambda x: F.gelu(x, approximate='tanh')}
KINDS = [(pre, activation) for pre in (False, True) for activation in ACTIVATIONS]


def block_options(pre, activation, heads, **options):
    return {'heads': heads, 'preNorm': pre, 'activation': activation, **options}


def layer(kind, model, feed, heads, pre, activation):
    return kind(model, heads, feed, dropout=0.0, activation=ACTIVATIONS[activation], norm_first=pre, batch_first=True)


def encoder_block():
    out = []
    for pre, activation in KINDS:
        for t, model, heads, feed, options in [(3, 4, 2, 6, {}), (3, 4, 2, 6, {'causal': True}), (4, 2, 1, 3, {'length': 3}), (1, 4, 4, 5, {}),
                                               (3, 4, 1, 4, {'own': own_mask(3, 3)})]:
            net = layer(nn.TransformerEncoderLayer, model, feed, heads, pre, activation)
            weights, x = rounded(net), given(t, model)
            y = net(x, src_mask=refused(allowed(t, t, options)))
            out.append(record('encoderBlock', block_options(pre, activation, heads, **options), {'x': x}, weights, {'output': y}))
    return out


def decoder_block():
    out = []
    for pre, activation in KINDS:
        for t, s, model, heads, feed, options in [(3, 2, 4, 2, 5, {}), (2, 3, 2, 1, 3, {'length': 2}), (1, 3, 4, 4, 4, {}), (3, 3, 4, 1, 3, {'free': True})]:
            net = layer(nn.TransformerDecoderLayer, model, feed, heads, pre, activation)
            weights, y, memory = rounded(net), given(t, model), given(s, model)
            mask = None if options.get('free') else refused(allowed(t, t, {'causal': True}))
            across = refused(allowed(t, s, {k: v for k, v in options.items() if k == 'length'}))
            z = net(y, memory, tgt_mask=mask, memory_mask=across)
            out.append(record('decoderBlock', block_options(pre, activation, heads, **options), {'y': y, 'memory': memory}, weights, {'output': z}))
    return out


# ---------------------------------------------------------------------------------------------- whole Transformers

def positions(n, d, start=0):
    """From the equation; d may be odd."""
    p = torch.arange(start, start + n).double()[:, None]
    angle = p / 10000 ** (2 * (torch.arange(d) // 2) / d)
    return torch.where(torch.arange(d) % 2 == 0, torch.sin(angle), torch.cos(angle))


def positional():
    uses = [(4, 4, 0), (3, 5, 0), (1, 1, 0), (6, 2, 3), (2, 8, 100), (50, 6, 0)]
    return [{'kind': 'positional', 'options': {'positions': n, 'd': d, 'from': start}, 'inputs': {}, 'weights': {}, 'grads': {},
             'outputs': {'output': {'shape': [n, d], 'data': numbers(positions(n, d, start)), 'dy': []}}} for n, d, start in uses]


class Translator(nn.Module):
    def __init__(self, words, model, heads, feed, layers, pre, activation, norm):
        super().__init__()
        block = lambda kind: layer(kind, model, feed, heads, pre, activation)
        last = lambda: nn.LayerNorm(model) if norm else None
        self.source, self.target = nn.Embedding(words[0], model), nn.Embedding(words[1], model)
        self.encoder = nn.TransformerEncoder(block(nn.TransformerEncoderLayer), layers[0], last(), enable_nested_tensor=False)
        self.decoder = nn.TransformerDecoder(block(nn.TransformerDecoderLayer), layers[1], last())
        self.output = nn.Linear(model, words[1])

    def read(self, source, length):
        x = self.source(source)
        return self.encoder(x + positions(*x.shape), mask=refused(allowed(len(x), len(x), {'length': length})))

    def score(self, target, memory, length):
        y = self.target(target)
        z = self.decoder(y + positions(*y.shape), memory, tgt_mask=refused(allowed(len(y), len(y), {'causal': True})),
                         memory_mask=refused(allowed(len(y), len(memory), {'length': length})))
        return self.output(z)


WHOLE = [
    # words, model, heads, feed, layers, pre, activation, norm, source length, real, target length
    ((5, 6), 4, 2, 5, (1, 1), False, 'relu', True, 3, 3, 3), ((5, 6), 4, 2, 5, (1, 1), True, 'gelu', True, 4, 2, 2),
    ((4, 5), 4, 1, 4, (2, 1), False, 'relu', False, 3, 2, 3), ((4, 5), 4, 4, 4, (1, 2), True, 'relu', True, 2, 2, 4),
    ((5, 5), 2, 1, 3, (2, 2), False, 'gelu tanh', True, 4, 3, 3), ((3, 4), 6, 3, 4, (1, 1), False, 'gelu', False, 1, 1, 1),
]


def translators():
    for words, model, heads, feed, layers, pre, activation, norm, n, real, m in WHOLE:
        net = Translator(words, model, heads, feed, layers, pre, activation, norm)
        weights = rounded(net, 0.6)
        source, target = torch.randint(0, words[0], (n,)), torch.randint(0, words[1], (m,))
        yield net, weights, source, target, real, block_options(pre, activation, heads, sourceLength=real, source=source.tolist())


def transformer():
    out = []
    for net, weights, source, target, real, options in translators():
        memory = net.read(source, real)
        outputs = {'memory': memory, 'logits': net.score(target, memory, real)}
        out.append(record('transformer', {**options, 'target': target.tolist()}, {}, weights, outputs))
    return out


def decoding():
    """Greedy: all positions computed anew for each word, the engine's way without a cache."""
    out = []
    for most, seed in ((5, 0), (4, 1), (6, 2)):
        for net, weights, source, _, real, options in translators():
            with torch.no_grad():
                memory, words, logits = net.read(source, real), [0], []
                while len(logits) < most and (len(words) == 1 or words[-1] != 1):
                    logits.append(net.score(torch.tensor(words), memory, real)[-1])
                    words.append(int(logits[-1].argmax()))
            out.append({'kind': 'decoding', 'options': {**options, 'start': 0, 'end': 1, 'most': most, 'words': words[1:]}, 'inputs': {},
                        'weights': {k: tensor(w) for k, w in weights.items()}, 'grads': {},
                        'outputs': {'logits': {'shape': [len(logits), len(logits[0])], 'data': numbers(torch.stack(logits)), 'dy': []}}})
    return out


# ---------------------------------------------------------------------------------------------- recurrent encoders and decoders

GATES = {'rnn': 1, 'gru': 3, 'lstm': 4}


def packed(name, kind, features, hidden):
    rows = GATES[kind] * hidden
    shapes = {'weight_ih': (rows, features), 'weight_hh': (rows, hidden), 'bias_ih': (rows,), 'bias_hh': (rows,)}
    return {f'{name}.{k}': given(*s, scale=0.6) for k, s in shapes.items()}


def cell(kind, weights, name):
    w = {k.split('.')[1]: v for k, v in weights.items() if k.startswith(f'{name}.')}
    return lambda x, h, c: step(kind, {}, x, h, c, w)


def recurrent_pair(style, kind, n, m, options):
    hidden, features, words, width = 3, 2, 5, 4
    length = options.get('length', n)
    x = given(n, features)
    weights = {**packed('encoder', kind, features, hidden), **packed('decoder', kind, features + (hidden if style == 'bahdanau' else 0), hidden),
               'words': given(words, features), 'output.weight': given(words, width if style == 'luong' else hidden),
               'output.bias': given(words)}
    if style == 'bahdanau':
        weights |= {'W_s': given(hidden, width), 'W_h': given(hidden, width), 'v': given(width, 1)}
    if style == 'luong':
        weights |= {'combine.weight': given(width, 2 * hidden), 'combine.bias': given(width)}
    read, h, c, hs = cell(kind, weights, 'encoder'), torch.zeros(1, hidden), torch.zeros(1, hidden), []
    for t in range(n):
        h, c = read(x[t:t + 1], h, c)
        hs.append(h)
    states, write = torch.cat(hs), cell(kind, weights, 'decoder')
    hide = torch.arange(n) >= length
    targets = torch.randint(0, words, (m,)).tolist()
    before, logits, looked, chosen = 0, [], [], []

    def look(e):
        alpha = F.softmax(e.masked_fill(hide, -math.inf), -1)
        looked.append(alpha)
        return alpha @ states

    for t in range(m):
        y = weights['words'][before:before + 1]
        if style == 'bahdanau':
            e = (torch.tanh(h @ weights['W_s'] + states @ weights['W_h']) @ weights['v']).T
            h, c = write(torch.cat([y, look(e)], 1), h, c)
        else:
            h, c = write(y, h, c)
        found = h
        if style == 'luong':
            found = torch.tanh(F.linear(torch.cat([look(h @ states.T), h], 1), weights['combine.weight'], weights['combine.bias']))
        logits.append(F.linear(found, weights['output.weight'], weights['output.bias']))
        chosen.append(int(logits[-1].argmax()))
        before = chosen[-1] if options.get('free') else targets[t]
    outputs = {'logits': torch.cat(logits), **({'attention': torch.cat(looked)} if looked else {})}
    return record(style, {'cell': kind, 'targets': targets, **options, 'words': chosen if options.get('free') else []}, {'x': x}, weights, outputs)


def recurrent_pairs(style):
    uses = [(n, m, o) for n, m in ((3, 2), (1, 1), (2, 4), (5, 3)) for o in ({}, {'free': True})]
    if style != 'seq2seq':
        uses += [(4, 3, {'length': 2}), (3, 2, {'length': 1, 'free': True})]
    return [recurrent_pair(style, kind, n, m, o) for kind in GATES for n, m, o in uses]


MAKE = {'attention': attention, 'multiHead': multi_head, 'encoderBlock': encoder_block, 'decoderBlock': decoder_block,
        'positional': positional, 'transformer': transformer, 'decoding': decoding}
LAYERS = {f'attention/{name}': make for name, make in MAKE.items()}
LAYERS |= {f'attention/{style}': lambda style=style: recurrent_pairs(style) for style in ('seq2seq', 'bahdanau', 'luong')}
