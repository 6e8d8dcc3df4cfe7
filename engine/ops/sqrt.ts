import { pointwise } from '../rules/pointwise.ts';

/** The slope, 1/(2√x), is infinite at 0; of a number below 0 there is no root, and it is NaN, as in PyTorch. */
export const sqrt = pointwise({
	name: 'sqrt',
	called: 'the square root',
	family: 'function',
	summary: 'The square root of every number.',
	range: [0, Infinity],
	byHand: false,
	torch: 'x.sqrt()',
	f: (x) => Math.sqrt(x),
	tex: (x) => `\\sqrt{${x}}`,
	df: (_, y) => 1 / (2 * y),
	dtex: (_, y) => `\\frac{1}{2 \\cdot ${y}}`,
	from: 'y',
	example: [0.25, 1, 2, 4, 9],
	draw: (random) => random.between(0.1, 4)
});
