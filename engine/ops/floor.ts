import { pointwise } from '../rules/pointwise.ts';

/** A staircase has no slope but 0: nothing is learned through it. */
export const floor = pointwise({
	name: 'floor',
	called: 'the floor',
	family: 'function',
	summary: 'Every number rounded down to a whole one.',
	torch: 'x.floor()',
	f: (x) => Math.floor(x),
	tex: (x) => `\\left\\lfloor ${x} \\right\\rfloor`,
	df: () => 0,
	dtex: () => '0',
	stops: true,
	from: 'x',
	example: [-1.5, -1, -0.2, 0, 0.7, 1, 2.9],
	draw: (random) => random.integer(-3, 3) + random.between(0.1, 0.9)
});
