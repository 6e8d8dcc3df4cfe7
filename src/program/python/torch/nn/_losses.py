"""Losses as functions."""

import functools
import math

from .._creation import ones
from .._functions import div, exp, log, log_softmax, mean, minimum, mul, sqrt, where
from .._functions import sum as _sum
from .._machine import machine
from .._tensor import op

__all__ = """mse_loss l1_loss huber_loss smooth_l1_loss binary_cross_entropy binary_cross_entropy_with_logits cross_entropy nll_loss
kl_div cosine_similarity pairwise_distance soft_margin_loss hinge_embedding_loss poisson_nll_loss margin_ranking_loss
triplet_margin_loss cosine_embedding_loss gaussian_nll_loss""".split()


def _expect_fit(input, target, name):
    if tuple(input.shape) != tuple(target.shape):
        machine.remark(
            "target-shape",
            f"Using a target size ({target.shape}) that is different to the input size ({input.shape}): both are broadcast, "
            f"so every number is compared with every other. Give them the same shape, by target.reshape({list(input.shape)}) perhaps.",
        )


def _elementwise(name):
    def loss(input, target, size_average=None, reduce=None, reduction="mean"):
        target = target.to(input.dtype) if not target.dtype.is_floating_point else target
        _expect_fit(input, target, name)
        if tuple(input.shape) != tuple(target.shape):
            shape = list((input + target.detach()).shape)
            input, target = input.expand(shape), target.expand(shape)
        return op(name, [input, target], {"reduction": reduction})

    return loss


mse_loss, l1_loss = _elementwise("mse"), _elementwise("l1")
_huber = _elementwise("huber")


def huber_loss(input, target, reduction="mean", delta=1.0):
    loss = _huber(input / delta, target / delta, reduction=reduction) if delta != 1 else _huber(input, target, reduction=reduction)
    return loss * (delta * delta) if delta != 1 else loss


def smooth_l1_loss(input, target, size_average=None, reduce=None, reduction="mean", beta=1.0):
    if beta == 0:
        return l1_loss(input, target, reduction=reduction)
    loss = _huber(input / beta, target / beta, reduction=reduction) if beta != 1 else _huber(input, target, reduction=reduction)
    return loss * beta if beta != 1 else loss


def reduced(losses, reduction):
    return losses if reduction == "none" else mean(losses) if reduction == "mean" else _sum(losses)


def of_truths(name, input, target, reduction):
    """Binary cross-entropy by an op; of targets beyond 0 and 1, which noise makes of labels, by its formula."""
    try:
        return op(name, [input, target], {"reduction": reduction})
    except RuntimeError as problem:
        if "target" not in str(problem) or "must lie between 0 and 1" not in str(problem):
            raise
    if name == "binaryCrossEntropyWithLogits":
        losses = op("softplus", [input], {"threshold": 700}) - mul(input, target)
    else:
        # As PyTorch does, no logarithm is less than -100.
        losses = -(target * log(input).clamp(min=-100) + (1 - target) * log(1 - input).clamp(min=-100))
    return reduced(losses, reduction)


def binary_cross_entropy(input, target, weight=None, size_average=None, reduce=None, reduction="mean"):
    if tuple(input.shape) != tuple(target.shape):
        raise ValueError(
            f"Using a target size ({target.shape}) that is different to the input size ({input.shape}) is deprecated. Please ensure they have the same size."
        )
    if not target.dtype.is_floating_point:
        raise RuntimeError("Found dtype Long but expected Float")
    if any(not 0 <= x <= 1 for x in input._numbers()):
        raise RuntimeError("all elements of input should be between 0 and 1")
    if weight is None:
        return of_truths("binaryCrossEntropy", input, target, reduction)
    return reduced(mul(of_truths("binaryCrossEntropy", input, target, "none"), weight), reduction)


