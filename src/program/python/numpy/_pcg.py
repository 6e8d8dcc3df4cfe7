"""np.random.default_rng: NumPy's generator since 1.17, PCG64, with the same numbers; normal ones to the last bits.

The generator is PCG XSL RR 128/64 (O'Neill, HMC-CS-2014-0905), seeded by SeedSequence's hash; whole numbers are Lemire's
(arXiv 1805.10941), normal numbers by the ziggurat of 256 layers (Marsaglia and Tsang, 2000; numpy/random/src/distributions).
"""

import functools
import math

from ._array import F64, I64, array, asarray, ndarray
from ._dtypes import dtype_of, scalar
from ._joining import cumsum

_32, _64, _128 = 2**32 - 1, 2**64 - 1, 2**128 - 1
_STEP = 0x2360ED051FC65DA44385DF649FCCF645


def _words(seed):
    """A whole number as words of 32 bits, the lowest first."""
    words = [seed & _32]
    while seed := seed >> 32:
        words.append(seed & _32)
    return words


def _hashed(constant, factor):
    """Hashes one word after another."""

    def hashed(x):
        nonlocal constant
        x ^= constant
        constant = constant * factor & _32
        x = x * constant & _32
        return x ^ x >> 16

    return hashed


def _state(seed):
    """What SeedSequence makes of a seed: four words of 64 bits."""
    entropy = [w for part in (seed if isinstance(seed, (list, tuple)) else [seed]) for w in _words(int(part))]
    hashed = _hashed(0x43B0D7E5, 0x931E8875)
    mix = lambda x, y: (z := (0xCA01F9DD * x - 0x4973F715 * y) & _32) ^ z >> 16  # noqa: E731
    pool = [hashed(entropy[k] if k < len(entropy) else 0) for k in range(4)]
    for source in range(4):
        for k in range(4):
            if source != k:
                pool[k] = mix(pool[k], hashed(pool[source]))
    for word in entropy[4:]:
        for k in range(4):
            pool[k] = mix(pool[k], hashed(word))
    given = _hashed(0x8B51F9DD, 0x58F38DED)
    words = [given(pool[k % 4]) for k in range(8)]
    return [words[2 * k] | words[2 * k + 1] << 32 for k in range(4)]


# Where the lowest layer ends, and the area of each.
_END, _AREA = 3.6541528853610088, 0.00492867323397465


@functools.cache
def _ziggurat():
    """Of each layer: below which draw a number is taken at once, what a draw is multiplied by, and the height. NumPy has these
    as constants, of which some differ in their last bits."""
    below, width, heights = [0] * 256, [0.0] * 256, [1.0] * 256
    x = _END
    width[255], heights[255] = x / 2**52, math.exp(-0.5 * x * x)
    below[0], width[0] = int(x * heights[255] / _AREA * 2**52), _AREA / heights[255] / 2**52
    for k in range(254, 0, -1):
        before, x = x, math.sqrt(-2.0 * math.log(_AREA / x + heights[k + 1]))
        below[k + 1], width[k], heights[k] = int(x / before * 2**52), x / 2**52, math.exp(-0.5 * x * x)
    below[1] = 0
    return below, width, heights


def counts(x):
    """Whether it says how many, and is no array of what is meant."""
    return hasattr(x, "__index__") and not getattr(x, "shape", ())


def picked(a, places):
    """What stands at these places; what are no numbers stays as it is, in a list."""
    if counts(a):
        return places
    if isinstance(a, (list, tuple)) and any(not isinstance(x, (int, float, list, tuple, ndarray)) for x in a):
        return [a[int(k)] for k in places] if getattr(places, "shape", ()) else a[int(places)]
    return asarray(a)[places]


