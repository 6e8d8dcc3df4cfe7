"""The part of PyTorch that is here: its names and its numbers, over the engine of this page."""

from ._dtypes import bool_ as bool  # noqa: A004
from ._dtypes import default as get_default_dtype
from ._dtypes import dtype, finfo, float32, float64, iinfo, int8, int16, int32, int64, promote_types, set_default_dtype, uint8
from ._size import Size
from ._tensor import device
from ._typed import (
    BoolTensor, ByteTensor, CharTensor, DoubleTensor, FloatTensor, IntTensor, LongTensor, ShortTensor, Tensor, set_default_tensor_type,
)
from ._modes import enable_grad, inference_mode, is_grad_enabled, no_grad, set_grad_enabled
from ._creation import (
    Generator, arange, as_tensor, bernoulli, cartesian_prod, combinations, empty, empty_like, eye, from_numpy, full, full_like, initial_seed, linspace, logspace,
    manual_seed, normal, ones, ones_like, rand, rand_like, randint, randint_like, randn, randn_like, randperm, scalar_tensor, seed,
    tensor, tril_indices, triu_indices, zeros, zeros_like,
)
from ._functions import *  # noqa: F403
from . import _methods
from . import autograd, distributions, linalg, nn, optim, overrides, sparse, utils
from . import _places
from ._environment import (
    accelerator, amp, autocast, backends, compile, cuda, get_num_threads, jit, mps, set_float32_matmul_precision, set_flush_denormal,
    set_num_interop_threads, set_num_threads, set_printoptions, use_deterministic_algorithms,
)
from ._saving import load, save
from ._storages import BY_NAME as _storages

float, double, long, int = float32, float64, int64, int32
short = int16
strided, contiguous_format, channels_last, preserve_format = "torch.strided", "torch.contiguous_format", "torch.channels_last", "torch.preserve_format"
pi, e, inf, nan = 3.141592653589793, 2.718281828459045, __import__("math").inf, __import__("math").nan
__version__ = "2.6.0+backstep"


embedding = lambda weight, indices, padding_idx=-1, scale_grad_by_freq=False, sparse=False: nn.functional.embedding(
    indices, weight, None if padding_idx < 0 else padding_idx
)
for _name in "conv1d conv2d conv_transpose1d conv_transpose2d dropout layer_norm batch_norm group_norm max_pool1d max_pool2d avg_pool1d cosine_similarity pairwise_distance pixel_shuffle celu selu prelu binary_cross_entropy_with_logits kl_div".split():
    globals()[_name] = getattr(nn.functional, _name)
globals().update(_storages)
del _name


def __getattr__(name):
    from ._missing import refuse

    return refuse("torch", name, globals())
