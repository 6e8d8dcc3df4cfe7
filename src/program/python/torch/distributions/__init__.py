"""Distributions to draw from, whose draws are PyTorch's and whose log_prob has gradients."""

import math

from .. import _dtypes as dt
from .._creation import _drawn, as_tensor, bernoulli, full, normal
from .._functions import broadcast_tensors, clamp, div, expand, log, logsumexp, mul, multinomial, sigmoid, softmax, sub
from .._functions import sum as _sum
from .._modes import no_grad
from .._size import Size
from .._tensor import Tensor


def _tensors(*values):
    """Numbers and tensors, in one shape."""
    like = next((x.dtype for x in values if isinstance(x, Tensor)), dt.default())
    return broadcast_tensors(*[x if isinstance(x, Tensor) else full((), float(x), dtype=like) for x in values])


class Distribution:
    batch_shape = event_shape = Size()
    has_rsample = False

    def _shape(self, sample_shape):
        return tuple(sample_shape) + tuple(self.batch_shape) + tuple(self.event_shape)

    def sample(self, sample_shape=()):
        with no_grad():
            return self.rsample(sample_shape)

    def rsample(self, sample_shape=()):
        raise NotImplementedError(f"{type(self).__name__} has no rsample: no gradient goes through what it draws. Use sample and log_prob.")

    @property
    def stddev(self):
        return self.variance.sqrt()


class Normal(Distribution):
    has_rsample = True

    def __init__(self, loc, scale, validate_args=None):
        self.loc, self.scale = _tensors(loc, scale)
        self.batch_shape = self.loc.shape
        if any(s <= 0 for s in self.scale._numbers()):
            raise ValueError(f"Expected parameter scale of distribution Normal to be positive, but found {self.scale}")

    mean = mode = property(lambda self: self.loc)
    variance = property(lambda self: self.scale.pow(2))

    def sample(self, sample_shape=()):
        with no_grad():
            shape = self._shape(sample_shape)
            return normal(expand(self.loc, *shape), expand(self.scale, *shape)) if shape else normal(self.loc, self.scale)

    def rsample(self, sample_shape=()):
        return self.loc + _drawn("normal", self._shape(sample_shape), self.loc.dtype, 0.0, 1.0) * self.scale

    def log_prob(self, value):
        return -((value - self.loc) ** 2) / (2 * self.scale**2) - log(self.scale) - math.log(math.sqrt(2 * math.pi))

    def entropy(self):
        return 0.5 + 0.5 * math.log(2 * math.pi) + log(self.scale)


class Uniform(Distribution):
    has_rsample = True

    def __init__(self, low, high, validate_args=None):
        self.low, self.high = _tensors(low, high)
        self.batch_shape = self.low.shape

    mean = property(lambda self: (self.high + self.low) / 2)
    variance = property(lambda self: (self.high - self.low) ** 2 / 12)

    def rsample(self, sample_shape=()):
        return self.low + _drawn("uniform", self._shape(sample_shape), self.low.dtype, 0.0, 1.0) * (self.high - self.low)

    def log_prob(self, value):
        inside = ((self.low <= value) & (self.high > value)).to(self.low.dtype)
        return log(inside) - log(self.high - self.low)

    def entropy(self):
        return log(self.high - self.low)


def _one_of(probs, logits):
    if (probs is None) == (logits is None):
        raise ValueError("Either `probs` or `logits` must be specified, but not both.")


