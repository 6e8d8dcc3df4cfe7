import copy

import torch
from torch import nn

torch.manual_seed(11)
X_train, X_val = torch.randn(12, 3), torch.randn(12, 3)
y_train = X_train[:, :1] ** 2 + 0.5 * torch.randn(12, 1)
y_val = X_val[:, :1] ** 2
model = nn.Sequential(nn.Linear(3, 20), nn.Tanh(), nn.Linear(20, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
best, best_state, patience, waited = float("inf"), None, 3, 0
losses = []
for epoch in range(50):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(X_train), y_train)
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        val = nn.functional.mse_loss(model(X_val), y_val).item()
    losses.append(val)
    if val < best:
        best, waited = val, 0
        best_state = copy.deepcopy(model.state_dict())
    else:
        waited += 1
        if waited >= patience:
            print("stopped after", epoch + 1)
            break
model.load_state_dict(best_state)
losses.append(nn.functional.mse_loss(model(X_val), y_val).item())
