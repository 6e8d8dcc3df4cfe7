"""Whole training steps: forward, backward, and what an optimizer makes of the gradients."""

import torch
import torch.nn.functional as F
from torch import nn

from recorded_runs import ended, recording

OPTIM = torch.optim


def trained(make, steps=1, clip=None, before=False, schedule=False, dtype=torch.float64):
    """The last of so many steps is recorded; `before` leaves a gradient from before the block."""
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1)).to(dtype)
    optimizer = make(model.parameters())
    scheduler = OPTIM.lr_scheduler.StepLR(optimizer, 1, 0.5) if schedule else None
    x, target = torch.randn(5, 3, dtype=dtype), torch.randn(5, 1, dtype=dtype)

    def step():
        if not before:
            optimizer.zero_grad()
        loss = F.mse_loss(model(x), target)
        loss.backward()
        if clip:
            nn.utils.clip_grad_norm_(model.parameters(), clip)
        optimizer.step()
        if scheduler is not None:
            scheduler.step()
        return loss

    for _ in range(steps - 1):
        step()
    if before:
        F.l1_loss(model(x), target).backward()
    with recording(model) as r:
        loss = step()
    return ended(r, loss, model)


UPDATES = {
    "update: SGD": lambda: trained(lambda p: OPTIM.SGD(p, 0.1)),
    "update: SGD that decays": lambda: trained(lambda p: OPTIM.SGD(p, 0.1, weight_decay=0.01)),
    "update: momentum, the first step": lambda: trained(lambda p: OPTIM.SGD(p, 0.1, momentum=0.9)),
    "update: momentum and decay, the third": lambda: trained(lambda p: OPTIM.SGD(p, 0.1, momentum=0.9, weight_decay=0.01), 3),
    "update: Adam, the first step": lambda: trained(OPTIM.Adam),
    "update: Adam that decays, the third": lambda: trained(lambda p: OPTIM.Adam(p, 0.01, (0.8, 0.99), weight_decay=0.1), 3),
    "update: AdamW": lambda: trained(lambda p: OPTIM.AdamW(p, 0.01), 2),
    "update: AdamW in float32": lambda: trained(lambda p: OPTIM.AdamW(p, 0.01), 2, dtype=torch.float32),
    "update: RMSprop": lambda: trained(lambda p: OPTIM.RMSprop(p, 0.01), 2),
    "update: RMSprop with momentum": lambda: trained(lambda p: OPTIM.RMSprop(p, 0.01, momentum=0.5, weight_decay=0.1), 2),
    "update: clipped gradients": lambda: trained(lambda p: OPTIM.SGD(p, 0.1), clip=0.1),
    "update: gradients that add up": lambda: trained(lambda p: OPTIM.SGD(p, 0.1), before=True),
    "unknown: update by Nesterov": lambda: trained(lambda p: OPTIM.SGD(p, 0.1, momentum=0.9, nesterov=True), 2),
    "unknown: update by Adagrad": lambda: trained(OPTIM.Adagrad, 2),
}
