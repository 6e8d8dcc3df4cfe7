"""What print shows of a tensor that was computed: its gradient function."""

from ._machine import machine


class GradFn:
    """That a tensor was computed, as print shows it."""

    def __init__(self, tensor):
        self.of = tensor

    def __repr__(self):
        return f"<{self.name()} object>"

    def name(self):
        op = machine.called(self.of._id_).split("_")[0]
        name = self.of._fn or FUNCTIONS.get(op, op[:1].upper() + op[1:])
        return name if "Backward" in name else f"{name}Backward0"


# Gradient functions that have other names than the op.
FUNCTIONS = {
    "matmul": "Mm", "concat": "Cat", "mse": "MseLoss", "l1": "Abs", "crossEntropy": "NllLoss", "where": "Where",
    "embedding": "Embedding", "reshape": "View", "flatten": "View", "transpose": "T", "batchNorm": "NativeBatchNorm",
    "layerNorm": "NativeLayerNorm", "conv2d": "Convolution", "maxPool2d": "MaxPool2DWithIndices", "clip": "Clamp",
    "binaryCrossEntropyWithLogits": "BinaryCrossEntropyWithLogits", "constant": "Clone", "input": "Clone",
}
