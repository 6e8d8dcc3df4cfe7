/** Programs whose runs are timed, in Node and in the page. */
import { readFileSync } from 'node:fs';

export const XOR = `
import torch
from torch import nn
torch.manual_seed(0)
x = torch.tensor([[0., 0.], [0., 1.], [1., 0.], [1., 1.]])
y = torch.tensor([[0.], [1.], [1.], [0.]])
model = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
loss_fn = nn.BCEWithLogitsLoss()
for epoch in range(2000):
    loss = loss_fn(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
`;

export const LETTERS = `
import torch
from torch import nn
torch.manual_seed(0)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(27, 16)
        self.rnn = nn.RNN(16, 64, num_layers=2, batch_first=True)
        self.out = nn.Linear(64, 27)
    def forward(self, x):
        h, _ = self.rnn(self.embedding(x))
        return self.out(h)
model = Net()
optimizer = torch.optim.Adam(model.parameters())
letters = torch.randint(0, 27, (1, 26))
for update in range(200):
    loss = nn.functional.cross_entropy(model(letters[:, :-1]).reshape(-1, 27), letters[:, 1:].reshape(-1))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
`;

export const ADDS = `
import torch
x = torch.zeros(1)
for k in range(5000):
    x = x + x
`;

/** The starter's tiny GPT, with one update instead of its many. */
export const GPT = readFileSync(new URL('../../../src/program/starters/6-gpt.py', import.meta.url), 'utf8')
	.replace(/for step in range\(\d+\):/, 'for step in range(1):')
	.split('\nwith torch.no_grad():')[0];
