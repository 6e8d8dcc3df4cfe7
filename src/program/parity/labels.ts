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

test('a batch of a loader is given to the network, under the names of the loop, and nothing before it is a step', () => {
	const { machine, printed } = run(`import torch
from torch.utils.data import DataLoader, Dataset
class Squares(Dataset):
    def __len__(self):
        return 6
    def __getitem__(self, k):
        return torch.tensor([k, 1.0]) * k, k % 2
w = torch.ones(2, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
for turn, (points, kinds) in enumerate(DataLoader(Squares(), batch_size=3)):
    loss = (points @ w).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(points.tolist(), kinds.tolist())
`);
	expect(printed).toBe(
		'[[0.0, 0.0], [1.0, 1.0], [4.0, 2.0]] [0, 1, 0]\n[[9.0, 3.0], [16.0, 4.0], [25.0, 5.0]] [1, 0, 1]\n'
	);
	const { ops, tensors } = traceOf(machine, 'p');
	expect(ops[0]).toMatchObject({ op: 'reshape', reads: ['w'] });
	expect(Object.keys(tensors)).toEqual(expect.arrayContaining(['points', 'points_2']));
	expect(ops.filter(({ phase, op }) => phase === 'forward' && op === 'mul')).toEqual([]);
});

test('a trace that is too large to be shown is refused with what to change', () => {
	const { machine, failure } = run(`import torch
w = torch.ones(1000, 1, requires_grad=True)
loss = (w * torch.ones(1, 1000)).exp().sin().sum()
loss.backward()
`);
	expect(failure).toBeNull();
	expect(() => traceOf(machine, 'p')).toThrow(/numbers, and 6 million can be stepped through.*smaller batch/);
});

test('what is not here is said without Python’s own guess beside it', () => {
	expect(run('import torch\nx = torch.zero(3)\n').failure!.text).toMatch(/It has zeros, nonzero\.$/);
});

test('tensors that take more memory than a page has are refused while there is some left', () => {
	const { failure } = run('import torch\nx = torch.ones(30_000, 10_000)\n');
	expect(failure).toMatchObject({ line: 2, text: expect.stringContaining('use smaller sizes') as string });
});

test('a program that plots and counts its turns runs as it is, and says that nothing is drawn', () => {
	const { printed, machine, failure } = run(`import matplotlib.pyplot as plt
from tqdm import tqdm
from tqdm.auto import trange
for k in (bar := tqdm(range(2))):
    bar.set_description(f"turn {k}")
fig, ax = plt.subplots(figsize=(4, 3))
line, = ax.plot([1, 2])
fig, (left, right) = plt.subplots(1, 2)
fig, grid = plt.subplots(2, 3)
for place in grid.flat:
    place.imshow([[0]], cmap="gray")
counts, edges, bars = grid[1, 2].hist([1, 2])
with plt.style.context("ggplot"):
    plt.show()
print(len(grid.flat), [k for k in trange(3)])
`);
	expect(failure).toBeNull();
	expect(printed).toBe('6 [0, 1, 2]\n');
	expect([...machine.remarks.values()]).toEqual([expect.stringContaining('draws nothing on this page')]);
});

test.each(['torch.ones(2).half()', 'torch.ones(2, dtype=torch.float16)', 'torch.nn.Linear(1, 1).bfloat16()'])(
	'%s is refused with what to leave out',
	(expression) => {
		const { failure } = run(`import torch\n${expression}\n`);
		expect(failure).toMatchObject({ line: 2 });
		expect(failure!.text).toContain('leave out half(), bfloat16() and the like');
	}
);
