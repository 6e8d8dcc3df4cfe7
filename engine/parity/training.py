"""Whole runs of updates by torch.optim: a 3-4-4-1 network on ten points, batches of four, and what is held out."""
import torch
import torch.nn.functional as F

from lib import flat, randn, tensor

OPTIMIZERS = {
    'sgd': lambda w: torch.optim.SGD(w, lr=0.5),
    'momentum': lambda w: torch.optim.SGD(w, lr=0.1, momentum=0.9, weight_decay=0.01),
    'adam': lambda w: torch.optim.Adam(w, lr=0.05),
    'adagrad': lambda w: torch.optim.Adagrad(w, lr=0.1, weight_decay=0.01),
    'rmsprop': lambda w: torch.optim.RMSprop(w, lr=0.02, momentum=0.5),
}
SIZES, POINTS, BATCH, EPOCHS = [3, 4, 4, 1], 10, 4, 5


def run(make):
    """Losses before each update, losses on the held-out points after each epoch, and the parameters at the end."""
    start = {}
    for k, (a, b) in enumerate(zip(SIZES, SIZES[1:])):
        start[f'W{k}'], start[f'b{k}'] = randn(a, b), randn(b, scale=0.1)
    x, y = randn(POINTS, SIZES[0]), torch.round(torch.rand(POINTS, 1))
    held = randn(6, SIZES[0]), torch.round(torch.rand(6, 1))
    w = {name: value.clone().requires_grad_() for name, value in start.items()}

    def loss(x, y):
        for k in range(3):
            x = torch.sigmoid(x @ w[f'W{k}'] + w[f'b{k}'])
        return F.binary_cross_entropy(x, y)

    optimizer = make(list(w.values()))
    losses, norms, validation = [], [], []
    for _ in range(EPOCHS):
        for at in range(0, POINTS, BATCH):
            optimizer.zero_grad()
            now = loss(x[at:at + BATCH], y[at:at + BATCH])
            now.backward()
            norms.append(float(torch.cat([p.grad.reshape(-1) for p in w.values()]).norm()))
            optimizer.step()
            losses.append(float(now))
        validation.append(float(loss(*held)))
    return {
        'start': {name: tensor(value) for name, value in start.items()}, 'x': tensor(x), 'y': tensor(y),
        'held': [tensor(held[0]), tensor(held[1])], 'losses': losses, 'norms': norms, 'validation': validation,
        'end': {name: flat(value) for name, value in w.items()},
    }


WHOLE = {f'training/{name}': lambda make=make: [run(make)] for name, make in OPTIMIZERS.items()}
