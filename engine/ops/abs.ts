import { pointwise } from '../rules/pointwise.ts';

/** The slope at 0 is 0, as in PyTorch. */
export const abs = pointwise({
	name: 'abs',
	called: 'the absolute value',
	family: 'function',
	summary: 'How far every number lies from 0: the sign is dropped.',
	range: [0, Infinity],
	torch: 'x.abs()',
	f: (x) => Math.abs(x),
	tex: (x) => `\\left|${x}\\right|`,
	df: (x) => Math.sign(x),
	dtex: (x) => `\\operatorname{sign}\\left(${x}\\right)`,
	from: 'x',
	example: [-2, -1, -0.5, 0, 0.5, 1, 2],
	draw: (random) => random.pick([-1, 1]) * random.between(0.05, 2)
});
