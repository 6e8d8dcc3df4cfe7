# A tiny GPT that learns a sentence by heart.
import math
import torch
from torch import nn
from torch.nn import functional as F

torch.manual_seed(0)
text = "the cat sat on the mat"
letters = sorted(set(text))
data = torch.tensor([letters.index(letter) for letter in text])
length, width, heads = 8, 16, 2


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(width, width, bias=False) for _ in range(3))
        self.output = nn.Linear(width, width)

    def forward(self, x):
        n, t, _ = x.shape
        split = lambda y: y.view(n, t, heads, width // heads).transpose(1, 2)
        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        scores = q @ k.transpose(-2, -1) / math.sqrt(width // heads)
        future = torch.triu(torch.ones(t, t), diagonal=1).bool()
        weights = F.softmax(scores.masked_fill(future, -math.inf), dim=-1)
        return self.output((weights @ v).transpose(1, 2).reshape(n, t, width))


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.attention = nn.LayerNorm(width), Attention()
        self.norm2 = nn.LayerNorm(width)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class GPT(nn.Module):
    def __init__(self):
        super().__init__()
        self.words, self.places = nn.Embedding(len(letters), width), nn.Embedding(length, width)
        self.block, self.norm = Block(), nn.LayerNorm(width)
        self.head = nn.Linear(width, len(letters))

    def forward(self, x):
        h = self.words(x) + self.places(torch.arange(x.shape[1]))
        return self.head(self.norm(self.block(h)))


model = GPT()
optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
for step in range(60):
    starts = torch.randint(len(data) - length, (4,))
    x = torch.stack([data[i : i + length] for i in starts.tolist()])
    y = torch.stack([data[i + 1 : i + length + 1] for i in starts.tolist()])
    loss = F.cross_entropy(model(x).view(-1, len(letters)), y.view(-1))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 20 == 19:
        print(step + 1, f"{loss.item():.3f}")

with torch.no_grad():
    known = data[:4]
    for _ in range(18):
        scores = model(known[-length:].unsqueeze(0))
        known = torch.cat([known, scores[0, -1].argmax().reshape(1)])
print("".join(letters[k] for k in known.tolist()))