class Categorical(Distribution):
    def __init__(self, probs=None, logits=None, validate_args=None):
        _one_of(probs, logits)
        self._given = "probs" if logits is None else "logits"
        given = probs if logits is None else logits
        if given.dim() < 1:
            raise ValueError("`probs` parameter must be at least one-dimensional." if logits is None else "`logits` parameter must be at least one-dimensional.")
        self._param = given
        self._of = div(given, _sum(given, -1, True)) if logits is None else sub(given, logsumexp(given, -1, True))
        self.batch_shape = Size(given.shape[:-1])
        self._events = given.shape[-1]

    @property
    def probs(self):
        return self._of if self._given == "probs" else softmax(self._of, -1)

    @property
    def logits(self):
        if self._given == "logits":
            return self._of
        least = dt.finfo(self._of.dtype).eps
        return log(clamp(self._of, least, 1 - least))

    param_shape = property(lambda self: self._param.shape)
    mode = property(lambda self: self.probs.argmax(-1))

    def enumerate_support(self, expand=True):
        return as_tensor(list(range(self._events)))

    def sample(self, sample_shape=()):
        n = math.prod(sample_shape)
        with no_grad():
            drawn = multinomial(self.probs.reshape(-1, self._events), n, True)
            return drawn.t().reshape(*self._shape(sample_shape)) if self._shape(sample_shape) else drawn.reshape(())

    def log_prob(self, value):
        value, logits = value.long().unsqueeze(-1), self.logits
        shape = tuple(value.shape[:-1]) if value.dim() > logits.dim() else tuple(logits.shape[:-1])
        if tuple(logits.shape[:-1]) != shape:
            logits = expand(logits, *shape, self._events)
        value = expand(value, *shape, 1) if tuple(value.shape[:-1]) != shape else value
        return logits.gather(-1, value).squeeze(-1)

    def entropy(self):
        least = clamp(self.logits, min=dt.finfo(self._of.dtype).min)
        return -_sum(mul(least, self.probs), -1)


class Bernoulli(Distribution):
    def __init__(self, probs=None, logits=None, validate_args=None):
        _one_of(probs, logits)
        self._given = "probs" if logits is None else "logits"
        (self._of,) = _tensors(probs if logits is None else logits)
        self.batch_shape = self._of.shape

    @property
    def probs(self):
        return self._of if self._given == "probs" else sigmoid(self._of)

    @property
    def logits(self):
        if self._given == "logits":
            return self._of
        least = dt.finfo(self._of.dtype).eps
        p = clamp(self._of, least, 1 - least)
        return log(p) - (-p).log1p()

    mean = property(lambda self: self.probs)
    variance = property(lambda self: self.probs * (1 - self.probs))

    def sample(self, sample_shape=()):
        shape = self._shape(sample_shape)
        with no_grad():
            return bernoulli(expand(self.probs, *shape) if shape else self.probs)

    def log_prob(self, value):
        from ..nn.functional import binary_cross_entropy_with_logits

        logits, value = broadcast_tensors(self.logits, value)
        return -binary_cross_entropy_with_logits(logits, value, reduction="none")

    def entropy(self):
        from ..nn.functional import binary_cross_entropy_with_logits

        return binary_cross_entropy_with_logits(self.logits, self.probs, reduction="none")


class Independent(Distribution):
    """The last axes of a distribution taken together: their log_prob is summed."""

    def __init__(self, base_distribution, reinterpreted_batch_ndims, validate_args=None):
        self.base_dist, self._axes = base_distribution, reinterpreted_batch_ndims
        whole = base_distribution.batch_shape
        self.batch_shape, self.event_shape = Size(whole[: len(whole) - self._axes]), Size(whole[len(whole) - self._axes :])

    mean = property(lambda self: self.base_dist.mean)
    variance = property(lambda self: self.base_dist.variance)

    def sample(self, sample_shape=()):
        return self.base_dist.sample(sample_shape)

    def rsample(self, sample_shape=()):
        return self.base_dist.rsample(sample_shape)

    def _summed(self, x):
        return _sum(x, [-k - 1 for k in range(self._axes)]) if self._axes else x

    def log_prob(self, value):
        return self._summed(self.base_dist.log_prob(value))

    def entropy(self):
        return self._summed(self.base_dist.entropy())


def kl_divergence(p, q):
    kinds = type(p), type(q)
    if kinds == (Normal, Normal):
        ratio = (p.scale / q.scale) ** 2
        return 0.5 * (ratio + ((p.loc - q.loc) / q.scale) ** 2 - 1 - log(ratio))
    if kinds == (Categorical, Categorical):
        return _sum(p.probs * (p.logits - q.logits), -1)
    if kinds == (Independent, Independent):
        return p._summed(kl_divergence(p.base_dist, q.base_dist))
    raise NotImplementedError(f"kl_divergence of {kinds[0].__name__} and {kinds[1].__name__} is not part of this page: it has that of two Normal and of two Categorical.")


class kl:
    kl_divergence = staticmethod(kl_divergence)


def __getattr__(name):
    from .._missing import refuse

    return refuse("torch.distributions", name, {n: x for n, x in globals().items() if isinstance(x, type) or n == "kl_divergence"})