def binary_cross_entropy_with_logits(input, target, weight=None, size_average=None, reduce=None, reduction="mean", pos_weight=None):
    if tuple(input.shape) != tuple(target.shape):
        raise ValueError(f"Target size ({target.shape}) must be the same as input size ({input.shape})")
    if not target.dtype.is_floating_point:
        raise RuntimeError("result type Float can't be cast to the desired output type Long")
    name = "binaryCrossEntropyWithLogits"
    if weight is None and pos_weight is None:
        return of_truths(name, input, target, reduction)
    losses = of_truths(name, input, target, "none")
    if pos_weight is not None:
        yes = op(name, [input, ones(*target.shape, dtype=input.dtype)], {"reduction": "none"})
        losses = losses + yes * ((pos_weight - 1) * target)
    return reduced(losses if weight is None else mul(losses, weight), reduction)


def cross_entropy(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction="mean", label_smoothing=0.0):
    classes = input.shape[1] if input.dim() > 1 else input.shape[0]
    machine.softened(input._id)
    if target.dtype.is_floating_point:
        if tuple(target.shape) != tuple(input.shape):
            raise RuntimeError("expected scalar type Long but found Float" if target.dim() < input.dim() else f"Expected floating point type for target with class probabilities, got shape {list(target.shape)}")
        axis = 1 if input.dim() > 1 else 0
        if label_smoothing:
            target = target * (1 - label_smoothing) + label_smoothing / classes
        terms = mul(log_softmax(input, axis), target)
        if weight is not None:
            terms = mul(terms, weight.reshape(*[-1 if d == axis else 1 for d in range(input.dim())]))
        losses = -_sum(terms, axis)
        # As PyTorch: the mean is over the examples, whatever the weights.
        return reduced(losses, reduction)
    expected = [n for d, n in enumerate(input.shape) if d != (1 if input.dim() > 1 else 0)]
    if list(target.shape) != expected:
        if input.dim() == 2 and target.dim() == 1:
            raise ValueError(f"Expected input batch_size ({input.shape[0]}) to match target batch_size ({target.shape[0]}).")
        if target.dim() != len(expected):
            raise RuntimeError("0D or 1D target tensor expected, multi-target not supported")
        raise RuntimeError(f"Expected target size {expected}, got {list(target.shape)}")
    numbers = target._numbers()
    ignored = any(k == ignore_index for k in numbers)
    for k in numbers:
        if k != ignore_index and not 0 <= k < classes:
            raise IndexError(f"Target {int(k)} is out of bounds.")
    if weight is None and not label_smoothing and not ignored and reduction != "none":
        return op("crossEntropy", [input, target], {"reduction": reduction})
    axis = 1 if input.dim() > 1 else 0
    logs = log_softmax(input, axis)
    return _named_loss(logs, target, axis, weight, ignore_index, reduction, label_smoothing)


def _named_loss(logs, target, axis, weight, ignore_index, reduction, smoothing=0.0):
    """Minus the logarithm of the class that is right, weighed."""
    counted = (target != ignore_index).to(logs.dtype)
    at = where(target == ignore_index, 0, target)
    weights = counted if weight is None else mul(counted, weight.detach()[at])
    losses = -logs.gather(axis, at.unsqueeze(axis)).squeeze(axis)
    losses = mul(losses, weights)
    if smoothing:
        spread = logs if weight is None else mul(logs, weight.reshape(*[-1 if d == axis else 1 for d in range(logs.dim())]))
        others = mul(-_sum(spread, axis), counted) / logs.shape[axis]
        losses = losses * (1 - smoothing) + others * smoothing
    if reduction == "none":
        return losses
    total = _sum(losses)
    if reduction == "sum":
        return total
    weight = float(_sum(weights).item())
    # Where nothing counts, the mean is no number, and nothing gets a gradient.
    return div(total, weight) if weight else total + math.nan


def nll_loss(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction="mean"):
    return _named_loss(input, target, 1 if input.dim() > 1 else 0, weight, ignore_index, reduction)


