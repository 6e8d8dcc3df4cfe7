# A network that obeys an equation: u'' = -u, with u(0) = 0 and u'(0) = 1.
import torch
from torch import nn

torch.manual_seed(1)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(1, 10)
        self.out = nn.Linear(10, 1)

    def forward(self, t):
        return self.out(torch.tanh(self.hidden(t)))


def slope(u, t):
    return torch.autograd.grad(u, t, grad_outputs=torch.ones_like(u), create_graph=True)[0]


net = Net()
optimizer = torch.optim.Adam(net.parameters(), lr=0.02)
t = torch.linspace(0, 1.5, 12).reshape(-1, 1).requires_grad_(True)
start = torch.zeros(1, 1, requires_grad=True)
losses = []
for epoch in range(12):
    optimizer.zero_grad()
    u = net(t)
    residual = slope(slope(u, t), t) + u
    u0 = net(start)
    loss = (residual**2).mean() + (u0**2).sum() + ((slope(u0, start) - 1) ** 2).sum()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
print(f"{losses[0]:.4f} {losses[-1]:.4f}")
