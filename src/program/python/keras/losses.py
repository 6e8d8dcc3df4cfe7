"""Losses: of what is right and what is predicted, in this order."""

from torch import _functions as f
from torch._machine import machine
from torch._tensor import op
from torch.nn import functional as F
from torch.nn._losses import of_truths

from ._layer import eager
from ._naming import snake

EPSILON = 1e-7


def _pair(y_true, y_pred):
    """The targets as floats of the same rank: a column is squeezed, or made, as Keras does."""
    y, p = eager(y_true), eager(y_pred)
    y = y.to(p.dtype) if y.dtype is not p.dtype else y
    if y.dim() == p.dim() + 1 and y.shape[-1] == 1:
        y = y.squeeze(-1)
    elif p.dim() == y.dim() + 1 and p.shape[-1] == 1:
        y = y.unsqueeze(-1)
    if tuple(y.shape) != tuple(p.shape):
        machine.remark(
            "target-shape",
            f"The targets have the shape {tuple(y.shape)}, the predictions {tuple(p.shape)}: both are broadcast, so every number is compared with every other. Give them the same shape.",
        )
    return y, p


def _fit(y, p):
    shape = list((p.detach() + y).shape)
    return y.expand(shape), p.expand(shape)


def _elementwise(name):
    def loss(y_true, y_pred, whole=False):
        y, p = _pair(y_true, y_pred)
        if tuple(y.shape) != tuple(p.shape):
            y, p = _fit(y, p)
        return of_truths(name, p, y, "mean") if whole else of_truths(name, p, y, "none").mean(-1)

    return loss


mean_squared_error, mean_absolute_error = _elementwise("mse"), _elementwise("l1")


def huber(y_true, y_pred, delta=1.0, whole=False):
    y, p = _pair(y_true, y_pred)
    losses = F.huber_loss(p, y, "none", delta)
    return losses.mean() if whole else losses.mean(-1)


def binary_crossentropy(y_true, y_pred, from_logits=False, label_smoothing=0.0, whole=False):
    y, p = _pair(y_true, y_pred)
    if tuple(y.shape) != tuple(p.shape):
        y, p = _fit(y, p)
    if label_smoothing:
        y = y * (1.0 - label_smoothing) + 0.5 * label_smoothing
    if from_logits:
        name = "binaryCrossEntropyWithLogits"
    else:
        name, p = "binaryCrossEntropy", f.clamp(p, EPSILON, 1 - EPSILON)
    return of_truths(name, p, y, "mean") if whole else of_truths(name, p, y, "none").mean(-1)


def _logs(p, from_logits):
    if from_logits:
        return F.log_softmax(p, -1)
    return f.log(f.clamp(p, EPSILON, 1 - EPSILON))


def categorical_crossentropy(y_true, y_pred, from_logits=False, label_smoothing=0.0, axis=-1, whole=False):
    y, p = eager(y_true), eager(y_pred)
    y = y.to(p.dtype)
    if y.dim() != p.dim() or y.shape[-1] != p.shape[-1]:
        raise ValueError(f"Arguments `target` and `output` must have the same shape. Received: target.shape={tuple(y.shape)}, output.shape={tuple(p.shape)}")
    if label_smoothing:
        y = y * (1.0 - label_smoothing) + label_smoothing / p.shape[-1]
    if not from_logits and not _are_shares(p):
        p = p / f.sum(p, -1, True)
    losses = -f.sum(f.mul(_logs(p, from_logits), y), -1)
    return losses.mean() if whole else losses


def _are_shares(p):
    """Whether rows add up to 1 already, as those of a softmax do."""
    return all(abs(sum(row) - 1) < 1e-5 for row in p.reshape(-1, p.shape[-1]).tolist())


def sparse_categorical_crossentropy(y_true, y_pred, from_logits=False, ignore_class=None, axis=-1, whole=False):
    y, p = eager(y_true), eager(y_pred)
    if ignore_class is not None:
        raise NotImplementedError("sparse_categorical_crossentropy with ignore_class is not part of this page.")
    y = y if not y.dtype.is_floating_point else y.long()
    if y.dim() == p.dim() and y.shape[-1] == 1:
        y = y.squeeze(-1)
    if tuple(y.shape) != tuple(p.shape[:-1]):
        raise ValueError(
            f"Argument `output` must have rank (ndim) `target.ndim - 1`. Received: target.shape={tuple(y.shape)}, output.shape={tuple(p.shape)}"
        )
    classes = p.shape[-1]
    for k in y._numbers():
        if not 0 <= k < classes:
            raise ValueError(f"Received a label value of {int(k)} which is outside the valid range of [0, {classes}).")
    if from_logits and y.dim() == 1:
        return op("crossEntropy", [p, y], {"reduction": "mean" if whole else "none"})
    if not from_logits and not _are_shares(p):
        p = p / f.sum(p, -1, True)
    losses = -f.gather(_logs(p, from_logits), -1, y.unsqueeze(-1)).squeeze(-1)
    return losses.mean() if whole else losses


