import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, random_split


class Lines(Dataset):
    def __init__(self, n):
        self.x = torch.linspace(0, 1, n).reshape(-1, 1)
        self.y = 3 * self.x - 1 + 0.05 * torch.randn(n, 1)

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.y[i]


torch.manual_seed(14)
train, test = random_split(Lines(30), [24, 6])
loader = DataLoader(train, batch_size=5, shuffle=True)
model = nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
losses = []
for epoch in range(4):
    total = 0.0
    for x, y in loader:
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
    losses.append(total / len(train))
with torch.no_grad():
    losses.append(sum(nn.functional.mse_loss(model(x), y).item() for x, y in DataLoader(test)) / len(test))
