// What tensors of a program are called in its trace, and on which lines their ops stand.
import { expect, test } from 'vitest';
import { run } from './inPython.ts';
import { traceOf } from '../trace.ts';

const PROGRAM = `import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(2, 3), nn.Linear(3, 2)
    def forward(self, x):
        hidden = torch.relu(self.fc1(x))
        return self.fc2(hidden)
def attend(q):
    weights = torch.softmax(q @ q.T, dim=-1)
    return weights @ q
net = Net()
opt = torch.optim.SGD(net.parameters(), lr=0.1)
x, y = torch.ones(2, 2), torch.tensor([0, 1])
for epoch in range(2):
    out = net(x)
    h = torch.zeros(2)
    for t in range(2): h = torch.tanh(out[t] + h)
    loss = nn.functional.cross_entropy(out, y) + attend(out).sum() + h.sum()
    opt.zero_grad()
    loss.backward()
    opt.step()
`;

test('variables, outputs of modules and turns of a loop have their names, once each', () => {
	const { machine } = run(PROGRAM);
	const { ops, tensors } = traceOf(machine, 'p');
	const names = ops
		.filter(({ phase }) => phase === 'forward')
		.map(({ writes, at }) => ({ at, name: String(writes), label: tensors[String(writes)]?.label }))
		.filter(({ label, name }) => label !== undefined && label !== name)
		.map(({ label, at }) => `${at!.line} ${label}`);
	const update = (weight: string) => [
		`8 turned ${weight}fc1.weight`,
		'8 output of fc1',
		'8 hidden',
		`9 turned ${weight}fc2.weight`,
		'9 output of fc2',
		'19 h',
		'19 h',
		'11 weights',
		'20 loss'
	];
	expect(names).toEqual([...update(''), ...update('new ')]);
});

test('a loop whose updates are not recorded keeps the loss of each', () => {
	const { machine } = run(`import torch
w = torch.tensor([2.0], requires_grad=True)
opt = torch.optim.SGD([w], lr=0.25)
for step in range(100):
    loss = (w * w).sum()
    opt.zero_grad()
    loss.backward()
    opt.step()
`);
	// Each update halves w.
	expect(machine.curve.loss).toHaveLength(100);
	expect(machine.curve.loss.slice(0, 4)).toEqual([4, 1, 0.25, 0.0625]);
	expect(machine.curve.loss[60]).toBe(4 / 4 ** 60);
});

test('what an optimizer computes is called after its parameter', () => {
	const { machine } = run(`import torch
layer = torch.nn.Sequential(torch.nn.Linear(1, 1))
opt = torch.optim.Adam(layer.parameters())
layer(torch.ones(1, 1)).sum().backward()
opt.step()
`);
	const { ops, tensors } = traceOf(machine, 'p');
	const labels = ops
		.filter(({ phase }) => phase === 'update')
		.map(({ writes }) => tensors[String(writes)]!.label);
	const of = (name: string) => [`average gradient of ${name}`, `average square of ${name}`, `new ${name}`];
	expect(labels).toEqual([...of('model.0.weight'), ...of('model.0.bias')]);
});

test('parameters that a program changes by hand are updates, under no_grad and through data', () => {
	for (const change of ['with torch.no_grad(): w -= 0.25 * w.grad', 'w.data.add_(-0.25 * w.grad)']) {
		const { machine } = run(`import torch
w = torch.tensor([2.0], requires_grad=True)
for step in range(3):
    x = torch.ones(1) + 0
    loss = (x * w * w).sum()
    loss.backward()
    ${change}
    w.grad = None
`);
		const { scopes } = traceOf(machine, 'p');
		const batches = scopes.children as unknown as { part: unknown; children: { phase?: string }[] }[];
		expect(batches.map(({ part }) => part)).toEqual([1, 2, 3].map((number) => ({ kind: 'batch', number })));
		expect(batches.map(({ children }) => children.map(({ phase = 'forward' }) => phase))).toEqual(
			[1, 2, 3].map(() => ['forward', 'backward', 'update'])
		);
		expect(machine.curve.loss).toEqual([4, 1, 0.25]);
	}
});
