"""One small run for each of the everyday functions of torch that are no layers: powers, extremes, indices, sums, losses."""

import torch
import torch.nn.functional as F
from torch import nn

from recorded_runs import module, run

indices = torch.tensor([[2, 0], [1, 2]])
target = torch.tensor([2, 0, 1])
mask = torch.tensor([[True, False, True], [False, True, True]])


def scattered(x, y):
    """Sums by group, as a program makes them: into zeros, and then into what is computed."""
    groups = torch.zeros(2, 2, dtype=x.dtype)
    groups.index_add_(0, target % 2, x)
    h = y * 2
    h.scatter_add_(0, indices % 2, groups.tanh())
    h.index_add_(1, torch.tensor([1]), y[:, :1], alpha=3)
    return h * groups


def filled(a, b):
    """A product of matrices, number by number into zeros; and the rows of it, one after the other."""
    c, rows = torch.zeros(2, 2, dtype=a.dtype), torch.zeros(2, 2, dtype=a.dtype)
    for i in range(2):
        for j in range(2):
            for k in range(3):
                c[i, j] += a[i, k] * b[k, j]
    for i in range(2):
        rows[i] = c[i].tanh()
    return c * rows


def changed_parts(a, b):
    """Views of parts are changed, and used after what they show was changed once more."""
    h = a * 1.5
    row, turned = h[0], h.t()
    row.mul_(2)
    turned[1:3].add_(b[:2, :3])
    h[1:, ::2] -= b[:2, :2]
    h[torch.tensor([2, 0])] = b[:2]
    h[:, 3] = 0.5
    h[0, 1:] = a[1, 0]
    return (row * row).sum() + turned.t() * b + h[1:].sum()