def kl_divergence(y_true, y_pred):
    y, p = _pair(y_true, y_pred)
    y, p = f.clamp(y, EPSILON, 1), f.clamp(p, EPSILON, 1)
    return f.sum(y * f.log(y / p), -1)


def hinge(y_true, y_pred):
    y, p = _pair(y_true, y_pred)
    signs = y if any(x < 0 for x in y._numbers()) else y * 2 - 1
    return f.relu(1 - signs * p).mean(-1)


NAMES = {
    "mse": mean_squared_error, "mean_squared_error": mean_squared_error, "mae": mean_absolute_error,
    "mean_absolute_error": mean_absolute_error, "huber": huber, "huber_loss": huber, "binary_crossentropy": binary_crossentropy,
    "categorical_crossentropy": categorical_crossentropy, "sparse_categorical_crossentropy": sparse_categorical_crossentropy,
    "kl_divergence": kl_divergence, "hinge": hinge,
}
WHOLE = {mean_squared_error, mean_absolute_error, huber, binary_crossentropy, categorical_crossentropy, sparse_categorical_crossentropy}


class Loss:
    f = None

    def __init__(self, reduction="sum_over_batch_size", name=None, **options):
        self.reduction, self.name, self.options = reduction, name or snake(type(self).__name__), options

    def call(self, y_true, y_pred):
        return type(self).f(y_true, y_pred, **self.options)

    def __call__(self, y_true, y_pred, sample_weight=None):
        y_true, y_pred = eager(y_true), eager(y_pred)
        mask = getattr(y_pred, "_keras_mask", None)
        if mask is None and self.reduction == "sum_over_batch_size" and sample_weight is None and type(self).f in WHOLE:
            return type(self).f(y_true, y_pred, **self.options, whole=True)
        losses = self.call(y_true, y_pred)
        if sample_weight is not None:
            losses = losses * eager(sample_weight)
        if mask is not None and tuple(mask.shape) == tuple(losses.shape):
            # Steps that are masked do not count.
            counted = mask.to(losses.dtype)
            return f.sum(losses * counted) / max(float(sum(mask._numbers())), 1.0)
        if self.reduction in ("sum_over_batch_size", "mean", "auto"):
            return losses.mean()
        return losses.sum() if self.reduction == "sum" else losses


def _named(name, function, **usual):
    def __init__(self, *args, reduction="sum_over_batch_size", name=None, **given):
        options = {**usual, **dict(zip(usual, args)), **given}
        for key in given:
            if key not in usual and key != "dtype":
                raise TypeError(f"{type(self).__name__}.__init__() got an unexpected keyword argument '{key}'")
        Loss.__init__(self, reduction, name, **{k: v for k, v in options.items() if v != usual.get(k)})

    return type(name, (Loss,), {"f": staticmethod(function), "__init__": __init__})


MeanSquaredError, MeanAbsoluteError = _named("MeanSquaredError", mean_squared_error), _named("MeanAbsoluteError", mean_absolute_error)
Huber = _named("Huber", huber, delta=1.0)
BinaryCrossentropy = _named("BinaryCrossentropy", binary_crossentropy, from_logits=False, label_smoothing=0.0)
CategoricalCrossentropy = _named("CategoricalCrossentropy", categorical_crossentropy, from_logits=False, label_smoothing=0.0)
SparseCategoricalCrossentropy = _named("SparseCategoricalCrossentropy", sparse_categorical_crossentropy, from_logits=False)
KLDivergence, Hinge = _named("KLDivergence", kl_divergence), _named("Hinge", hinge)


class _Own(Loss):
    """A function of the program."""

    def __init__(self, function):
        super().__init__(name=getattr(function, "__name__", "loss"))
        self.function = function

    def call(self, y_true, y_pred):
        return self.function(y_true, y_pred)


def get(x):
    if isinstance(x, Loss):
        return x
    if isinstance(x, str):
        if x not in NAMES:
            from torch._missing import refuse

            refuse("keras.losses", x, NAMES)
        x = NAMES[x]
    if isinstance(x, type):
        return x()
    made = _Own(x)
    if x in WHOLE:
        made = _named(x.__name__, x)()
    return made


def __getattr__(name):
    from torch._missing import refuse

    return refuse("keras.losses", name, globals())
