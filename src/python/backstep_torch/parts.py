"""What a module is, as a scope declares it: by the class of torch.nn that it is of, never by its name."""

import functools

import torch

ACTIVATIONS = (
    "ReLU ReLU6 RReLU LeakyReLU PReLU ELU CELU SELU GELU SiLU Mish GLU Sigmoid LogSigmoid Hardsigmoid Tanh Hardtanh "
    "Tanhshrink Hardshrink Softshrink Softplus Softsign Hardswish Threshold"
)
POOLING = "MaxPool{0}d AvgPool{0}d LPPool{0}d AdaptiveMaxPool{0}d AdaptiveAvgPool{0}d FractionalMaxPool{0}d"

# Subclasses count, so the first line that fits decides. What a version of torch does not have is passed over.
PARTS = [
    ("MultiheadAttention", {"kind": "attention"}),
    ("TransformerEncoderLayer", {"kind": "block", "side": "encoder"}),
    ("TransformerDecoderLayer", {"kind": "block", "side": "decoder"}),
    ("TransformerEncoder", {"kind": "side", "side": "encoder"}),
    ("TransformerDecoder", {"kind": "side", "side": "decoder"}),
    ("LSTM", {"kind": "recurrence", "cell": "lstm"}),
    ("GRU", {"kind": "recurrence", "cell": "gru"}),
    ("RNN", {"kind": "recurrence", "cell": "rnn"}),
    ("LSTMCell", {"kind": "cell", "cell": "lstm"}),
    ("GRUCell", {"kind": "cell", "cell": "gru"}),
    ("RNNCell", {"kind": "cell", "cell": "rnn"}),
    ("Embedding EmbeddingBag", {"kind": "embedding"}),
    ("Linear Bilinear LazyLinear", {"kind": "dense"}),
    ("Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d", {"kind": "convolution"}),
    (" ".join(POOLING.format(n) for n in (1, 2, 3)), {"kind": "pooling"}),
    ("LayerNorm", {"kind": "norm", "norm": "layer"}),
    ("BatchNorm1d BatchNorm2d BatchNorm3d SyncBatchNorm", {"kind": "norm", "norm": "batch"}),
    ("GroupNorm", {"kind": "norm", "norm": "group"}),
    ("InstanceNorm1d InstanceNorm2d InstanceNorm3d", {"kind": "norm", "norm": "instance"}),
    ("RMSNorm", {"kind": "norm", "norm": "rms"}),
    ("Dropout Dropout1d Dropout2d Dropout3d AlphaDropout FeatureAlphaDropout", {"kind": "dropout"}),
    ("Softmax LogSoftmax Softmax2d", {"kind": "softmax"}),
    (ACTIVATIONS, {"kind": "activation"}),
    ("modules.loss._Loss", {"kind": "loss"}),
]


@functools.lru_cache(maxsize=None)
def part_of_class(kind):
    for names, part in PARTS:
        if issubclass(kind, tuple(classes_of(names))):
            return part
    return None


def part_of(module):
    """The part that a module is; None where it is a class of somebody's own."""
    return part_of_class(type(module))


def classes_of(names):
    for name in names.split():
        found = torch.nn
        for step in name.split("."):
            found = getattr(found, step, None)
        if isinstance(found, type):
            yield found
