import torch
import torch.nn as nn
import torch.nn.init as init

torch.manual_seed(13)


def init_weights(m):
    if isinstance(m, nn.Linear):
        init.kaiming_normal_(m.weight, nonlinearity="relu")
        init.zeros_(m.bias)


model = nn.Sequential(nn.Linear(6, 12), nn.ReLU(), nn.Linear(12, 12), nn.ReLU(), nn.Linear(12, 1))
model.apply(init_weights)
init.xavier_uniform_(model[4].weight)
X, y = torch.randn(16, 6), torch.rand(16, 1)
optimizer = torch.optim.Adagrad(model.parameters(), lr=0.05)
losses = []
for _ in range(15):
    optimizer.zero_grad()
    loss = nn.functional.smooth_l1_loss(model(X), y)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
