/** Bugs that keep networks from learning, planted as people plant them: the health of the recording names each. */
import { expect, test } from 'vitest';
import { read } from '#src/open/read.ts';
import { healthOf } from '#src/tools/health/health.ts';
import { needs, python, running } from './programs.ts';

const IMPORTS = `
import torch
import torch.nn.functional as F
from torch import nn
from backstep_torch import record
torch.manual_seed(0)
`;

/** A norm of one's own without an epsilon, and a layer that gives the same number everywhere. */
const NAN = `${IMPORTS}
class Norm(nn.Module):
    def forward(self, x):
        variance = x.var(-1, keepdim=True)
        centred = x - x.mean(-1, keepdim=True)
        return centred / variance.sqrt()

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(8, 8) for _ in range(4))
        self.norm, self.head = Norm(), nn.Linear(8, 3)

    def forward(self, x):
        for layer in self.layers:
            x = x + self.norm(layer(x))
        return self.head(x)

net = Net()
nn.init.constant_(net.layers[2].weight, 0)
nn.init.constant_(net.layers[2].bias, 1)
optimizer = torch.optim.SGD(net.parameters(), 0.1)
x, target = torch.randn(6, 8), torch.randint(3, (6,))
with record(net, to="run.safetensors"):
    for _ in range(2):
        optimizer.zero_grad()
        F.cross_entropy(net(x), target).backward()
        optimizer.step()
`;

const DEAD = `${IMPORTS}
net = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 3))
nn.init.constant_(net[2].bias, -100)
x, target = torch.randn(6, 8), torch.randint(3, (6,))
with record(net, to="run.safetensors"):
    F.cross_entropy(net(x), target).backward()
`;

/** One layer is frozen, and another one is never called. */
const FROZEN = `${IMPORTS}
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner, self.middle, self.spare, self.head = nn.Linear(8, 8), nn.Linear(8, 8), nn.Linear(8, 8), nn.Linear(8, 3)

    def forward(self, x):
        return self.head(torch.tanh(self.middle(torch.tanh(self.inner(x)))))

net = Net()
net.middle.requires_grad_(False)
optimizer = torch.optim.Adam(net.parameters())
x, target = torch.randn(6, 8), torch.randint(3, (6,))
with record(net, to="run.safetensors"):
    F.cross_entropy(net(x), target).backward()
    optimizer.step()
`;

const findings = (program: string) =>
	running(program, ({ file }) => healthOf(read(file('run.safetensors')).trace).findings);

test.skipIf(!python)(`the first NaN${needs}`, () => {
	const [broken] = findings(NAN);
	expect(broken).toMatchObject({
		bad: true,
		text: expect.stringMatching(/^The first number that is none is in div\w*: NaN/)
	});
	const { writer } = broken!.at!.tensor;
	// 0 divided by the root of 0, in the norm after the third layer.
	expect(writer!.call.op.name).toBe('div');
	expect(writer!.call.xs.map(({ data }) => data[broken!.at!.cell] ?? data[0])).toEqual([0, 0]);
});

test.skipIf(!python)(`a layer whose units never fire${needs}`, () => {
	const dead = findings(DEAD).find(({ text }) => text.includes('units of ReLUs'))!;
	expect(dead.bad).toBe(true);
	expect(dead.text).toMatch(/most of them in relu_2, 16 of 16 in all 6 places\.$/);
});

test.skipIf(!python)(`a layer that is frozen, and one that nothing reads${needs}`, () => {
	const none = findings(FROZEN).find(({ text }) => text.includes('no gradient'))!;
	expect(none.bad).toBe(true);
	expect(none.text).toBe(
		'4 of 8 parameters get no gradient, or 0 throughout, 2 of which need none, 2 of which nothing reads: middle.weight, middle.bias, spare.weight and spare.bias.'
	);
	expect(none.at).not.toBeNull();
});
