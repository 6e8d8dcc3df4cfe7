# Names by a character RNN.
import torch
from torch import nn

torch.manual_seed(0)
names = ["anna", "emma", "hanna", "liam", "noah", "ella", "milan", "nina"]
letters = ["."] + sorted(set("".join(names)))
number = {letter: k for k, letter in enumerate(letters)}


class NameRNN(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.embedding = nn.Embedding(len(letters), 8)
        self.rnn = nn.RNN(8, hidden, batch_first=True)
        self.out = nn.Linear(hidden, len(letters))

    def forward(self, x, h=None):
        y, h = self.rnn(self.embedding(x), h)
        return self.out(y), h


model = NameRNN()
loss_fn = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.02)

for epoch in range(20):
    total = 0.0
    for name in names:
        places = torch.tensor([number[letter] for letter in "." + name + "."])
        scores, _ = model(places[:-1].unsqueeze(0))
        loss = loss_fn(scores[0], places[1:])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
    if epoch % 5 == 4:
        print(epoch + 1, f"{total / len(names):.4f}")

with torch.no_grad():
    name, letter, h = "", 0, None
    while len(name) < 8:
        scores, h = model(torch.tensor([[letter]]), h)
        letter = scores[0, -1].argmax().item()
        if letter == 0:
            break
        name += letters[letter]
print("The likeliest name:", name)
