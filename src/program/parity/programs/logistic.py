import torch

torch.manual_seed(4)
X = torch.cat([torch.randn(15, 2) + 2, torch.randn(15, 2) - 2])
y = torch.cat([torch.ones(15), torch.zeros(15)]).view(-1, 1)

model = torch.nn.Linear(2, 1)
criterion = torch.nn.BCEWithLogitsLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
losses = []
for epoch in range(20):
    logits = model(X)
    loss = criterion(logits, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
predicted = (torch.sigmoid(model(X)) > 0.5).float()
print("accuracy", (predicted == y).float().mean().item())
