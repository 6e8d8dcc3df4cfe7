"""Layers and losses."""

from . import functional, init, utils
from .activations import *  # noqa: F403
from .attention import MultiheadAttention, Transformer, TransformerDecoder, TransformerDecoderLayer, TransformerEncoder, TransformerEncoderLayer
from .containers import ModuleDict, ModuleList, ParameterDict, ParameterList, Sequential
from .images import *  # noqa: F403
from .layers import *  # noqa: F403
from .volumes import *  # noqa: F403
from .losses import *  # noqa: F403
from .module import Module, Parameter
from .recurrent import GRU, LSTM, RNN, GRUCell, LSTMCell, RNNCell



def DataParallel(module, device_ids=None, output_device=None, dim=0):
    """On one device, the module itself."""
    return module


def __getattr__(name):
    from .._missing import refuse

    return refuse("torch.nn", name, globals())
