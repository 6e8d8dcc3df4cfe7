/**
 * Programs of people's own: from CPython's start to ready, what an operation costs beyond the engine's own work, and whole
 * training runs. Goals are those of the page's documentation.
 */
import { imported } from '../../lessons/cli/imported.mjs';

const { measured } = await imported('src/program/measured.ts');

const XOR = `
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

const LETTERS = `
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

const ADDS = `
import torch
x = torch.zeros(1)
for k in range(5000):
    x = x + x
`;

const { ready, run } = await measured();
const line = (name, ms, goal) =>
	console.log(`${name.padEnd(58)} ${ms.toFixed(0).padStart(7)} ms (goal < ${goal} ms)`);
line('Python from start to ready, in Node', ready, 3000);
run(ADDS);
const adds = run(ADDS);
console.log(
	`${'an operation on one number, the engine’s work included'.padEnd(58)} ${((adds / 5000) * 1000).toFixed(0).padStart(7)} µs (goal ≤ 30 µs)`
);
line('XOR, 2,000 updates', run(XOR), 2000);
line('a character RNN, 2 layers of 64, 25 steps, 200 updates', run(LETTERS), 10_000);
