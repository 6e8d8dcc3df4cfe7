import torch
from torch import nn

torch.manual_seed(16)


class FocalLoss(nn.Module):
    def __init__(self, gamma=2.0):
        super().__init__()
        self.gamma = gamma

    def forward(self, logits, target):
        logp = torch.log_softmax(logits, dim=1)
        logpt = logp.gather(1, target.unsqueeze(1)).squeeze(1)
        pt = logpt.exp()
        return (-((1 - pt) ** self.gamma) * logpt).mean()


X, y = torch.randn(20, 3), torch.randint(0, 4, (20,))
W1 = nn.Parameter(torch.randn(3, 8) * 0.5)
W2 = nn.Parameter(torch.randn(8, 4) * 0.5)
criterion = FocalLoss()
optimizer = torch.optim.SGD([W1, W2], lr=0.3, weight_decay=1e-3)
losses = []
for _ in range(15):
    h = torch.clamp(X @ W1, min=0)
    loss = criterion(h @ W2, y) + 1e-3 * (W1.abs().sum() + W2.norm())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
