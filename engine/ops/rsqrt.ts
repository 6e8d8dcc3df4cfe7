import { pointwise } from '../rules/pointwise.ts';

/** 1/√x, with the slope −½·y³: what normalizations multiply by. */
export const rsqrt = pointwise({
	name: 'rsqrt',
	called: 'one over the square root',
	family: 'function',
	summary: 'One divided by the square root of every number.',
	range: [0, Infinity],
	byHand: false,
	torch: 'x.rsqrt()',
	f: (x) => 1 / Math.sqrt(x),
	tex: (x) => `\\frac{1}{\\sqrt{${x}}}`,
	df: (_, y) => -0.5 * y * y * y,
	dtex: (_, y) => `-\\tfrac{1}{2} \\cdot {${y}}^3`,
	from: 'y',
	example: [0.25, 1, 2, 4, 9],
	draw: (random) => random.between(0.1, 4)
});
