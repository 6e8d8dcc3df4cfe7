// Numbers in the place of a program's own: it runs with them as if they stood in its text.
import { expect, test } from 'vitest';
import { MOST } from '../machine/window.ts';
import { shownOf } from '../trace.ts';
import { run } from './inPython.ts';

function shown(program: string, edits: Parameters<typeof run>[2] = [], at = 0) {
	const { machine, value, printed } = run(program, { at, most: MOST }, edits);
	const numbers = value('globals().get("losses", [])') as number[];
	const { file, given } = shownOf(machine, 'p');
	return {
		file,
		printed: printed.trimEnd(),
		numbers,
		id: (name: string) => given.find(([one]) => one === name)?.[1]
	};
}

const TRAINED = `import torch
from torch import nn
torch.manual_seed(0)
x = torch.tensor([[1.0], [2.0]])
y = torch.tensor([[2.0], [4.0]])
model = nn.Linear(1, 1)
opt = torch.optim.SGD(model.parameters(), lr=0.01)
losses = []
for step in range(60):
    opt.zero_grad()
    loss = ((model(x) - y) ** 2).mean()
    loss.backward()
    opt.step()
    losses.append(loss.item())
`;

test('a changed number is what the program computes with, and what it prints', () => {
	const program = `import torch
x = torch.tensor([1.0, 2.0])
y = (x * 3).sum()
print(x.tolist(), y.item())
`;
	const { id } = shown(program);
	const { printed, file } = shown(program, [{ id: id('x')!, cells: [[1, 5]] }]);
	expect(printed).toBe('[1.0, 5.0] 18.0');
	expect(file.tensors['x']!.data).toEqual([1, 5]);
});

test('it is rounded to the type of its tensor', () => {
	const program = `import torch
x = torch.tensor([0.5])
k = torch.tensor([1])
y = x * k
print(x.double().item(), k.item())
`;
	const { id } = shown(program);
	expect(shown(program, [{ id: id('x')!, cells: [[0, 0.1]] }]).printed).toBe('0.10000000149011612 1');
	expect(shown(program, [{ id: id('k')!, cells: [[0, 2.7]] }]).printed).toBe('0.5 2');
});

test('a weight that was drawn is given, and training goes on from another', () => {
	const { id } = shown(TRAINED);
	// With these, the layer is the answer already.
	const { numbers } = shown(TRAINED, [
		{ id: id('weight')!, cells: [[0, 2]] },
		{ id: id('bias')!, cells: [[0, 0]] }
	]);
	expect(numbers).toEqual(Array.from({ length: 60 }, () => 0));
});

test('a value has the same id whatever is recorded, and what updates made is not given', () => {
	const [first, later] = [shown(TRAINED), shown(TRAINED, [], 50)];
	expect(later.file.training!.at).toBe(50);
	for (const name of ['x', 'y']) expect(later.id(name)).toBe(first.id(name));
	expect(first.id('weight')).toBeGreaterThan(0);
	expect(later.file.tensors['weight']).toBeDefined();
	expect(later.id('weight')).toBeUndefined();
	// The same change gives the same losses, whatever is recorded.
	const edit = [{ id: first.id('x')!, cells: [[0, 3]] as const }];
	expect(shown(TRAINED, edit, 50).numbers).toEqual(shown(TRAINED, edit).numbers);
});

test('a change beyond the end of a tensor, or of a value that is not made, changes nothing', () => {
	const { numbers } = shown(TRAINED);
	const { id } = shown(TRAINED);
	const changed = shown(TRAINED, [
		{ id: id('x')!, cells: [[2, 9]] },
		{ id: 999_999, cells: [[0, 9]] }
	]);
	expect(changed.numbers).toEqual(numbers);
});
