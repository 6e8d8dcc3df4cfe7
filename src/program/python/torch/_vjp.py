"""The way back through each op, as ops: what an input gets of the gradient g of the output y. Formulas are those of the engine's
own ways back (engine/ops), written so that a gradient can go through them again."""

import math

from . import _functions as T
from ._creation import full, zeros



def fitted(g, x):
    """Summed over what was repeated, so that it has the shape of x."""
    extra = g.dim() - x.dim()
    axes = [*range(extra), *(d + extra for d, n in enumerate(x.shape) if n == 1 and g.shape[d + extra] != 1)]
    return (T.sum(g, axes) if axes else g).reshape(*x.shape)


def mask(condition, like):
    return condition.detach().to(like.dtype)


def _unary(f):
    """f gives the slope, of x, y and the attributes."""
    return lambda g, y, x, **attrs: (lambda: g * f(x, y, **attrs),)


def _binary(first, second):
    return lambda g, y, a, b, **attrs: (lambda: fitted(first(g, y, a, b), a), lambda: fitted(second(g, y, a, b), b))


def _larger(greater):
    """Of two equal numbers each gets half."""
    share = lambda g, a, b: g * (mask(greater(a, b), g) + mask(a == b, g) * 0.5)  # noqa: E731
    return _binary(lambda g, y, a, b: share(g, a, b), lambda g, y, a, b: share(g, b, a))


def _gelu(x, y, approximate="none"):
    if approximate == "none":
        return 0.5 * (T.erf(x / math.sqrt(2)) + 1) + x * T.exp(x * x * -0.5) / math.sqrt(2 * math.pi)
    c = math.sqrt(2 / math.pi)
    t = T.tanh(c * (x + 0.044715 * x * x * x))
    return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * c * (1 + 3 * 0.044715 * x * x)


def _silu(x, y):
    s = T.sigmoid(x)
    return s + x * s * (1 - s)


def _softplus(x, y, beta=1.0, threshold=20.0):
    straight = mask(x * beta > threshold, x)
    return T.sigmoid(x * beta) * (1 - straight) + straight


def _elu(x, y, alpha=1.0):
    above = mask(x > 0, x)
    # Far above 0 the power of e would be infinite, though it does not count.
    return above + (1 - above) * alpha * T.exp(x * (1 - above))


def _power(x, y, exponent):
    return full((), 1.0, dtype=x.dtype) if exponent == 1 else exponent * (x if exponent == 2 else T.pow(x, exponent - 1))


def _clipped(x, y, min=-math.inf, max=math.inf):
    return mask((x >= min) & (x <= max), x)


# Products and places


def _matmul(g, y, a, b):
    return lambda: fitted(g @ b.transpose(-1, -2), a), lambda: fitted(a.transpose(-1, -2) @ g, b)


def _transpose(g, y, x, axes=None):
    if axes is None:
        return (lambda: g.transpose(-1, -2),)
    return (lambda: g.permute(*[axes.index(d) for d in range(len(axes))]),)


def _reshaped(g, y, x, **attrs):
    return (lambda: g.reshape(*x.shape),)


def _placed(g, x, axis, places):
    """What stands at some places along an axis, among zeros."""
    shape = [1] * x.dim()
    shape[axis] = len(places)
    index = T.as_tensor(places).reshape(*shape).expand(*g.shape)
    return T.scatter_add(zeros(*x.shape, dtype=g.dtype), axis, index, g)


def _slice(g, y, x, axis=0, start=0, stop=None, step=1):
    axis %= x.dim()
    return (lambda: _placed(g, x, axis, list(range(*slice(start, stop, step).indices(x.shape[axis])))),)


def _select(g, y, x, axis=0, index=0):
    axis %= x.dim()
    return (lambda: _placed(g.unsqueeze(axis), x, axis, [index % x.shape[axis]]),)


def _concat(g, y, *xs, axis=0):
    starts = [sum(x.shape[axis] for x in xs[:k]) for k in range(len(xs))]
    return [lambda s=s, x=x: g.narrow(axis, s, x.shape[axis]) for s, x in zip(starts, xs)]


def _stack(g, y, *xs, axis=0):
    return [lambda k=k: g.select(axis, k) for k in range(len(xs))]


def _gather(g, y, x, index, axis=-1):
    return (lambda: T.scatter_add(zeros(*x.shape, dtype=g.dtype), axis % x.dim(), index, g), None)


def _scatter_add(g, y, x, index, source, axis=-1):
    return lambda: g, None, lambda: T.gather(g, axis % x.dim(), index)


def _embedding(g, y, table, index, paddingIndex=None):
    def rows():
        width = table.shape[1]
        kept = g.reshape(-1, width)
        if paddingIndex is not None:
            kept = kept * mask(index.reshape(-1, 1) != paddingIndex, kept)
        return T.scatter_add(zeros(*table.shape, dtype=g.dtype), 0, index.reshape(-1, 1).expand(-1, width), kept)

    return rows, None