EVERYDAY = {
    "functions": lambda: run(lambda x: x.sqrt() + x.rsqrt() + x.abs() + x.sign() + x.floor() + x.sin() * x.cos(), (2, 3), positive=True),
    "powers": lambda: run(lambda x: x**1.5 + x**-0.5 + x**0.5 + x.pow(4) + x**-2 + torch.div(x, 0.3, rounding_mode="floor") + x.detach() // 0.3, (2, 3), positive=True),
    "more activations": lambda: run(
        lambda x: F.elu(x, 0.5) + F.selu(x) + F.softplus(x, 2) + F.logsigmoid(x) + F.mish(x) + F.softsign(x) + F.silu(x), (2, 3)
    ),
    "bounded activations": lambda: run(
        lambda x: F.hardtanh(x * 2) + F.relu6(x * 5) + F.hardswish(x * 4) + x.clamp_min(0.1), (2, 3)
    ),
    "hard sigmoid": lambda: run(lambda x: F.hardsigmoid(x * 4), (2, 3), dtype=torch.float32),
    "PReLU": lambda: module(nn.PReLU(3), (2, 3)),
    "extremes": lambda: run(
        lambda x, y: x.max(dim=1, keepdim=True).values * x.min(0)[0] + x.amax((0, 1)) - x.amin(-1, keepdim=True)
        + torch.maximum(x, y) * torch.min(x, y) + x.max() * y.min(),
        (2, 3), (2, 3),
    ),
    "sums along": lambda: run(lambda x: x.cumsum(1) + x.cumsum(-2) + x.logsumexp(1, keepdim=True) + x.logsumexp(0), (2, 3)),
    "spread": lambda: run(
        lambda x: x.var(1, keepdim=True) + x.std(0, unbiased=False) + x.var() + x.std(dim=(0, 1)) + torch.var(x, 1, False).sum(), (2, 3)
    ),
    "norms": lambda: run(lambda x: x / x.norm() + F.normalize(x, dim=-1) + torch.linalg.vector_norm(x, dim=0), (2, 3)),
    "similarity": lambda: run(lambda x, y: F.cosine_similarity(x, y) + F.cosine_similarity(x, y, dim=0).sum(), (2, 3), (2, 3)),
    "gathered": lambda: run(lambda x: x.gather(1, indices) + torch.take_along_dim(x, indices, 1), (2, 3)),
    "scattered": lambda: run(
        lambda x, y: x.scatter_add(1, indices, y) + torch.scatter_add(x, 0, indices[:, :1] % 2, y.detach()) + x.scatter_reduce(0, indices % 2, y, "sum"),
        (2, 3), (2, 2),
    ),
    "scattered in place": lambda: run(scattered, (3, 2), (2, 2)),
    "filled step by step": lambda: run(filled, (2, 3), (3, 2)),
    "parts changed in place": lambda: run(changed_parts, (3, 4), (3, 4)),
    "a diagonal filled": lambda: run(lambda x: (x @ x.t()).fill_diagonal_(-9.0).softmax(1), (3, 2)),
    "added by index": lambda: run(
        lambda x, y: x.index_add(1, target, y) + torch.index_add(x, -1, target, y, alpha=0.5) + x.index_add(0, torch.tensor(1), x[:1].tanh()),
        (2, 4), (2, 3),
    ),
    "put in places": lambda: run(
        lambda x, y: x.scatter(1, indices, y) * x.scatter(1, indices, -2.0) + x.index_fill(0, torch.tensor([1]), 0.5)
        + x.index_copy(1, torch.tensor([2, 0]), y),
        (2, 3), (2, 2),
    ),
    "chosen": lambda: run(lambda x: x[range(3), target] + x[torch.arange(3), target - 1] + x[[0, 2, 1], [1, 1, 3]], (3, 4)),
    "chosen of three axes": lambda: run(lambda x: x[:, target] + x[torch.tensor([1, 0, 1, 1])].sum(0)[target] + x.flip(1), (2, 3, 4)),
    "a mask as an index": lambda: run(lambda x: x[mask] * x[:, [True, False, True]].sum(), (2, 3)),
    "columns": lambda: run(lambda x: x.index_select(-1, target) + x[..., target], (2, 3, 4)),
    "einsum": lambda: run(
        lambda a, b, c: torch.einsum("bij,bjk->bki", a, b) + torch.einsum("bij,bkj,k->bki", a, c, c[0, :, 0])
        + torch.einsum("bij->bji", a).sum() + torch.einsum("bij,bjk->", a, b) + torch.einsum("ijk,ijk->ij", c, c).sum(),
        (2, 2, 3), (2, 3, 2), (2, 2, 3),
    ),
    "outer products": lambda: run(lambda a, b: torch.outer(a, b) + torch.einsum("i,j", a, b), (2,), (3,)),
    "absolute losses": lambda: run(
        lambda a, b: F.l1_loss(a, b) + F.smooth_l1_loss(a, b, reduction="sum") + F.smooth_l1_loss(a, b, beta=0.5)
        + F.huber_loss(a, b, delta=2.0) + F.l1_loss(a, b, reduction="none").sum(),
        (2, 3), (2, 3),
    ),
    "divergence": lambda: run(
        lambda a, b: F.kl_div(F.log_softmax(a, 1), F.softmax(b, 1).detach(), reduction="batchmean") + F.kl_div(a, b.exp().detach()),
        (2, 3), (2, 3),
    ),
    "losses of each": lambda: run(
        lambda a, b: F.mse_loss(a, b, reduction="none") + F.smooth_l1_loss(a, b, reduction="none", beta=0.3)
        + F.huber_loss(a, b, reduction="none") + F.kl_div(a, b.exp().detach(), reduction="none")
        + F.binary_cross_entropy(a.sigmoid(), mask.double(), reduction="none")
        + F.binary_cross_entropy_with_logits(a, mask.double(), reduction="none"),
        (2, 3), (2, 3),
    ),
    "weighted yes or no": lambda: run(
        lambda x: F.binary_cross_entropy(x.sigmoid(), mask.double(), torch.tensor([[0.5], [2.0]]).double())
        + F.binary_cross_entropy_with_logits(x, mask.double(), torch.tensor([1.0, 0.0, 3.0]).double(), reduction="sum")
        + F.binary_cross_entropy_with_logits(x, mask.double(), pos_weight=torch.tensor([1.0, 2.0, 3.0]).double())
        + F.binary_cross_entropy_with_logits(
            x, mask.double() * 0.75, torch.tensor(2.0).double(), pos_weight=torch.tensor(4.0).double(), reduction="none"
        ),
        (2, 3),
    ),
    "divergence both ways": lambda: run(
        lambda a, b: F.kl_div(F.log_softmax(a, 1), F.log_softmax(b, 1), reduction="batchmean", log_target=True)
        + F.kl_div(a, b.softmax(1), reduction="sum") + F.kl_div(a, b.softmax(1), reduction="none"),
        (2, 3), (2, 3),
    ),
    "margins": lambda: run(
        lambda a, b: F.triplet_margin_loss(a, b, a.flip(0)) + F.triplet_margin_loss(a, b, a.flip(1), swap=True, reduction="none").sum()
        + F.margin_ranking_loss(a, b, mask * 2.0 - 1, margin=0.2, reduction="sum") + F.hinge_embedding_loss(a, mask * 2.0 - 1)
        + F.cosine_embedding_loss(a, b, torch.tensor([1.0, -1.0]).double(), 0.1) + F.soft_margin_loss(a, mask * 2.0 - 1, reduction="none")
        + F.pairwise_distance(a, b, keepdim=True),
        (2, 3), (2, 3),
    ),
    "counts": lambda: run(
        lambda a: F.poisson_nll_loss(a, torch.tensor([[0.0, 1, 4], [2, 3, 0]]).double(), full=True)
        + F.poisson_nll_loss(a, torch.tensor([[0.0, 1, 4], [2, 3, 0]]).double(), log_input=False, reduction="sum"),
        (2, 3), positive=True,
    ),
    "more pieces": lambda: run(
        lambda x: x.masked_select(mask).sum() + x.roll(1, 1) * x.roll((1, -2), (0, 1)) + torch.repeat_interleave(x, 2, 1)[:, :3]
        + torch.hstack([x, x[:, :1]])[:, 1:] + torch.vstack([x[0], x[1] * 2]) + torch.column_stack([x[:, 1], x[:, ::2]])
        + F.glu(torch.cat([x, x.cos()], 1)),
        (2, 3),
    ),
    "larger images": lambda: run(
        lambda x: F.pixel_shuffle(x, 2) + F.interpolate(x[:, :1], scale_factor=2) * F.interpolate(x[:, 1:2], (4, 6)), (1, 4, 2, 3)
    ),
    "instance norm": lambda: module(nn.InstanceNorm2d(2, affine=True), (2, 2, 2, 3)),
    "RMS norm": lambda: run(lambda x, w: x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * w, (2, 4), (4,)),
    "the other one of a NaN": lambda: run(lambda x: torch.fmax(x, edges[:3]) * 2 + torch.fmin(x, edges[3:6]) + torch.fmax(x, x), (3,)),
    "along a single number": lambda: run(lambda x: x.max(0).values + x.amin(-1) + x.sum(0) + x.clamp(3, 1), ()),
    "unknown: ends and NaN": lambda: run(
        lambda x: F.hardtanh(edges + x - x.detach()) + F.relu6(x * 0 + 6) + (x * edges).max() + F.hardswish(x * 0 + 3), (7,)
    ),
    "unknown: a bend of no width": lambda: run(lambda x: F.smooth_l1_loss(x, x.detach(), beta=0.0) + F.smooth_l1_loss(x, x.detach() + 1, beta=0.0), (3,)),
    "unknown: narrower and wider": lambda: run(lambda x: (x.float() * 2).double() + x.to(torch.float32).double(), (3,)),
    **{f"{kind} in float32": lambda kind=kind: module(getattr(nn, kind)(2, 3, 2), (3, 1, 2), pick=lambda y: y[0], dtype=torch.float32) for kind in ("RNN", "GRU", "LSTM")},
}

edges = torch.tensor([torch.nan, 1.0, -1.0, torch.nan, 1.0, 0.5, torch.inf], dtype=torch.float64)
