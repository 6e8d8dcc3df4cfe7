# A convolutional network on bars that stand or lie.
import torch
from torch import nn
from torch.nn import functional as F

torch.manual_seed(0)
images = torch.zeros(8, 1, 6, 6)
for k in range(4):
    images[k, 0, :, k + 1] = 1.0
    images[k + 4, 0, k + 1, :] = 1.0
labels = torch.tensor([0, 0, 0, 0, 1, 1, 1, 1])


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 3, kernel_size=3)
        self.fc = nn.Linear(3 * 2 * 2, 2)

    def forward(self, x):
        x = F.relu(self.conv(x))
        x = F.max_pool2d(x, 2)
        return self.fc(x.flatten(1))


model = Net()
optimizer = torch.optim.SGD(model.parameters(), lr=0.5, momentum=0.9)
for epoch in range(20):
    loss = F.cross_entropy(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(epoch, f"{loss.item():.4f}")
