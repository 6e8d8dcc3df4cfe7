# A critic whose slope is held near 1, as in WGAN-GP, and the generator that it teaches.
import torch
from torch import nn

torch.manual_seed(3)
generator = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 6))
critic = nn.Sequential(nn.Conv1d(1, 4, 3), nn.LeakyReLU(0.2), nn.Flatten(), nn.LayerNorm(16), nn.Linear(16, 1))
g_step = torch.optim.Adam(generator.parameters(), lr=0.01, betas=(0.5, 0.9))
c_step = torch.optim.Adam(critic.parameters(), lr=0.01, betas=(0.5, 0.9))
real = torch.sin(torch.arange(48.0)).reshape(8, 6)


def penalty(real, made):
    share = torch.rand(real.shape[0], 1)
    between = (share * real + (1 - share) * made).requires_grad_(True)
    score = critic(between.unsqueeze(1))
    (slope,) = torch.autograd.grad(score, between, torch.ones_like(score), create_graph=True, retain_graph=True)
    return ((slope.norm(2, dim=1) - 1) ** 2).mean()


losses = []
for step in range(8):
    made = generator(torch.randn(8, 2))
    c_step.zero_grad()
    loss = critic(made.detach().unsqueeze(1)).mean() - critic(real.unsqueeze(1)).mean() + 10 * penalty(real, made.detach())
    loss.backward()
    c_step.step()
    losses.append(loss.item())
    g_step.zero_grad()
    loss = -critic(made.unsqueeze(1)).mean()
    loss.backward()
    g_step.step()
    losses.append(loss.item())
print(f"{losses[-2]:.3f} {losses[-1]:.3f}")
