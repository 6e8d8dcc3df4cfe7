import torch
from torch import nn

torch.manual_seed(12)
X = torch.linspace(-1, 1, 20).unsqueeze(1)
y = torch.sin(3 * X)
model = nn.Sequential(nn.Linear(1, 10), nn.Tanh(), nn.Linear(10, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.2, momentum=0.9)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=5, gamma=0.5)
losses = []
for epoch in range(20):
    optimizer.zero_grad()
    loss = nn.MSELoss()(model(X), y)
    loss.backward()
    optimizer.step()
    scheduler.step()
    losses.append(loss.item())
print(scheduler.get_last_lr())
