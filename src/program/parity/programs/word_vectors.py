import torch
from torch import nn

torch.manual_seed(5)
sentence = "the quick brown fox jumps over the lazy dog and the quick cat".split()
vocab = sorted(set(sentence))
word_to_ix = {w: i for i, w in enumerate(vocab)}
pairs = []
for i in range(2, len(sentence) - 2):
    for j in (-2, -1, 1, 2):
        pairs.append((word_to_ix[sentence[i]], word_to_ix[sentence[i + j]]))
centers = torch.tensor([p[0] for p in pairs])
contexts = torch.tensor([p[1] for p in pairs])


class SkipGram(nn.Module):
    def __init__(self, n, d):
        super().__init__()
        self.center = nn.Embedding(n, d)
        self.context = nn.Embedding(n, d)

    def forward(self, c, o, negatives):
        v = self.center(c)
        positive = (v * self.context(o)).sum(dim=1)
        negative = torch.bmm(self.context(negatives), v.unsqueeze(2)).squeeze(2)
        return -(nn.functional.logsigmoid(positive) + nn.functional.logsigmoid(-negative).sum(1)).mean()


model = SkipGram(len(vocab), 6)
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
losses = []
for epoch in range(20):
    negatives = torch.randint(0, len(vocab), (len(pairs), 3))
    loss = model(centers, contexts, negatives)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
