"""Losses as modules."""

from . import functional as F
from ._losses import reduction_of
from .module import Module

__all__ = [
    "MSELoss", "L1Loss", "HuberLoss", "SmoothL1Loss", "BCELoss", "BCEWithLogitsLoss", "CrossEntropyLoss", "NLLLoss", "KLDivLoss",
    "CosineSimilarity", "SoftMarginLoss", "HingeEmbeddingLoss", "PoissonNLLLoss", "MarginRankingLoss", "TripletMarginLoss",
    "CosineEmbeddingLoss", "GaussianNLLLoss", "PairwiseDistance",
]


class _Loss(Module):
    part = {"kind": "loss"}
    f = None

    def __init__(self, size_average=None, reduce=None, reduction="mean"):
        super().__init__()
        self.reduction = reduction

    def forward(self, input, target):
        return type(self).f(input, target, reduction=self.reduction)


class MSELoss(_Loss):
    f = staticmethod(F.mse_loss)


class L1Loss(_Loss):
    f = staticmethod(F.l1_loss)


class KLDivLoss(_Loss):
    def __init__(self, size_average=None, reduce=None, reduction="mean", log_target=False):
        super().__init__(reduction=reduction)
        self.log_target = log_target

    def forward(self, input, target):
        return F.kl_div(input, target, reduction=self.reduction, log_target=self.log_target)


class HuberLoss(_Loss):
    def __init__(self, reduction="mean", delta=1.0):
        super().__init__(reduction=reduction)
        self.delta = delta

    def forward(self, input, target):
        return F.huber_loss(input, target, self.reduction, self.delta)


class SmoothL1Loss(_Loss):
    def __init__(self, size_average=None, reduce=None, reduction="mean", beta=1.0):
        super().__init__(reduction=reduction)
        self.beta = beta

    def forward(self, input, target):
        return F.smooth_l1_loss(input, target, reduction=self.reduction, beta=self.beta)


class _Weighted(_Loss):
    def __init__(self, weight=None, size_average=None, reduce=None, reduction="mean"):
        super().__init__(reduction=reduction)
        self.register_buffer("weight", weight)


class BCELoss(_Weighted):
    def forward(self, input, target):
        return F.binary_cross_entropy(input, target, self.weight, reduction=self.reduction)


class BCEWithLogitsLoss(_Weighted):
    def __init__(self, weight=None, size_average=None, reduce=None, reduction="mean", pos_weight=None):
        super().__init__(weight, reduction=reduction)
        self.register_buffer("pos_weight", pos_weight)

    def forward(self, input, target):
        return F.binary_cross_entropy_with_logits(
            input, target, self.weight, reduction=self.reduction, pos_weight=self.pos_weight
        )


class CrossEntropyLoss(_Weighted):
    def __init__(self, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction="mean", label_smoothing=0.0):
        super().__init__(weight, reduction=reduction)
        self.ignore_index, self.label_smoothing = ignore_index, label_smoothing

    def forward(self, input, target):
        return F.cross_entropy(
            input, target, self.weight, ignore_index=self.ignore_index, reduction=self.reduction, label_smoothing=self.label_smoothing
        )


class NLLLoss(_Weighted):
    def __init__(self, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction="mean"):
        super().__init__(weight, reduction=reduction)
        self.ignore_index = ignore_index

    def forward(self, input, target):
        return F.nll_loss(input, target, self.weight, ignore_index=self.ignore_index, reduction=self.reduction)


class CosineSimilarity(Module):
    def __init__(self, dim=1, eps=1e-08):
        super().__init__()
        self.dim, self.eps = dim, eps

    def forward(self, x1, x2):
        return F.cosine_similarity(x1, x2, self.dim, self.eps)


def _with(name, f, **options):
    """A loss whose options are those of its function, in this order."""

    def __init__(self, *args, reduction="mean", **kwargs):
        _Loss.__init__(self, reduction=reduction)
        self.given = {**options, **dict(zip(options, args)), **kwargs}

    def forward(self, *inputs):
        return f(*inputs, **self.given, reduction=self.reduction)

    return type(name, (_Loss,), {"__init__": __init__, "forward": forward})


SoftMarginLoss, HingeEmbeddingLoss = _with("SoftMarginLoss", F.soft_margin_loss), _with("HingeEmbeddingLoss", F.hinge_embedding_loss, margin=1.0)
PoissonNLLLoss = _with("PoissonNLLLoss", F.poisson_nll_loss, log_input=True, full=False)
MarginRankingLoss = _with("MarginRankingLoss", F.margin_ranking_loss, margin=0.0)
TripletMarginLoss = _with("TripletMarginLoss", F.triplet_margin_loss, margin=1.0, p=2.0, eps=1e-06, swap=False)
CosineEmbeddingLoss = _with("CosineEmbeddingLoss", F.cosine_embedding_loss, margin=0.0)
GaussianNLLLoss = _with("GaussianNLLLoss", F.gaussian_nll_loss)


class PairwiseDistance(Module):
    def __init__(self, p=2.0, eps=1e-06, keepdim=False):
        super().__init__()
        self.p, self.eps, self.keepdim = p, eps, keepdim

    def forward(self, x1, x2):
        return F.pairwise_distance(x1, x2, self.p, self.eps, self.keepdim)


def _with_reduction(made):
    begin = made.__init__

    def __init__(self, *args, **options):
        begin(self, *args, **reduction_of(options))

    made.__init__ = __init__


for _name in __all__:
    # Those that begin as the loss that they are of are done by it.
    if "__init__" in vars(globals()[_name]):
        _with_reduction(globals()[_name])
_with_reduction(_Loss)