def _where(g, y, condition, a, b):
    chosen = mask(condition != 0, g)
    return None, lambda: fitted(g * chosen, a), lambda: fitted(g * (1 - chosen), b)


# Sums


def _spread(g, x, axes, keepdim):
    axes = range(x.dim()) if axes is None else [d % x.dim() for d in axes]
    if not keepdim:
        g = g.reshape(*[1 if d in axes else n for d, n in enumerate(x.shape)])
    return g, axes


def _sum(g, y, x, axes=None, keepdim=False):
    return (lambda: _spread(g, x, axes, keepdim)[0].expand(*x.shape),)


def _mean(g, y, x, axes=None, keepdim=False):
    def back():
        h, over = _spread(g, x, axes, keepdim)
        return h.expand(*x.shape) / math.prod(x.shape[d] for d in over)

    return (back,)


def _extreme(g, y, x, axes=None, keepdim=False):
    """Of several that are the largest, all get the same share."""

    def back():
        (h, over), (z, _) = _spread(g, x, axes, keepdim), _spread(y, x, axes, keepdim)
        reached = mask(x == z, x)
        return h * (reached / T.sum(reached, list(over), True))

    return (back,)


def _first_extreme(g, y, x, axes=None, keepdim=False):
    """Of several along an axis that are the largest, the first one gets it."""

    def back():
        (h, (axis,)), (z, _) = _spread(g, x, axes, keepdim), _spread(y, x, axes, keepdim)
        reached = mask(x == z, x)
        return h * (reached * mask(T.cumsum(reached, axis) == 1, x))

    return (back,)


def _cumsum(g, y, x, axis=-1):
    return (lambda: T.sum(g, axis, True) - T.cumsum(g, axis) + g,)


def _softmax(g, y, x, axis=-1):
    return (lambda: y * (g - T.sum(g * y, axis, True)),)


def _log_softmax(g, y, x, axis=-1):
    return (lambda: g - T.exp(y) * T.sum(g, axis, True),)


def _logsumexp(g, y, x, axis=-1, keepdim=False):
    return (lambda: _spread(g, x, [axis], keepdim)[0] * T.softmax(x, axis),)


def _norm(g, y, *xs):
    return [lambda x=x: g * x / y for x in xs]


# Losses


def _loss(slope):
    """slope gives the derivative of the loss of each number by the input."""

    def back(g, y, x, target, reduction="mean"):
        share = lambda: g / x.numel() if reduction == "mean" else g  # noqa: E731
        return lambda: share() * slope(x, target), lambda: share() * -slope(x, target)

    return back


def _cross_entropy(g, y, x, target, reduction="mean"):
    from .nn.functional import one_hot

    if x.dim() != 2:
        raise _Missing("cross_entropy of more than two axes")

    def back():
        wanted = one_hot(target.long(), x.shape[1]).to(x.dtype)
        each = g.reshape(-1, 1) if reduction == "none" else g / x.shape[0] if reduction == "mean" else g
        return (T.softmax(x, 1) - wanted) * each

    return back, None


# Layers


def _normalized(g, x, w, axes, epsilon):
    off = x - T.mean(x, axes, True)
    scale = T.rsqrt(T.mean(off * off, axes, True) + epsilon)
    known = off * scale
    h = g if w is None else g * w
    back = scale * (h - T.mean(h, axes, True) - known * T.mean(h * known, axes, True))
    return back, known


def _layer_norm(g, y, x, w=None, b=None, epsilon=1e-5):
    return (
        lambda: _normalized(g, x, w, [-1], epsilon)[0],
        lambda: fitted(g * _normalized(g, x, w, [-1], epsilon)[1], w),
        lambda: fitted(g, b),
    )


def _batch_norm(g, y, x, w=None, b=None, mean=None, variance=None, epsilon=1e-5):
    axes = [d for d in range(x.dim()) if d != 1]
    along = lambda v: v.reshape(1, -1, *[1] * (x.dim() - 2))  # noqa: E731
    v = None if w is None else along(w)
    if mean is not None:
        scale = T.rsqrt(along(variance) + epsilon)
        inner = lambda: (g * scale if v is None else g * v * scale, (x - along(mean)) * scale)  # noqa: E731
    else:
        inner = lambda: _normalized(g, x, v, axes, epsilon)  # noqa: E731
    return lambda: inner()[0], lambda: T.sum(g * inner()[1], axes), lambda: T.sum(g, axes), None, None


