"""The part of NumPy that scripts for networks need. Nothing of it is traced: it makes and reads data."""

from ._array import array, asarray, ndarray
from ._creation import (
    arange, diag, empty, empty_like, eye, full, full_like, genfromtxt, identity, linspace, loadtxt, meshgrid, ones, ones_like,
    zeros, zeros_like,
)
from ._dtypes import dtype, finfo, float32, float64, iinfo, int8, int16, int32, int64, uint8
from ._files import frombuffer, load, save, savez, savez_compressed
from ._functions import (
    abs, absolute, add, all, allclose, amax, amin, any, argmax, argmin, argsort, around, array_equal, ceil, clip, cos,
    divide, dot, equal, exp, floor, greater, isfinite, isinf, isnan, less, log, log1p, log2, log10, logical_and,
    logical_not, logical_or, logical_xor, matmul, max, maximum, mean, median, min, minimum, mod, multiply, negative,
    outer, power, prod, round, sign, sin, sort, sqrt, square, std, subtract, sum, tan, tanh, var,
)
from ._joining import (
    column_stack, concatenate, cumsum, expand_dims, hstack, nonzero, repeat, reshape, split, stack, tile, transpose,
    unique, vstack, where,
)
from . import _operators, random
from ._printing import set_printoptions
from ._turning import (
    argwhere, array_split, average, bincount, diff, flip, fliplr, flipud, isclose, linalg, logspace, moveaxis, percentile, quantile, roll,
    swapaxes, tri, tril, triu, vectorize,
)

bool_ = bool
pi, e, inf, nan, newaxis = 3.141592653589793, 2.718281828459045, float("inf"), float("nan"), None
asanyarray = ascontiguousarray = asarray
__version__ = "2.2.0+backstep"


def copy(a):
    return asarray(a).copy()


def ravel(a):
    return asarray(a).ravel()


def squeeze(a, axis=None):
    return asarray(a).squeeze(axis)


def shape(a):
    return asarray(a).shape


def __getattr__(name):
    from torch._missing import refuse

    return refuse("np", name, globals())
