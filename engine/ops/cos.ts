import { cos as cosine, sin as sine } from '../math.ts';
import { pointwise } from '../rules/pointwise.ts';

/** Angles are in radians. */
export const cos = pointwise({
	name: 'cos',
	called: 'the cosine',
	family: 'function',
	summary: 'The cosine of every number, in radians: positions in a sequence are told apart by such waves.',
	range: [-1, 1],
	byHand: false,
	torch: 'x.cos()',
	f: (x) => cosine(x),
	tex: (x) => `\\cos\\left(${x}\\right)`,
	df: (x) => -sine(x),
	dtex: (x) => `-\\sin\\left(${x}\\right)`,
	from: 'x',
	example: [-3, -1.5, 0, 1, 1.5, 3],
	draw: (random) => random.between(-4, 4)
});