def kl_div(input, target, size_average=None, reduce=None, reduction="mean", log_target=False):
    if target.requires_grad:
        logs = target if log_target else log(target)
        losses = mul(exp(target) if log_target else target, logs - input)
    else:
        losses = op("klDiv", [input, exp(target) if log_target else target], {"reduction": "none"})
    if reduction == "batchmean":
        return _sum(losses) / input.shape[0]
    return reduced(losses, reduction)


def cosine_similarity(x1, x2, dim=1, eps=1e-08):
    size = mul(sqrt(_sum(mul(x1, x1), dim)), sqrt(_sum(mul(x2, x2), dim)))
    return div(_sum(mul(x1, x2), dim), size.clamp(min=eps) if any(x <= eps for x in size._numbers()) else size)


def pairwise_distance(x1, x2, p=2.0, eps=1e-06, keepdim=False):
    return (x1 - x2 + eps).norm(p, -1, keepdim)


def soft_margin_loss(input, target, size_average=None, reduce=None, reduction="mean"):
    return reduced(log(exp(-target * input) + 1), reduction)


def hinge_embedding_loss(input, target, margin=1.0, size_average=None, reduce=None, reduction="mean"):
    return reduced(where(target == 1, input, (margin - input).clamp(min=0.0)), reduction)


def poisson_nll_loss(input, target, log_input=True, full=False, size_average=None, eps=1e-08, reduce=None, reduction="mean"):
    losses = exp(input) - target * input if log_input else input - target * log(input + eps)
    if full:
        # Stirling's approximation of the logarithm of the target's factorial.
        large = target * log(target.clamp(min=1.0)) - target + 0.5 * log(2 * math.pi * target.clamp(min=1.0))
        losses = losses + where(target > 1, large, 0.0)
    return reduced(losses, reduction)


def margin_ranking_loss(input1, input2, target, margin=0.0, size_average=None, reduce=None, reduction="mean"):
    return reduced((-target * (input1 - input2) + margin).clamp(min=0.0), reduction)


def triplet_margin_loss(anchor, positive, negative, margin=1.0, p=2.0, eps=1e-06, swap=False, size_average=None, reduce=None, reduction="mean"):
    near, far = pairwise_distance(anchor, positive, p, eps), pairwise_distance(anchor, negative, p, eps)
    if swap:
        # Balntas and others, 2016: of both others, the nearer one is the hard one.
        far = minimum(far, pairwise_distance(positive, negative, p, eps))
    return reduced((near - far + margin).clamp(min=0.0), reduction)


def cosine_embedding_loss(input1, input2, target, margin=0.0, size_average=None, reduce=None, reduction="mean"):
    alike = cosine_similarity(input1, input2)
    return reduced(where(target == 1, 1 - alike, (alike - margin).clamp(min=0.0)), reduction)


def gaussian_nll_loss(input, target, var, full=False, eps=1e-06, reduction="mean"):
    var = var.clamp(min=eps)
    losses = (log(var) + (input - target) ** 2 / var) * 0.5
    return reduced(losses + 0.5 * math.log(2 * math.pi) if full else losses, reduction)


def reduction_of(options):
    """Replaces size_average= and reduce=, by which older programs say it, by reduction=."""
    average, reduce = options.pop("size_average", None), options.pop("reduce", None)
    if average is not None or reduce is not None:
        options["reduction"] = "none" if reduce is False else "sum" if average is False else "mean"
    if options.get("reduction", "mean") not in ("none", "mean", "sum", "batchmean"):
        raise ValueError(f"{options['reduction']} is not a valid value for reduction")
    return options


def _with_reduction(f):
    @functools.wraps(f)
    def g(*args, **options):
        return f(*args, **(reduction_of(options) if options else options))

    return g


for _name in __all__:
    globals()[_name] = _with_reduction(globals()[_name])
