import torch
from torch import nn

torch.manual_seed(10)
X, y = torch.randn(20, 4), torch.randn(20, 1)
model = nn.Sequential(nn.Linear(4, 12), nn.ReLU(), nn.Dropout(0.3), nn.Linear(12, 1))
optimizer = torch.optim.RMSprop(model.parameters(), lr=0.005)
losses = []
for epoch in range(12):
    model.train()
    optimizer.zero_grad()
    loss = ((model(X) - y) ** 2).mean()
    loss.backward()
    optimizer.step()
    model.eval()
    with torch.no_grad():
        losses.append(((model(X) - y) ** 2).mean().item())
