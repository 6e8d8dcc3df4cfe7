"""The part of PyTorch that is here: its names and its numbers, over the engine of this page."""

from ._dtypes import bool_ as bool  # noqa: A004
from ._dtypes import default as get_default_dtype
from ._dtypes import dtype, finfo, float32, float64, int32, iinfo, int64, promote_types, set_default_dtype
from ._size import Size
from ._tensor import Tensor, device
from ._modes import enable_grad, inference_mode, is_grad_enabled, no_grad, set_grad_enabled
from ._creation import (
    Generator, arange, as_tensor, bernoulli, cartesian_prod, combinations, empty, empty_like, eye, from_numpy, full, full_like, initial_seed, linspace, logspace,
    manual_seed, normal, ones, ones_like, rand, rand_like, randint, randint_like, randn, randn_like, randperm, scalar_tensor, seed,
    tensor, tril_indices, triu_indices, zeros, zeros_like,
)
from ._functions import *  # noqa: F403
from . import _methods
from . import autograd, linalg, nn, optim, utils
from ._saving import load, save

float, double, long, int = float32, float64, int64, int32
FloatTensor = lambda data: tensor(data, dtype=float32)
LongTensor = lambda data: tensor(data, dtype=int64)
pi, e, inf, nan = 3.141592653589793, 2.718281828459045, __import__("math").inf, __import__("math").nan
__version__ = "2.6.0+backstep"


class cuda:
    is_available = staticmethod(lambda: False)
    device_count = staticmethod(lambda: 0)
    manual_seed = manual_seed_all = staticmethod(lambda seed: None)


class backends:
    class mps:
        is_available = staticmethod(lambda: False)

    class cudnn:
        deterministic = benchmark = False


def set_printoptions(**options):
    from . import _printing

    _printing.PRECISION = options.get("precision", _printing.PRECISION)


def __getattr__(name):
    from ._missing import refuse

    return refuse("torch", name, globals())
