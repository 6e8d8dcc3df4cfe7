import torch
import torch.nn as nn

torch.manual_seed(8)
tokens = torch.randint(1, 12, (10, 6))
labels = (tokens == 3).any(dim=1).long()


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(12, 8, padding_idx=0)
        self.attention = nn.MultiheadAttention(8, 2, batch_first=True)
        self.norm = nn.LayerNorm(8)
        self.out = nn.Linear(8, 2)

    def forward(self, x):
        e = self.embedding(x)
        a, weights = self.attention(e, e, e)
        return self.out(self.norm(e + a).mean(dim=1))


model = Classifier()
optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
losses = []
for epoch in range(12):
    loss = nn.functional.cross_entropy(model(tokens), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
