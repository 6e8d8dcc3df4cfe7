"""NumPy's random numbers of before 1.17, with np.random.seed: the same, bit for bit.

Its generator is the Mersenne Twister of Python's own `random`, seeded otherwise; normal numbers are by Marsaglia's polar
method (numpy/random/src/legacy).
"""

import math
import random as _python

from ._array import array, asarray, ndarray
from ._array import F64, I64
from ._dtypes import scalar
from ._joining import cumsum
from ._pcg import Generator, counts, default_rng, picked


class RandomState:
    def __init__(self, seed=None):
        self._twister = _python.Random()
        self.seed(seed)

    def seed(self, seed=None):
        self._second = None
        if seed is None:
            return
        seed = int(seed)
        if not 0 <= seed < 2**32:
            raise ValueError("Seed must be between 0 and 2**32 - 1")
        state = [seed]
        for k in range(1, 624):
            state.append((1812433253 * (state[-1] ^ (state[-1] >> 30)) + k) & 0xFFFFFFFF)
        self._twister.setstate((3, (*state, 624), None))

    def _normal(self):
        if self._second is not None:
            x, self._second = self._second, None
            return x
        draw = self._twister.random
        while True:
            a, b = 2.0 * draw() - 1.0, 2.0 * draw() - 1.0
            r = a * a + b * b
            if 0.0 < r < 1.0:
                break
        length = math.sqrt(-2.0 * math.log(r) / r)
        self._second = length * a
        return length * b

    def _below(self, most):
        """A whole number from 0 to most: bits are drawn until they name one."""
        if not most:
            return 0
        mask = (1 << most.bit_length()) - 1
        while True:
            x = self._twister.getrandbits(32)
            if most > 0xFFFFFFFF:
                x = x << 32 | self._twister.getrandbits(32)
            if x & mask <= most:
                return x & mask

    @staticmethod
    def _filled(draw, size, kind=F64):
        if size is None:
            return scalar(draw(), kind)
        shape = (int(size),) if hasattr(size, "__index__") else tuple(int(n) for n in size)
        return ndarray([draw() for _ in range(math.prod(shape))], shape, kind)

    def random_sample(self, size=None):
        return self._filled(self._twister.random, size)

    random = ranf = sample = random_sample

    def rand(self, *size):
        return self.random_sample(size or None)

    def randn(self, *size):
        return self._filled(self._normal, size or None)

    def standard_normal(self, size=None):
        return self._filled(self._normal, size)

    def normal(self, loc=0.0, scale=1.0, size=None):
        return self._filled(lambda: loc + scale * self._normal(), size)

    def uniform(self, low=0.0, high=1.0, size=None):
        return self._filled(lambda: low + (high - low) * self._twister.random(), size)

    def randint(self, low, high=None, size=None, dtype=int):
        low, high = (0, low) if high is None else (low, high)
        if high <= low:
            raise ValueError("low >= high")
        return self._filled(lambda: int(low) + self._below(int(high - 1 - low)), size, I64)

    def shuffle(self, x):
        for i in range(len(x) - 1, 0, -1):
            j = self._below(i)
            if isinstance(x, ndarray) and x.ndim > 1:
                kept = x[j].copy()
                x[j] = x[i]
                x[i] = kept
            else:
                x[i], x[j] = x[j], x[i]

    def permutation(self, x):
        n = int(x) if counts(x) else len(x)
        order = list(range(n))
        self.shuffle(order)
        return array(order) if counts(x) else asarray(x)[order]

    def choice(self, a, size=None, replace=True, p=None):
        n = int(a) if counts(a) else len(a)
        if p is not None and not replace:
            raise NotImplementedError("np.random.choice with p and replace=False is not part of this page.")
        if p is not None:
            edges = cumsum(array(p)).tolist()
            edges = [x / edges[-1] for x in edges]

            def draw():
                x = self._twister.random()
                return sum(edge <= x for edge in edges)

            places = self._filled(draw, size, I64)
        elif replace:
            places = self.randint(0, n, size)
        else:
            count = 1 if size is None else size if isinstance(size, int) else math.prod(size)
            if count > n:
                raise ValueError("Cannot take a larger sample than population when 'replace=False'")
            places = self.permutation(n)[:count]
            places = places[0] if size is None else places.reshape(size)
        return picked(a, places)


_own = RandomState()
for _name in "seed random_sample random ranf sample rand randn standard_normal normal uniform randint shuffle permutation choice".split():
    globals()[_name] = getattr(_own, _name)


def __getattr__(name):
    from torch._missing import refuse

    return refuse("np.random", name, globals())
