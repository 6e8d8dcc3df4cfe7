import { exp as f } from '../math.ts';
import { pointwise } from '../rules/pointwise.ts';

/** Infinity above 709.8, as in PyTorch. */
export const exp = pointwise({
	name: 'exp',
	called: 'the exponential',
	family: 'function',
	summary: 'Raises e to the power of every number.',
	range: [0, Infinity],
	byHand: false,
	f,
	tex: (x) => `e^{${x}}`,
	df: (_, y) => y,
	dtex: (_, y) => y,
	from: 'y',
	example: [-2, -1, 0, 1, 2]
});
