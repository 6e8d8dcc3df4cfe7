import { log as f } from '../math.ts';
import { pointwise } from '../rules/pointwise.ts';

/** −∞ at 0 and NaN below, as in PyTorch. */
export const log = pointwise({
	name: 'log',
	called: 'the natural logarithm',
	family: 'function',
	summary: 'The natural logarithm of every number: to which power e must be raised to give it.',
	byHand: false,
	f,
	tex: (x) => `\\ln ${x}`,
	df: (x) => 1 / x,
	dtex: (x) => `\\frac{1}{${x}}`,
	from: 'x',
	example: [0.1, 0.5, 1, 2, 10],
	draw: (random) => random.between(0.3, 3)
});
