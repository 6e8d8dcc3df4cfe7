// What a trace says of the lines of its program: how often each ran, what called it, and what the names on it stood for.
import { expect, test } from 'vitest';
import type { Line } from '#engine';
import { traceOf } from '../trace.ts';
import { run } from './inPython.ts';

/** The lines at which turns begin, with the numbers of the tensors that are named. */
async function turns(program: string) {
	const { machine } = run(program);
	const { tensors, ops } = traceOf(machine, 'p');
	/** So few are a list. */
	const numbers = (name: string) => tensors[name]!.data;
	const begun = new Set<string>();
	return ops.flatMap(({ at, mirrors }) => {
		if (!at || mirrors !== undefined || begun.has(`${at.line}:${at.turn}`)) return [];
		begun.add(`${at.line}:${at.turn}`);
		const named = (all: Line['names']) =>
			Object.fromEntries(
				Object.entries(all ?? {}).map(([name, one]) => [name, typeof one === 'number' ? one : numbers(one)])
			);
		return [
			{ line: at.line, turn: at.turn, within: at.within, names: named(at.names), sets: named(at.sets) }
		];
	});
}

test('a line has a turn for each time that it runs, with the values from before it and what it assigns', async () => {
	const told = await turns(`import torch
def double(v):
    return v * 2
x = torch.tensor([3.0])
h = double(x) + double(x)
for t in range(2):
    h = h * x
`);
	expect(told).toEqual([
		{ line: 3, turn: 1, within: [[5, 1]], names: { v: [3] }, sets: {} },
		{ line: 3, turn: 2, within: [[5, 1]], names: { v: [3] }, sets: {} },
		{ line: 5, turn: 1, within: undefined, names: { x: [3] }, sets: { h: [12] } },
		{ line: 7, turn: 1, within: undefined, names: { h: [12], x: [3] }, sets: { h: [36] } },
		{ line: 7, turn: 2, within: undefined, names: { h: [36], x: [3] }, sets: { h: [108] } }
	]);
});

test('numbers, parameters of a module and gradients are values of a line too', async () => {
	const told = await turns(`import torch
from torch import nn
class Scale(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.tensor([2.0]))
    def forward(self, x, power):
        return self.w * x ** power
net = Scale()
net(torch.tensor([3.0]), 2).backward()
with torch.no_grad():
    net.w -= 0.5 * net.w.grad
`);
	expect(told.map(({ line, names }) => [line, names])).toEqual([
		[8, { 'self.w': [2], x: [3], power: 2 }],
		[10, {}],
		[12, { 'net.w': [2], 'net.w.grad': [9] }]
	]);
});

test('a loop over updates says of each what its variables were then', async () => {
	const told = await turns(`import torch
w = torch.tensor([2.0], requires_grad=True)
opt = torch.optim.SGD([w], lr=0.25)
for step in range(100):
    loss = (w * w).sum()
    loss.backward()
    opt.step()
    opt.zero_grad()
`);
	const losses = told.filter(({ line }) => line === 5);
	// Each update halves w; the first forty are recorded.
	expect(losses.map(({ turn }) => turn)).toEqual(Array.from({ length: 40 }, (_, k) => k + 1));
	expect(losses.slice(0, 3).map(({ names }) => names)).toEqual([{ w: [2] }, { w: [1] }, { w: [0.5] }]);
	expect(losses.slice(0, 3).map(({ sets }) => sets)).toEqual([
		{ loss: [4] },
		{ loss: [1] },
		{ loss: [0.25] }
	]);
});
