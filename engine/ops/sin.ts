import { cos as cosine, sin as sine } from '../math.ts';
import { pointwise } from '../rules/pointwise.ts';

/** Angles are in radians. */
export const sin = pointwise({
	name: 'sin',
	called: 'the sine',
	family: 'function',
	summary: 'The sine of every number, in radians: positions in a sequence are told apart by such waves.',
	range: [-1, 1],
	byHand: false,
	torch: 'x.sin()',
	f: (x) => sine(x),
	tex: (x) => `\\sin\\left(${x}\\right)`,
	df: (x) => cosine(x),
	dtex: (x) => `\\cos\\left(${x}\\right)`,
	from: 'x',
	example: [-3, -1.5, 0, 1, 1.5, 3],
	draw: (random) => random.between(-4, 4)
});
