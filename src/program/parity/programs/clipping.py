import torch
from torch import nn

torch.manual_seed(18)
x = torch.randn(6, 12, 1).cumsum(dim=1)
y = x[:, -1] * 2
rnn = nn.GRU(1, 8, num_layers=2, batch_first=True)
head = nn.Linear(8, 1)
params = list(rnn.parameters()) + list(head.parameters())
optimizer = torch.optim.SGD(params, lr=0.05)
losses = []
for _ in range(10):
    out, h = rnn(x)
    loss = nn.functional.mse_loss(head(h[-1]), y)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(params, max_norm=1.0)
    optimizer.step()
    losses.append(loss.item())
