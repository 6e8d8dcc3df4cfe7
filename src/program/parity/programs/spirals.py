import math

import torch
from torch import nn

torch.manual_seed(0)
points, labels = [], []
for c in range(3):
    for k in range(30):
        r = k / 30
        t = c * 2.1 + r * 4
        points.append([r * math.sin(t), r * math.cos(t)])
        labels.append(c)
X, y = torch.tensor(points), torch.tensor(labels)

model = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 3))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
losses = []
for epoch in range(40):
    scores = model(X)
    loss = criterion(scores, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
    if epoch % 10 == 0:
        accuracy = (scores.argmax(dim=1) == y).float().mean()
        print(f"epoch {epoch}: loss {loss.item():.4f}, accuracy {accuracy:.2f}")
