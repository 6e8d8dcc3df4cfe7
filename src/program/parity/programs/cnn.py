import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(1)
images = torch.zeros(16, 1, 8, 8)
labels = torch.zeros(16, dtype=torch.long)
for i in range(16):
    if i % 2 == 0:
        images[i, 0, i // 2, :] = 1.0
    else:
        images[i, 0, :, i // 2] = 1.0
        labels[i] = 1
images += 0.1 * torch.randn(16, 1, 8, 8)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, 3, padding=1)
        self.conv2 = nn.Conv2d(4, 8, 3)
        self.pool = nn.MaxPool2d(2)
        self.fc1 = nn.Linear(8, 10)
        self.fc2 = nn.Linear(10, 2)

    def forward(self, x):
        x = self.pool(F.relu(self.conv1(x)))
        x = self.pool(F.relu(self.conv2(x)))
        x = torch.flatten(x, 1)
        x = F.relu(self.fc1(x))
        return self.fc2(x)


net = Net()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
losses = []
for epoch in range(15):
    for start in range(0, 16, 8):
        x, t = images[start : start + 8], labels[start : start + 8]
        optimizer.zero_grad()
        loss = F.cross_entropy(net(x), t)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
print(net)
