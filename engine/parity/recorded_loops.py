"""Several forwards, ways back and updates in one recording."""

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.checkpoint import checkpoint

from recorded_runs import ended, recording


def network():
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1)).double()


def data(n=6):
    torch.manual_seed(1)
    return torch.randn(n, 3).double(), torch.randn(n, 1).double()


def loop():
    """Steps of a loop, and the loss on other samples after each."""
    model, (x, target) = network(), data()
    optimizer = torch.optim.Adam(model.parameters(), 0.01)
    with recording(model) as r:
        for _ in range(3):
            optimizer.zero_grad()
            loss = F.mse_loss(model(x[:4]), target[:4])
            loss.backward()
            optimizer.step()
            with torch.no_grad():
                F.mse_loss(model(x[4:]), target[4:])
    return ended(r, loss, model)


def accumulated():
    """One update from the gradients of three backwards, clipped."""
    model, (x, target) = network(), data()
    optimizer = torch.optim.SGD(model.parameters(), 0.1, momentum=0.9)
    with recording(model) as r:
        for k in range(3):
            loss = F.mse_loss(model(x[2 * k : 2 * k + 2]), target[2 * k : 2 * k + 2]) / 3
            loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 0.1)
        optimizer.step()
    return ended(r, loss, model)


def adversarial():
    """A generator and a discriminator, each with its optimizer."""
    torch.manual_seed(0)
    both = nn.ModuleDict({"generator": nn.Linear(2, 3), "discriminator": nn.Linear(3, 1)}).double()
    one, other = (torch.optim.Adam(both[name].parameters()) for name in ("generator", "discriminator"))
    z, real, yes, no = torch.randn(4, 2).double(), data(4)[0], torch.ones(4, 1).double(), torch.zeros(4, 1).double()
    judged, loss_of = both["discriminator"], F.binary_cross_entropy_with_logits
    with recording(both) as r:
        fake = both["generator"](z)
        (loss_of(judged(real), yes) + loss_of(judged(fake.detach()), no)).backward()
        other.step()
        one.zero_grad()
        loss = loss_of(judged(fake), yes)
        loss.backward()
        one.step()
    return ended(r, loss, both)


def by_hand(step):
    """Steps that the program takes itself."""
    model, (x, target) = network(), data()
    with recording(model) as r:
        for _ in range(2):
            loss = F.mse_loss(model(x), target)
            loss.backward()
            step(model)
    return ended(r, loss, model)


def without_gradient(model):
    with torch.no_grad():
        for p in model.parameters():
            p -= 0.1 * p.grad
            p.grad = None


def by_data(model):
    for p in model.parameters():
        p.data.add_(p.grad.data, alpha=-0.1)
        p.grad.zero_()


def limited(model):
    """A step, after which weights are kept within limits."""
    with torch.no_grad():
        for p in model.parameters():
            p.sub_(0.1 * p.grad)
            p.clamp_(-0.5, 0.5)
    model.zero_grad()


def functional():
    """Gradients that are not kept in .grad, and steps with them."""
    model, (x, target) = network(), data()
    with recording(model) as r:
        for _ in range(2):
            loss = F.mse_loss(model(x), target)
            gradients = torch.autograd.grad(loss, list(model.parameters()))
            with torch.no_grad():
                for p, g in zip(model.parameters(), gradients):
                    p -= 0.1 * g
    return ended(r, loss, model)


def closures():
    """An optimizer that calls forward and backward itself, as often as it needs."""
    model, (x, target) = network(), data()
    optimizer = torch.optim.SGD(model.parameters(), 0.1)

    def closure():
        optimizer.zero_grad()
        loss = F.mse_loss(model(x), target)
        loss.backward()
        return loss

    with recording(model) as r:
        optimizer.step(closure)
        loss = optimizer.step(closure)
    return ended(r, loss, model)


def line_search():
    model, (x, target) = network(), data()
    optimizer = torch.optim.LBFGS(model.parameters(), 0.1, max_iter=3)

    def closure():
        optimizer.zero_grad()
        loss = F.mse_loss(model(x), target)
        loss.backward()
        return loss

    with recording(model) as r:
        loss = optimizer.step(closure)
    return ended(r, loss, model)


def of_one_forward():
    """Two losses of one forward, each with its backward."""
    model, (x, target) = network(), data()
    with recording(model) as r:
        y = model(x)
        F.mse_loss(y, target).backward(retain_graph=True)
        loss = y.abs().mean()
        loss.backward()
    return ended(r, loss, model)


def at_once():
    """Several losses, and a gradient that the program gives."""
    model, (x, target) = network(), data()
    with recording(model) as r:
        y = model(x)
        torch.autograd.backward([F.mse_loss(y, target), y.abs().mean()])
        loss = model(x)
        loss.backward(torch.full_like(loss, 0.5))
    return ended(r, loss, model)


