"""How weights begin. The random numbers are ours: Keras' own cannot be had, and keras.utils.set_random_seed seeds them."""

import math

import numpy as np
from torch import _dtypes as dt
from torch._creation import _drawn


def _fans(shape):
    if len(shape) < 2:
        n = shape[0] if shape else 1
        return n, n
    field = math.prod(shape[:-2])
    return shape[-2] * field, shape[-1] * field


def _array(kind, shape, *args):
    return np.ndarray._of(_drawn(kind, shape, dt.float32, *args))


class Initializer:
    def __init__(self, *args, seed=None, **kwargs):
        self._set(*args, **kwargs)

    def _set(self):
        pass

    def __repr__(self):
        return f"<{type(self).__name__}>"


class Zeros(Initializer):
    def __call__(self, shape, dtype=None):
        return np.zeros(shape, "float32")


class Ones(Initializer):
    def __call__(self, shape, dtype=None):
        return np.ones(shape, "float32")


class Constant(Initializer):
    def _set(self, value=0.0):
        self.value = value

    def __call__(self, shape, dtype=None):
        return np.full(shape, self.value, "float32")


class RandomUniform(Initializer):
    def _set(self, minval=-0.05, maxval=0.05):
        self.ends = (float(minval), float(maxval))

    def __call__(self, shape, dtype=None):
        return _array("uniform", shape, *self.ends)


class RandomNormal(Initializer):
    def _set(self, mean=0.0, stddev=0.05):
        self.of = (float(mean), float(stddev))

    def __call__(self, shape, dtype=None):
        return _array("normal", shape, *self.of)


class _Scaled(Initializer):
    """VarianceScaling: numbers whose variance is `scale` over the number of inputs, of outputs, or their mean."""

    scale, fan, normal = 1.0, 2, False

    def __call__(self, shape, dtype=None):
        fans = _fans(shape)
        variance = self.scale / max(1.0, (*fans, sum(fans) / 2)[self.fan])
        if not self.normal:
            limit = math.sqrt(3.0 * variance)
            return _array("uniform", shape, -limit, limit)
        # Numbers beyond two deviations are drawn again; what is left deviates less, by this factor.
        deviation = math.sqrt(variance) / 0.87962566103423978
        numbers = []
        while len(numbers) < math.prod(shape):
            numbers += [x for x in _array("normal", (64,), 0.0, 1.0).tolist() if abs(x) <= 2]
        return (np.array(numbers[: math.prod(shape)]) * deviation).astype("float32").reshape(shape)


class GlorotUniform(_Scaled):
    pass


class GlorotNormal(_Scaled):
    normal = True


class HeUniform(_Scaled):
    scale, fan = 2.0, 0


class HeNormal(HeUniform):
    normal = True


class LecunUniform(_Scaled):
    fan = 0


class LecunNormal(LecunUniform):
    normal = True


class Orthogonal(Initializer):
    """Rows, or columns, that are orthogonal and of length 1: by Gram and Schmidt of normal numbers."""

    def _set(self, gain=1.0):
        self.gain = gain

    def __call__(self, shape, dtype=None):
        rows, columns = math.prod(shape[:-1]), shape[-1]
        tall = max(rows, columns), min(rows, columns)
        vectors = []
        for v in _array("normal", tall[::-1], 0.0, 1.0).tolist():
            for u in vectors:
                along = sum(a * b for a, b in zip(u, v))
                v = [b - along * a for a, b in zip(u, v)]
            length = math.sqrt(sum(a * a for a in v))
            vectors.append([a / length for a in v])
        q = np.array(vectors)
        q = q.T if rows >= columns else q
        return (q.reshape(shape) * self.gain).astype("float32")


NAMES = {
    "zeros": Zeros, "ones": Ones, "constant": Constant, "random_uniform": RandomUniform, "uniform": RandomUniform,
    "random_normal": RandomNormal, "normal": RandomNormal, "glorot_uniform": GlorotUniform, "glorot_normal": GlorotNormal,
    "he_uniform": HeUniform, "he_normal": HeNormal, "lecun_uniform": LecunUniform, "lecun_normal": LecunNormal,
    "orthogonal": Orthogonal,
}


def get(x):
    if isinstance(x, str):
        if x.lower() not in NAMES:
            from torch._missing import refuse

            refuse("keras.initializers", x, NAMES)
        return NAMES[x.lower()]()
    return x() if isinstance(x, type) else x


def __getattr__(name):
    from torch._missing import refuse

    return refuse("keras.initializers", name, globals())
