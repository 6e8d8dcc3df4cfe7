"""Runs without a way back, runs of which a part is frozen, and runs of which a part is in half precision."""

import torch
import torch.nn.functional as F
from torch import nn

from recorded_runs import ended, recording


def forward(model, x, around=None):
    """What a model gives for x, evaluated."""
    model = model.double().eval()
    with recording(model) as r:
        if around is None:
            y = model(x)
        else:
            with around():
                y = model(x)
    return ended(r, y[0] if isinstance(y, tuple) else y)


def small():
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Dropout(0.5), nn.Linear(4, 2), nn.Softmax(-1))


def with_frozen_layer():
    """Transfer: the first layer stays as it is, and the second learns."""
    model = small().double().eval()
    model[0].requires_grad_(False)
    x = torch.linspace(-1, 1, 6).double().reshape(2, 3)
    with recording(model) as r:
        loss = F.nll_loss(model(x).log(), torch.tensor([0, 1]))
        loss.backward()
    return ended(r, loss, model)


def cast():
    """Products in bfloat16, the loss in float32, as autocast has it."""
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))
    with recording(model) as r:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = F.cross_entropy(model(X.float()).float(), torch.tensor([0, 1]))
        loss.backward()
    return ended(r, loss, model)


X = torch.linspace(-1, 1, 6).double().reshape(2, 3)

FORWARD = {
    "forward: with gradients": lambda: forward(small(), X),
    "forward: under no_grad": lambda: forward(small(), X, torch.no_grad),
    "forward: under inference_mode": lambda: forward(small(), X, torch.inference_mode),
    "forward: everything is frozen": lambda: forward(small().requires_grad_(False), X),
    "forward: recurrent": lambda: forward(nn.LSTM(3, 2, batch_first=True), X[None], torch.no_grad),
    "forward: attention": lambda: forward(nn.TransformerEncoderLayer(4, 2, 6, batch_first=True), torch.linspace(-1, 1, 12).double().reshape(1, 3, 4)),
    "a frozen layer": with_frozen_layer,
    "autocast": cast,
}
