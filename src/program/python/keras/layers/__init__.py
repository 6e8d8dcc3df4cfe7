"""Layers."""

from .._layer import Layer
from .attention import MultiHeadAttention
from .convolution import (
    AveragePooling1D, AveragePooling2D, Conv1D, Conv2D, GlobalAveragePooling1D, GlobalAveragePooling2D, GlobalMaxPooling1D,
    GlobalMaxPooling2D, MaxPooling1D, MaxPooling2D, UpSampling2D, ZeroPadding2D,
)
from .core import (
    ELU, Activation, Dense, Dropout, Embedding, Flatten, GaussianNoise, Input, InputLayer, Lambda, LeakyReLU, Masking, Permute, ReLU, RepeatVector,
    Rescaling, Reshape, Softmax,
)
from .merging import (
    Add, Average, Concatenate, Dot, Maximum, Minimum, Multiply, Subtract, add, average, concatenate, maximum, minimum, multiply,
    subtract,
)
from .deconvolution import Conv1DTranspose, Conv2DTranspose
from .normalization import BatchNormalization, LayerNormalization
from .recurrent import GRU, LSTM, Bidirectional, SimpleRNN, TimeDistributed

MaxPool2D, AvgPool2D, MaxPool1D, Convolution2D = MaxPooling2D, AveragePooling2D, MaxPooling1D, Conv2D


def __getattr__(name):
    from torch._missing import refuse

    return refuse("keras.layers", name, globals())
