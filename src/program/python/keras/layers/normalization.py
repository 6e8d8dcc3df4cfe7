"""Batch and layer normalization."""

from torch.nn import functional as F
from torch._modes import no_grad
from torch._tensor import op

from .._layer import Layer



class BatchNormalization(Layer):
    part = {"kind": "norm", "norm": "batch"}
    supports_masking = True

    def __init__(self, axis=-1, momentum=0.99, epsilon=0.001, center=True, scale=True, **more):
        super().__init__(**more)
        self.axis, self.momentum, self.epsilon, self.center, self.scale = axis, momentum, epsilon, center, scale

    def build(self, shape):
        if self.axis not in (-1, len(shape) - 1):
            raise NotImplementedError("BatchNormalization is here along the last axis, axis=-1.")
        n = (shape[-1],)
        if self.scale:
            self.add_weight(n, "ones", name="gamma")
        if self.center:
            self.add_weight(n, "zeros", name="beta")
        self.add_weight(n, "zeros", trainable=False, name="moving_mean")
        self.add_weight(n, "ones", trainable=False, name="moving_variance")

    def call(self, x, training=False):
        from torch import ones, zeros

        c = x.shape[-1]
        gamma = self._parameters.get("gamma") if self.scale else ones(c)
        beta = self._parameters.get("beta") if self.center else zeros(c)
        # All but the channels count as one batch.
        flat = x.reshape(-1, c) if x.dim() > 2 else x
        mean, variance = self._buffers["moving_mean"], self._buffers["moving_variance"]
        if training and self._trainable:
            y = op("batchNorm", [flat, gamma, beta], {"epsilon": self.epsilon})
            self._move(flat.detach(), mean, variance)
        else:
            y = op("batchNorm", [flat, gamma, beta, mean, variance], {"epsilon": self.epsilon})
        return y.reshape(*x.shape) if x.dim() > 2 else y

    def _move(self, x, mean, variance):
        """Keras counts the variance of the batch over n, where torch counts it over n − 1."""
        n = x.shape[0]
        with no_grad():
            mean._take(op("runningStatistic", [mean, x], {"statistic": "mean", "momentum": 1 - self.momentum}))
            if n > 1:
                fresh = op("runningStatistic", [variance, x], {"statistic": "variance", "momentum": 1 - self.momentum})
                kept = variance * self.momentum
                variance._take(kept + (fresh - kept) * ((n - 1) / n))
            else:
                variance._take(variance * self.momentum)

    def compute_output_shape(self, shape):
        return shape


class LayerNormalization(Layer):
    part = {"kind": "norm", "norm": "layer"}
    supports_masking = True

    def __init__(self, axis=-1, epsilon=0.001, center=True, scale=True, **more):
        super().__init__(**more)
        self.axis, self.epsilon, self.center, self.scale = axis, epsilon, center, scale

    def build(self, shape):
        axes = [self.axis] if isinstance(self.axis, int) else list(self.axis)
        axes = sorted(a % len(shape) for a in axes)
        if axes != list(range(axes[0], len(shape))):
            raise NotImplementedError("LayerNormalization is here along the last axes.")
        self.sizes = tuple(shape[axes[0] :])
        if self.scale:
            self.add_weight(self.sizes, "ones", name="gamma")
        if self.center:
            self.add_weight(self.sizes, "zeros", name="beta")

    def call(self, x):
        return F.layer_norm(x, self.sizes, self._parameters.get("gamma"), self._parameters.get("beta"), self.epsilon)

    def compute_output_shape(self, shape):
        return shape
