/** What the recorder says of a tensor as a whole is what its numbers say. It takes PyTorch: where there is none, it is skipped. */
import { expect, test } from 'vitest';
import { inMemory } from '#engine/file/source.ts';
import { statisticsOf } from '#engine/statistics.ts';
import { checkedHeader } from '#src/open/file.ts';
import { read } from '#src/open/read.ts';
import { needs, python, running } from './programs.ts';

/** A tensor of several pieces, one with NaN and infinities, one of zeros, and one that is too small to be told. */
const PROGRAM = `
import torch
from backstep_torch import record
torch.manual_seed(0)
x = torch.randn(5, 17000, requires_grad=True)
broken = torch.randn(17000)
broken[5], broken[7], broken[9] = float("inf"), float("nan"), -float("inf")
model = torch.nn.Identity()
with record(model) as r:
    y = model(x) * broken.nan_to_num(0, 0, 0)
    z = torch.relu(-y.abs()) + broken
    loss = (x * x).sum()
    loss.backward()
r.save("run.safetensors")
`;

test.skipIf(!python)(`the statistics of a recording${needs}`, () => {
	running(PROGRAM, ({ file }) => {
		const bytes = file('run.safetensors');
		const { tensors } = read(bytes).trace;
		const told = Object.entries(checkedHeader(inMemory(bytes)).file.tensors).filter(
			([, one]) => one.statistics
		);
		expect(told.length).toBeGreaterThan(2);
		for (const [name, { statistics }] of told) {
			const { mean, norm, ...counted } = statisticsOf(tensors.get(name)!);
			expect(statistics, name).toMatchObject(counted);
			expect(statistics!.mean).toBeCloseTo(mean, 12);
			expect(statistics!.norm / (norm || 1)).toBeCloseTo(norm ? 1 : 0, 12);
		}
	});
});