def _conv2d(g, y, x, w, b=None, stride=(1, 1), padding=(0, 0), dilation=(1, 1), groups=1):
    from .nn.functional import conv2d, conv_transpose2d

    if groups != 1:
        raise _Missing("a convolution in groups")

    def to_input():
        whole = [(g.shape[d + 2] - 1) * stride[d] - 2 * padding[d] + dilation[d] * (w.shape[d + 2] - 1) + 1 for d in range(2)]
        rest = tuple(x.shape[d + 2] - whole[d] for d in range(2))
        return conv_transpose2d(g, w, None, tuple(stride), tuple(padding), rest, 1, tuple(dilation))

    def to_kernels():
        turned = conv2d(x.transpose(0, 1), g.transpose(0, 1), None, tuple(dilation), tuple(padding), tuple(stride))
        return turned.transpose(0, 1)[:, :, : w.shape[2], : w.shape[3]]

    return to_input, to_kernels, lambda: T.sum(g, [0, 2, 3])


class _Missing(Exception):
    pass


def _sign(x):
    return mask(x > 0, x) - mask(x < 0, x)


VJP = {
    "add": _binary(lambda g, y, a, b: g, lambda g, y, a, b: g),
    "sub": _binary(lambda g, y, a, b: g, lambda g, y, a, b: -g),
    "mul": _binary(lambda g, y, a, b: g * b, lambda g, y, a, b: g * a),
    "div": _binary(lambda g, y, a, b: g / b, lambda g, y, a, b: -g * y / b),
    "maximum": _larger(lambda a, b: a > b),
    "minimum": _larger(lambda a, b: a < b),
    "neg": lambda g, y, x: (lambda: -g,),
    "exp": _unary(lambda x, y: y),
    "log": lambda g, y, x: (lambda: g / x,),
    "sqrt": lambda g, y, x: (lambda: g / (2 * y),),
    "rsqrt": _unary(lambda x, y: -0.5 * y * y * y),
    "sin": _unary(lambda x, y: T.cos(x)),
    "cos": _unary(lambda x, y: -T.sin(x)),
    "erf": _unary(lambda x, y: T.exp(-(x * x)) * (2 / math.sqrt(math.pi))),
    "tanh": _unary(lambda x, y: 1 - y * y),
    "sigmoid": _unary(lambda x, y: y * (1 - y)),
    "relu": _unary(lambda x, y: mask(x > 0, x)),
    "leakyRelu": _unary(lambda x, y, negativeSlope=0.01: mask(x > 0, x) + mask(x <= 0, x) * negativeSlope),
    "elu": _unary(_elu),
    "silu": _unary(_silu),
    "gelu": _unary(_gelu),
    "softplus": _unary(_softplus),
    "abs": _unary(lambda x, y: _sign(x)),
    "pow": _unary(_power),
    "clip": _unary(_clipped),
    "where": _where,
    "matmul": _matmul,
    "transpose": _transpose,
    "reshape": _reshaped,
    "flatten": _reshaped,
    "slice": _slice,
    "select": _select,
    "concat": _concat,
    "stack": _stack,
    "gather": _gather,
    "scatterAdd": _scatter_add,
    "embedding": _embedding,
    "sum": _sum,
    "mean": _mean,
    "amax": _extreme,
    "amin": _extreme,
    "max": _first_extreme,
    "min": _first_extreme,
    "cumsum": _cumsum,
    "softmax": _softmax,
    "logSoftmax": _log_softmax,
    "logsumexp": _logsumexp,
    "norm": _norm,
    "mse": _loss(lambda x, t: 2 * (x - t)),
    "l1": _loss(lambda x, t: _sign(x - t)),
    "huber": _loss(lambda x, t: T.clamp(x - t, -1, 1)),
    "binaryCrossEntropyWithLogits": lambda g, y, x, t, reduction="mean": (_loss(lambda x, t: T.sigmoid(x) - t)(g, y, x, t, reduction)[0], None),
    "binaryCrossEntropy": lambda g, y, x, t, reduction="mean": (_loss(lambda x, t: (x - t) / (x * (1 - x)))(g, y, x, t, reduction)[0], None),
    "crossEntropy": _cross_entropy,
    "layerNorm": _layer_norm,
    "batchNorm": _batch_norm,
    "conv2d": _conv2d,
}


def back_through(op, attrs, g, y, xs, wanted):
    """What each of the inputs gets, None where it wants nothing. Raises NotImplementedError by the op's name."""
    try:
        parts = VJP[op](g, y, *xs, **(attrs or {})) if op in VJP else None
    except _Missing as what:
        op, parts = str(what), None
    parts = parts if parts is None else [*parts, *[None] * len(xs)][: len(xs)]
    if parts is None or any(w and part is None for w, part in zip(wanted, parts)):
        raise NotImplementedError(
            f"create_graph=True through {op} is not part of this page: gradients of gradients go through sums, products, matmul, activations, reshaping, pieces, softmax, the usual losses, normalization and conv2d."
        )
    return [part() if w else None for w, part in zip(wanted, parts)]


