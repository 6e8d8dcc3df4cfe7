"""Cases of what slides over images: convolution, transposed convolution and pooling."""
import torch
import torch.nn.functional as F

from lib import case, pair, randn


def conv2d():
    def f(xs, a):
        options = {k: pair(a.get(k, d)) for k, d in (('stride', 1), ('padding', 0), ('dilation', 1))}
        return F.conv2d(*xs, groups=a.get('groups', 1), **options)

    uses = [
        # input, (kernels, kernel), attributes
        ([1, 1, 4, 4], [1, 3, 3], {}), ([1, 1, 5, 4], [2, 2, 3], {}), ([2, 2, 4, 4], [3, 3, 3], {}), ([1, 3, 5, 5], [2, 1, 1], {}),
        ([1, 1, 4, 4], [1, 4, 4], {}), ([1, 1, 5, 5], [1, 3, 3], {'stride': 2}), ([1, 1, 6, 5], [1, 3, 2], {'stride': [1, 2]}),
        ([1, 2, 6, 6], [2, 2, 2], {'stride': [2, 3]}), ([1, 1, 4, 4], [1, 3, 3], {'padding': 1}),
        ([1, 1, 4, 3], [1, 3, 3], {'padding': [2, 1]}), ([1, 1, 2, 2], [1, 3, 3], {'padding': 1}),
        ([2, 1, 4, 4], [2, 3, 3], {'padding': [0, 2], 'stride': [2, 1]}), ([1, 1, 6, 6], [1, 3, 3], {'dilation': 2}),
        ([1, 1, 6, 7], [1, 2, 3], {'dilation': [3, 2]}), ([1, 2, 6, 6], [2, 3, 2], {'dilation': [1, 2], 'padding': 1}),
        ([1, 2, 4, 4], [2, 3, 3], {'groups': 2}), ([1, 4, 4, 4], [4, 2, 2], {'groups': 4}), ([2, 4, 3, 3], [6, 2, 2], {'groups': 2}),
        ([1, 3, 5, 5], [3, 3, 3], {'groups': 3, 'stride': 2, 'padding': 1}),
        ([1, 2, 7, 6], [4, 3, 2], {'groups': 2, 'stride': [2, 1], 'padding': [1, 2], 'dilation': [2, 1]}),
    ]
    out = []
    for size, (o, *kernel), attrs in uses:
        weights = randn(o, size[1] // attrs.get('groups', 1), *kernel)
        out.append(case(f, [randn(*size), weights], attrs))
        out.append(case(f, [randn(*size), weights, randn(o)], attrs))
    return out


def conv_transpose2d():
    def f(xs, a):
        options = {k: pair(a.get(n, d)) for k, n, d in (('stride', 'stride', 1), ('padding', 'padding', 0),
                                                        ('output_padding', 'outputPadding', 0), ('dilation', 'dilation', 1))}
        return F.conv_transpose2d(*xs, groups=a.get('groups', 1), **options)

    uses = [
        # input, (channels of the output in a group, kernel), attributes
        ([1, 1, 2, 2], [1, 3, 3], {}), ([1, 1, 3, 2], [2, 2, 3], {}), ([2, 2, 3, 3], [3, 3, 3], {}), ([1, 3, 4, 4], [2, 1, 1], {}),
        ([1, 1, 1, 1], [1, 4, 4], {}), ([1, 1, 3, 3], [1, 3, 3], {'stride': 2}), ([1, 1, 3, 4], [1, 3, 2], {'stride': [1, 2]}),
        ([1, 2, 3, 3], [2, 2, 2], {'stride': [2, 3]}), ([1, 1, 4, 4], [1, 3, 3], {'padding': 1}), ([2, 3, 2], [2, 3, 3], {'padding': [0, 1]}),
        ([1, 2, 3, 2], [1, 4, 4], {'stride': 2, 'padding': 1}), ([1, 1, 2, 3], [1, 3, 3], {'stride': 2, 'padding': 1, 'outputPadding': 1}),
        ([1, 1, 2, 2], [2, 2, 3], {'stride': [3, 2], 'outputPadding': [2, 0]}), ([1, 1, 3, 3], [1, 3, 2], {'dilation': 2}),
        ([1, 1, 3, 3], [1, 2, 2], {'dilation': [3, 1], 'outputPadding': [2, 0]}), ([1, 2, 3, 3], [2, 3, 2], {'dilation': [1, 2], 'padding': 1}),
        ([1, 2, 3, 3], [1, 3, 3], {'groups': 2}), ([1, 4, 2, 3], [2, 2, 2], {'groups': 4}), ([2, 4, 3, 3], [3, 2, 2], {'groups': 2}),
        ([1, 2, 4, 3], [2, 3, 2], {'groups': 2, 'stride': [2, 1], 'padding': [1, 2], 'outputPadding': [1, 0], 'dilation': [2, 3]}),
    ]
    out = []
    for size, (o, *kernel), attrs in uses:
        weights = randn(size[-3], o, *kernel)
        out.append(case(f, [randn(*size), weights], attrs))
        out.append(case(f, [randn(*size), weights, randn(o * attrs.get('groups', 1))], attrs))
    return out


POOLS = [
    ([1, 1, 4, 4], {'kernel': 2}), ([2, 2, 4, 4], {'kernel': 2}), ([1, 1, 5, 5], {'kernel': 3}), ([1, 1, 5, 5], {'kernel': 3, 'stride': 1}),
    ([1, 1, 5, 6], {'kernel': [2, 3]}), ([1, 1, 6, 6], {'kernel': 2, 'stride': 3}), ([1, 1, 6, 6], {'kernel': 3, 'stride': [1, 2]}),
    ([1, 1, 4, 4], {'kernel': 2, 'padding': 1}), ([1, 1, 5, 5], {'kernel': 3, 'stride': 2, 'padding': 1}),
    ([1, 1, 5, 4], {'kernel': [3, 2], 'stride': 1, 'padding': [1, 0]}), ([1, 1, 5, 5], {'kernel': 2, 'ceil': True}),
    ([1, 2, 5, 6], {'kernel': 3, 'stride': 2, 'ceil': True}), ([1, 1, 5, 5], {'kernel': 2, 'padding': 1, 'ceil': True}),
    ([1, 1, 6, 7], {'kernel': 3, 'stride': 2, 'padding': 1, 'ceil': True}), ([1, 1, 7, 6], {'kernel': [3, 2], 'stride': [2, 3], 'padding': [1, 1], 'ceil': True}),
    ([1, 1, 4, 4], {'kernel': 4}), ([1, 1, 4, 4], {'kernel': 1}), ([1, 1, 5, 5], {'kernel': 1, 'stride': 2, 'ceil': True}),
    ([1, 1, 6, 6], {'kernel': 4, 'stride': 3, 'padding': 2, 'ceil': True}),
]


def pool_options(a):
    return {'kernel_size': pair(a['kernel']), 'stride': pair(a.get('stride')), 'padding': pair(a.get('padding', 0)),
            'ceil_mode': a.get('ceil', False)}


def max_pool2d():
    f = lambda xs, a: F.max_pool2d(xs[0], **pool_options(a))
    out = [case(f, [randn(*s)], a) for s, a in POOLS]
    # Ties: the first cell of a window takes the whole gradient.
    whole = [([1, 1, 4, 4], {'kernel': 2}), ([1, 1, 5, 5], {'kernel': 3, 'stride': 1}), ([1, 1, 5, 5], {'kernel': 2, 'padding': 1, 'ceil': True})]
    out += [case(f, [torch.zeros(*s)], a) for s, a in whole]
    out += [case(f, [torch.randint(0, 2, s).double()], a) for s, a in whole]
    return out


def avg_pool2d():
    f = lambda xs, a: F.avg_pool2d(xs[0], count_include_pad=a.get('countIncludePad', True), **pool_options(a))
    out = [case(f, [randn(*s)], a) for s, a in POOLS]
    for k, (s, a) in enumerate(POOLS):
        if 'padding' in a or k % 6 == 0:
            out += [case(f, [randn(*s)], {**a, 'countIncludePad': include}) for include in (False, True)]
    return out


OPS = {'conv2d': conv2d, 'convTranspose2d': conv_transpose2d, 'maxPool2d': max_pool2d, 'avgPool2d': avg_pool2d}
