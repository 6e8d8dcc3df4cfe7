/** Updates that are not traced: small dense networks on all their points, against libraries and against objects for numbers. */
import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { line, race, ratio, verdict } from './lib/measure.mjs';
import { loadConvnet, loadTf } from './lib/rivals.mjs';
import { inBackstep, inConvnet, inScalars, inTf, problem, seeker } from './lib/training.mjs';

const tf = await loadTf();
const convnet = loadConvnet();
const script = fileURLToPath(new URL('./lib/training.py', import.meta.url));

/** The first losses of all contenders, which must be the same run: float32 and the order of sums differ. */
function agree(contenders) {
	const losses = Object.entries(contenders).map(([name, run]) => [name, Array.from({ length: 5 }, run)]);
	const [, own] = losses[0];
	for (const [name, values] of losses)
		if (values.some((v, k) => Math.abs(v - own[k]) > 1e-4 * Math.max(1, own[k])))
			throw new Error(`${name} learns something else: ${values} instead of ${own}`);
}

for (const [sizes, points, activation] of [
	[[3, 4, 4, 1], 1, 'sigmoid'],
	[[3, 4, 4, 1], 256, 'sigmoid'],
	[[2, 16, 16, 1], 256, 'relu'],
	[[2, 16, 16, 1], 256, 'tanh']
]) {
	const given = problem(sizes, points, activation);
	const contenders = () => ({
		backstep: inBackstep(given),
		tfjs: inTf(tf, given),
		convnetjs: inConvnet(convnet, given),
		'objects for numbers': inScalars(given)
	});
	agree(contenders());
	console.log(
		`An update of ${sizes.join('-')}, ${activation}, on ${points === 1 ? 'one point' : `${points} points`}`
	);
	const times = race(contenders(), { rounds: 30 });
	for (const [name, result] of Object.entries(times)) line(name, result);
	verdict('times faster than tfjs on the CPU', ratio(times.tfjs, times.backstep), '≥ 5', (x) => x >= 5);
	verdict('times faster than convnetjs', ratio(times.convnetjs, times.backstep), '≥ 2', (x) => x >= 2);
	const { status, stdout } = spawnSync(
		'/usr/bin/python3',
		[script, JSON.stringify([sizes, points, activation])],
		{
			encoding: 'utf8'
		}
	);
	if (status === 0) {
		const torch = JSON.parse(stdout);
		line('PyTorch, not in turns', torch);
		const times_ = { median: torch.median / times.backstep.median, best: torch.best / times.backstep.best };
		verdict('times faster than eager PyTorch', times_, '> 1', (x) => x > 1);
	}
	if (points === 256 && sizes[1] === 16) {
		const run = inBackstep(given);
		const start = performance.now();
		for (let k = 0; k < 1000; k++) run();
		const took = performance.now() - start;
		verdict(
			'milliseconds for the first 1,000 updates',
			{ median: took, best: took },
			'< 300',
			(x) => x < 300
		);
	}
}

// Another update of a run is looked at: from the nearest parameters that were kept, and every step of it is recorded.
const seek = seeker(problem([2, 16, 16, 1], 256, 'relu'), 10_000);
const took = Array.from({ length: 200 }, (_, k) => {
	const start = performance.now();
	seek((k * 7919) % 10_000);
	return performance.now() - start;
}).sort((a, b) => a - b);
console.log(
	'A seek to any of 10,000 updates of 2-16-16-1 on 256 points, all values and gradients of one update recorded'
);
verdict(
	'milliseconds, median and best of 200 places',
	{ median: took[took.length >> 1], best: took[0] },
	'< 100',
	(x) => x < 100
);
