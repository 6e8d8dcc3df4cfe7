import torch
from torch import nn

torch.manual_seed(3)
text = "hello hello world, hello there world. "
chars = sorted(set(text))
index = {c: i for i, c in enumerate(chars)}
data = torch.tensor([index[c] for c in text])


class CharModel(nn.Module):
    def __init__(self, vocabulary, hidden):
        super().__init__()
        self.embed = nn.Embedding(vocabulary, 8)
        self.rnn = nn.RNN(8, hidden, batch_first=True)
        self.head = nn.Linear(hidden, vocabulary)

    def forward(self, x, state=None):
        y, state = self.rnn(self.embed(x), state)
        return self.head(y), state


model = CharModel(len(chars), 16)
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
losses = []
for step in range(12):
    start = torch.randint(0, len(data) - 11, (1,)).item()
    x = data[start : start + 10].unsqueeze(0)
    y = data[start + 1 : start + 11].unsqueeze(0)
    logits, _ = model(x)
    loss = nn.functional.cross_entropy(logits.view(-1, len(chars)), y.view(-1))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())

model.eval()
with torch.no_grad():
    x, state, out = torch.tensor([[index["h"]]]), None, "h"
    for _ in range(10):
        logits, state = model(x, state)
        x = logits[:, -1].argmax(dim=-1, keepdim=True)
        out += chars[x.item()]
print(out)