class Generator:
    def __init__(self, seed):
        a, b, c, d = _state(seed)
        self._more = ((c << 64 | d) << 1 | 1) & _128
        # As pcg_setseq_128_srandom begins.
        self._at = self._more
        self._at = (self._at + (a << 64 | b)) & _128
        self._advance()
        self._half = None

    def _advance(self):
        self._at = (self._at * _STEP + self._more) & _128

    def _next(self):
        self._advance()
        x, turn = (self._at >> 64 ^ self._at) & _64, self._at >> 122
        return (x >> turn | x << (-turn & 63)) & _64

    def _next32(self):
        """The lower half of a draw first, and its upper half next."""
        if self._half is not None:
            x, self._half = self._half, None
            return x
        x = self._next()
        self._half = x >> 32
        return x & _32

    def _unit(self):
        return (self._next() >> 11) * 2.0**-53

    def _below(self, most):
        """A whole number from 0 to most."""
        if not most:
            return 0
        bits, draw = (32, self._next32) if most <= _32 else (64, self._next)
        if most == (1 << bits) - 1:
            return draw()
        m = draw() * (most + 1)
        mask = (1 << bits) - 1
        if m & mask <= most:
            least = (mask - most) % (most + 1)
            while m & mask < least:
                m = draw() * (most + 1)
        return m >> bits

    def _normal(self):
        below, width, heights = _ziggurat()
        while True:
            r = self._next()
            k, r = r & 0xFF, r >> 8
            negative, share = r & 1, r >> 1 & 0x000FFFFFFFFFFFFF
            x = share * width[k]
            x = -x if negative else x
            if share < below[k]:
                return x
            if k == 0:
                while True:
                    a = -0.27366123732975827 * math.log1p(-self._unit())
                    b = -math.log1p(-self._unit())
                    if b + b > a * a:
                        far = _END + a
                        return -far if share >> 8 & 1 else far
            elif (heights[k - 1] - heights[k]) * self._unit() + heights[k] < math.exp(-0.5 * x * x):
                return x

    @staticmethod
    def _filled(draw, size, kind=F64):
        if size is None:
            return scalar(draw(), kind)
        shape = (int(size),) if hasattr(size, "__index__") else tuple(int(n) for n in size)
        return ndarray([draw() for _ in range(math.prod(shape))], shape, kind)

    @staticmethod
    def _double(dtype, name):
        if dtype_of(dtype) is not F64:
            raise NotImplementedError(f"Generator.{name} with another dtype than float64 is not part of this page: write .astype('float32') behind it.")

    def random(self, size=None, dtype=float):
        self._double(dtype, "random")
        return self._filled(self._unit, size)

    def standard_normal(self, size=None, dtype=float):
        self._double(dtype, "standard_normal")
        return self._filled(self._normal, size)

    def normal(self, loc=0.0, scale=1.0, size=None):
        return self._filled(lambda: loc + scale * self._normal(), size)

    def uniform(self, low=0.0, high=1.0, size=None):
        return self._filled(lambda: low + (high - low) * self._unit(), size)

    def integers(self, low, high=None, size=None, dtype=int, endpoint=False):
        low, high = (0, low) if high is None else (low, high)
        most = int(high) - int(low) - (0 if endpoint else 1)
        if most < 0:
            raise ValueError("low >= high")
        kind = dtype_of(dtype)
        if kind.name not in ("int64", "int32"):
            raise NotImplementedError(f"Generator.integers with dtype {kind.name} is not part of this page: write .astype behind it.")
        return self._filled(lambda: int(low) + self._below(most), size, kind)

    def shuffle(self, x, axis=0):
        for i in range(len(x) - 1, 0, -1):
            j = self._interval(i)
            if isinstance(x, ndarray) and x.ndim > 1:
                kept = x[j].copy()
                x[j] = x[i]
                x[i] = kept
            else:
                x[i], x[j] = x[j], x[i]

    def permutation(self, x, axis=0):
        order = list(range(int(x) if counts(x) else len(x)))
        self.shuffle(order)
        return array(order) if counts(x) else asarray(x)[order]

    def _some(self, n, count):
        """So many of n, in any order: the last of a shuffle, or by Floyd's algorithm, which is NumPy's choice too."""
        if n > 10_000 and count > n // 50:
            order = list(range(n))
            self._shuffled(order, max(n - count, 1))
            return order[n - count :]
        found, known = [], set()
        for last in range(n - count, n):
            k = self._below(last)
            found.append(last if k in known else k)
            known.add(found[-1])
        self._shuffled(found, 1)
        return found

    def _shuffled(self, order, until):
        for i in range(len(order) - 1, until - 1, -1):
            j = self._below(i)
            order[i], order[j] = order[j], order[i]

    def _interval(self, most):
        """A whole number from 0 to most, as shuffles draw it: bits are drawn until they name one."""
        mask = (1 << most.bit_length()) - 1
        draw = self._next32 if most <= _32 else self._next
        while (x := draw() & mask) > most:
            pass
        return x

    def choice(self, a, size=None, replace=True, p=None, axis=0, shuffle=True):
        n = int(a) if counts(a) else len(a)
        if p is not None and not replace or not shuffle:
            raise NotImplementedError("Generator.choice with p and replace=False, or without shuffle, is not part of this page.")
        if p is not None:
            edges = cumsum(array(p)).tolist()
            edges = [x / edges[-1] for x in edges]

            def draw():
                x = self._unit()
                return sum(edge <= x for edge in edges)

            places = self._filled(draw, size, I64)
        elif replace:
            places = self.integers(0, n, size)
        else:
            count = 1 if size is None else size if isinstance(size, int) else math.prod(size)
            if count > n:
                raise ValueError("Cannot take a larger sample than population when replace is False")
            places = array(self._some(n, count))
            places = places[0] if size is None else places.reshape(size)
        return picked(a, places)

    def __getattr__(self, name):
        from torch._missing import refuse

        return refuse("Generator", name, {n: 0 for n in dir(type(self))})


def default_rng(seed=None):
    """Without a seed, another one is taken each time in NumPy; here it is 0, so that runs are the same."""
    return seed if isinstance(seed, Generator) else Generator(0 if seed is None else seed)