def attack():
    """The fast gradient sign method."""
    model, (x, target) = network(), data()
    x.requires_grad_()
    with recording(model) as r:
        F.mse_loss(model(x), target).backward()
        with torch.no_grad():
            loss = F.mse_loss(model(x + 0.1 * x.grad.sign()), target)
    return ended(r, loss, model, x)


def recomputed(reentrant):
    model, (x, target) = network(), data()
    x.requires_grad_()
    with recording(model) as r:
        loss = F.mse_loss(checkpoint(model, x, use_reentrant=reentrant), target)
        loss.backward()
    return ended(r, loss, model, x)


def clipped_by_value():
    model, (x, target) = network(), data()
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    with recording(model) as r:
        loss = F.mse_loss(model(x), target)
        loss.backward()
        nn.utils.clip_grad_value_(model.parameters(), 0.05)
        optimizer.step()
    return ended(r, loss, model)


def scaled():
    """A loss that is scaled for numbers of 16 bits, as GradScaler does."""
    model, (x, target) = network().float(), data()
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    with recording(model) as r:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = F.mse_loss(model(x.float()).float(), target.float())
        (loss * 1024).backward()
        for p in model.parameters():
            p.grad.div_(1024)
        optimizer.step()
    return ended(r, loss, model)


def recurrent():
    """Truncated in time: a way back for each half of a sequence."""
    torch.manual_seed(0)
    lstm = nn.LSTM(2, 3, batch_first=True).double()
    x, state = torch.randn(1, 4, 2).double(), None
    with recording(lstm) as r:
        for k in (0, 2):
            y, state = lstm(x[:, k : k + 2], state)
            loss = y.pow(2).mean()
            loss.backward()
            state = tuple(s.detach() for s in state)
    return ended(r, loss, lstm)


def target_network():
    """Values that a copy of the network gives, which takes over the weights after each update; gradients are clamped by hand."""
    torch.manual_seed(0)
    both = nn.ModuleDict({name: nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2)) for name in ("network", "target")}).double()
    network, target = both["network"], both["target"]
    target.load_state_dict(network.state_dict())
    optimizer = torch.optim.RMSprop(network.parameters())
    states, actions, rewards = data()[0], torch.tensor([[0], [1], [1], [0], [1], [0]]), data()[1]
    with recording(both) as r:
        for _ in range(2):
            wanted = rewards + 0.9 * target(states.flip(0)).max(1, keepdim=True)[0].detach()
            loss = F.smooth_l1_loss(network(states).gather(1, actions), wanted)
            optimizer.zero_grad()
            loss.backward()
            for p in network.parameters():
                p.grad.data.clamp_(-0.05, 0.05)
            optimizer.step()
            target.load_state_dict(network.state_dict())
    return ended(r, loss, both)


def averaged():
    """A frozen copy whose weights follow those of the network, by setting .data."""
    torch.manual_seed(0)
    both = nn.ModuleDict({"network": nn.Linear(3, 2), "average": nn.Linear(3, 2)}).double()
    both["average"].requires_grad_(False)
    optimizer = torch.optim.SGD(both["network"].parameters(), 0.1)
    x, _ = data()
    with recording(both) as r:
        for _ in range(2):
            loss = F.mse_loss(both["network"](x), both["average"](x.flip(0)))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            for p, q in zip(both["average"].parameters(), both["network"].parameters()):
                p.data = p.data * 0.9 + q.data * 0.1
    return ended(r, loss, both)


def scheduled():
    """Two groups of parameters, and a scheduler that was made before the block, which holds the step itself."""
    model, (x, target) = network(), data()
    weights, biases = ([p for p in model.parameters() if (p.dim() > 1) is kind] for kind in (True, False))
    optimizer = torch.optim.AdamW([{"params": weights, "weight_decay": 0.1}, {"params": biases, "weight_decay": 0.0}], 0.01)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda k: 1 / (k + 1))
    with recording(model) as r:
        for _ in range(2):
            loss = F.mse_loss(model(x), target)
            loss.backward()
            optimizer.step()
            scheduler.step()
            optimizer.zero_grad()
    return ended(r, loss, model)


LOOPS = {
    "loop: training and validation": loop,
    "loop: gradients that accumulate": accumulated,
    "loop: two networks": adversarial,
    "loop: steps under no_grad": lambda: by_hand(without_gradient),
    "loop: steps on data": lambda: by_hand(by_data),
    "loop: steps within limits": lambda: by_hand(limited),
    "loop: autograd.grad": functional,
    "loop: a target network": target_network,
    "loop: a copy that follows": averaged,
    "loop: a scheduler from before": scheduled,
    "loop: closures": closures,
    "unknown: line search": line_search,
    "two ways back of one forward": of_one_forward,
    "several losses": at_once,
    "an attack": attack,
    "checkpoint": lambda: recomputed(False),
    "checkpoint that is reentrant": lambda: recomputed(True),
    "gradients clipped by value": clipped_by_value,
    "a scaled loss": scaled,
    "truncated and recurrent": recurrent,
}
