import { pointwise } from '../rules/pointwise.ts';

/** A step has no slope but 0: nothing is learned through it. */
export const sign = pointwise({
	name: 'sign',
	called: 'the sign',
	family: 'function',
	summary: 'Of every number only whether it lies above or below 0: 1, −1, or 0 where it does neither.',
	range: [-1, 1],
	torch: 'x.sign()',
	// NaN lies neither above 0 nor below it.
	f: (x) => (x > 0 ? 1 : x < 0 ? -1 : 0),
	tex: (x) => `\\operatorname{sign}\\left(${x}\\right)`,
	df: () => 0,
	dtex: () => '0',
	stops: true,
	from: 'x',
	example: [-2, -1, -0.5, 0, 0.5, 1, 2],
	draw: (random) => random.pick([-1, 1]) * random.between(0.05, 2)
});
