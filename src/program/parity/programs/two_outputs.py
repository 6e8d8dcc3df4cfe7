import torch
from torch import nn

torch.manual_seed(15)


class TwoHeads(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(4, 10), nn.ELU())
        self.heads = nn.ModuleDict({"kind": nn.Linear(10, 3), "size": nn.Linear(10, 1)})

    def forward(self, x):
        h = self.body(x)
        return {name: head(h) for name, head in self.heads.items()}


X = torch.randn(18, 4)
kind, size = torch.randint(0, 3, (18,)), torch.rand(18)
model = TwoHeads()
optimizer = torch.optim.Adam(
    [{"params": model.body.parameters(), "lr": 0.005}, {"params": model.heads.parameters()}], lr=0.02
)
losses = []
for _ in range(15):
    out = model(X)
    loss = nn.functional.cross_entropy(out["kind"], kind) + 2 * nn.functional.l1_loss(out["size"].squeeze(1), size)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
