"""The functions of torch that Backstep has ops for. Each module adds its own to the registry."""

from . import (
    activations,
    arithmetic,
    attention,
    cells,
    convolution,
    dropout,
    einsum,
    likelihood,
    losses,
    margins,
    masks,
    matrices,
    normalization,
    order,
    pieces,
    pooling,
    recurrent,
    reductions,
    scattering,
    shapes,
)
