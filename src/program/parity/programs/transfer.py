import torch
from torch import nn

torch.manual_seed(17)
body = nn.Sequential(nn.Linear(5, 8), nn.GELU(), nn.Linear(8, 8), nn.GELU())
X, y = torch.randn(15, 5), torch.randn(15, 1)
old = nn.Sequential(body, nn.Linear(8, 1))
optimizer = torch.optim.Adam(old.parameters(), lr=0.01)
losses = []
for _ in range(6):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(old(X), y)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())

for p in body.parameters():
    p.requires_grad = False
new = nn.Sequential(body, nn.Linear(8, 2))
labels = (y.squeeze() > 0).long()
optimizer = torch.optim.SGD(filter(lambda p: p.requires_grad, new.parameters()), lr=0.2)
for _ in range(8):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(new(X), labels)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
