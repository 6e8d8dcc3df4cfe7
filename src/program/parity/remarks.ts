import { describe, expect, it } from 'vitest';
import { run } from './inPython.ts';

const START = `
import torch
from torch import nn
import torch.nn.functional as F
torch.manual_seed(0)
x, y = torch.randn(8, 3), torch.randn(8, 1)
`;
/** Training, with what is wanted of each turn. */
const loop = (
	turn: string,
	model = 'nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Dropout(0.5), nn.Linear(4, 1))'
) => `
model = ${model}
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(3):
${turn
	.split('\n')
	.map((line) => `    ${line}`)
	.join('\n')}
`;
const RIGHT = 'loss = F.mse_loss(model(x), y)\noptimizer.zero_grad()\nloss.backward()\noptimizer.step()';

describe('Remarks', () => {
	it.each([
		[
			'a forgotten zero_grad',
			loop('loss = F.mse_loss(model(x), y)\nloss.backward()\noptimizer.step()'),
			'zero_grad()'
		],
		[
			'gradients that are never zeroed by hand',
			`
w = torch.zeros(3, 1, requires_grad=True)
for step in range(2):
    ((x @ w - y) ** 2).mean().backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
`,
			'zero_grad()'
		],
		[
			'a softmax before cross-entropy',
			'F.cross_entropy(torch.softmax(x, 1), torch.tensor([0, 1, 2, 0, 1, 2, 0, 1]))',
			'softmax'
		],
		['targets that are broadcast to a square', 'nn.MSELoss()(x[:, :1], y[:, 0])', 'target.reshape([8, 1])'],
		[
			'a layer that is cut off',
			loop(
				'h = model[0](x).detach()\nloss = F.mse_loss(model[1](h), y)\noptimizer.zero_grad()\nloss.backward()\noptimizer.step()',
				'nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 1))'
			),
			'No gradient came to a parameter of shape [4, 3]'
		],
		['a step without backward', loop('loss = F.mse_loss(model(x), y)\noptimizer.step()'), 'loss.backward()'],
		['dropout while predicting', loop(RIGHT) + 'with torch.no_grad():\n    model(x)', 'model.eval()'],
		[
			'batch normalization while predicting',
			loop(RIGHT, 'nn.Sequential(nn.Linear(3, 1), nn.BatchNorm1d(1))') +
				'with torch.no_grad():\n    model(x)',
			'model.eval()'
		]
	])('tells of %s', (_, program, says) => {
		const { failure, machine } = run(START + program);
		expect(failure).toBeNull();
		expect([...machine.remarks.values()]).toEqual([expect.stringContaining(says)]);
	});

	it.each([
		['a right loop', loop(RIGHT) + 'model.eval()\nwith torch.no_grad():\n    model(x)'],
		[
			'gradients of several batches that are added on purpose',
			loop(
				'optimizer.zero_grad()\nfor k in range(2):\n    F.mse_loss(model(x[4 * k : 4 * k + 4]), y[4 * k : 4 * k + 4]).backward()\noptimizer.step()'
			)
		],
		[
			'gradients that are zeroed in place',
			`
w = torch.zeros(3, 1, requires_grad=True)
for step in range(3):
    ((x @ w - y) ** 2).mean().backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
    w.grad.zero_()
`
		],
		[
			'two networks that are trained by turns',
			`
make, judge = nn.Linear(2, 3), nn.Linear(3, 1)
a, b = torch.optim.SGD(make.parameters(), lr=0.1), torch.optim.SGD(judge.parameters(), lr=0.1)
for step in range(3):
    made = make(torch.randn(4, 2))
    a.zero_grad()
    judge(made).mean().backward()
    a.step()
    b.zero_grad()
    (judge(x).mean() - judge(made.detach()).mean()).backward()
    b.step()
`
		],
		[
			'a part that is frozen',
			loop(RIGHT).replace('\noptimizer', '\nmodel[0].requires_grad_(False)\noptimizer')
		]
	])('is silent of %s', (_, program) => {
		const { failure, machine } = run(START + program);
		expect(failure).toBeNull();
		expect([...machine.remarks.values()]).toEqual([]);
	});
});
