import torch
from torch import nn

torch.manual_seed(9)
X = torch.randn(24, 5) * 3 + 1
y = (X.sum(dim=1, keepdim=True) > 5).float()
model = nn.Sequential(nn.Linear(5, 10, bias=False), nn.BatchNorm1d(10), nn.ReLU(), nn.Linear(10, 1))
loss_fn = nn.BCEWithLogitsLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
losses = []
for epoch in range(10):
    model.train()
    for i in range(0, 24, 8):
        optimizer.zero_grad()
        loss = loss_fn(model(X[i : i + 8]), y[i : i + 8])
        loss.backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        losses.append(loss_fn(model(X), y).item())
print(model[1].running_mean)
