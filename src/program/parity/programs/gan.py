import torch
from torch import nn

torch.manual_seed(6)
G = nn.Sequential(nn.Linear(2, 8), nn.LeakyReLU(0.2), nn.Linear(8, 1))
D = nn.Sequential(nn.Linear(1, 8), nn.LeakyReLU(0.2), nn.Linear(8, 1), nn.Sigmoid())
opt_g = torch.optim.Adam(G.parameters(), lr=0.01, betas=(0.5, 0.999))
opt_d = torch.optim.Adam(D.parameters(), lr=0.01, betas=(0.5, 0.999))
bce = nn.BCELoss()
real_label, fake_label = torch.ones(16, 1), torch.zeros(16, 1)
losses = []
for step in range(12):
    real = torch.randn(16, 1) * 0.5 + 3
    fake = G(torch.randn(16, 2))
    d_loss = bce(D(real), real_label) + bce(D(fake.detach()), fake_label)
    opt_d.zero_grad()
    d_loss.backward()
    opt_d.step()

    g_loss = bce(D(fake), real_label)
    opt_g.zero_grad()
    g_loss.backward()
    opt_g.step()
    losses += [d_loss.item(), g_loss.item()]
