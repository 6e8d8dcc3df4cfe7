/** Two processes that train one model: a file each, in which the all-reduce of every gradient is an op. */
import { expect, test } from 'vitest';
import { read } from '#src/open/read.ts';
import { needs, python, running } from './programs.ts';

const PROGRAM = `
import os
import torch
import torch.distributed as dist
import torch.multiprocessing as mp
import torch.nn.functional as F
from torch import nn
from backstep_torch import record

def work(rank):
    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=f"file://{os.path.abspath('meet')}", rank=rank, world_size=2)
    torch.manual_seed(0)
    model = nn.parallel.DistributedDataParallel(nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)))
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    torch.manual_seed(rank + 1)
    x, target = torch.randn(4, 3), torch.randint(2, (4,))
    with record(model, title="shared", to="run.safetensors", rank=rank):
        for _ in range(2):
            optimizer.zero_grad()
            F.cross_entropy(model(x), target).backward()
            optimizer.step()
    dist.destroy_process_group()

if __name__ == "__main__":
    mp.spawn(work, nprocs=2)
`;

test.skipIf(!python)(`two processes${needs}`, () => {
	running(PROGRAM, ({ file, files }) => {
		expect(files.filter((name) => name.endsWith('.safetensors'))).toEqual([
			'run.rank0.safetensors',
			'run.rank1.safetensors'
		]);
		const [first, second] = [0, 1].map((rank) => read(file(`run.rank${rank}.safetensors`)));
		for (const [rank, { checks, file, ops, unknown }] of [first!, second!].entries()) {
			expect(checks.filter(({ mismatches }) => mismatches)).toEqual([]);
			expect(file.lesson).toBe(`shared, rank ${rank}`);
			expect(unknown).toEqual(['all_reduce']);
			// Each gradient of both steps, and the update goes on from its mean.
			const reduced = ops.filter(({ op }) => op === 'all_reduce');
			expect(reduced.map(({ inputs }) => inputs)).toContainEqual(['model.0.weight.grad']);
			expect(reduced).toHaveLength(8);
			expect(reduced[0]!.attrs).toEqual({ reduce: 'mean', ranks: 2 });
			for (const { op, inputs } of ops) if (op === 'sgdStep') expect(inputs![1]).toMatch(/\.mean(_\d)?$/);
		}
		const data = (opened: typeof first, name: string) => Array.from(opened!.trace.tensors.get(name)!.data);
		const [one, other] = [first, second].map((opened) => data(opened, 'model.0.weight.grad'));
		expect(one).not.toEqual(other);
		const mean = data(first, 'model.0.weight.mean');
		expect(data(second, 'model.0.weight.mean')).toEqual(mean);
		mean.forEach((value, k) => expect(value).toBeCloseTo((one![k]! + other![k]!) / 2, 6));
		expect(data(first, 'model.0.weight.new_2')).toEqual(data(second, 'model.0.weight.new_2'));
	});
});
