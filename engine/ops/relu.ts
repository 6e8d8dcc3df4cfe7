import { rectify, rectifySlope } from '../kernels/rectify.ts';
import { pointwise } from '../rules/pointwise.ts';

/** The slope at 0 is 0; −0 stays −0, and NaN passes, as its gradient does: all as in PyTorch. */
export const relu = pointwise({
	name: 'relu',
	called: 'the ReLU',
	family: 'activation',
	summary: 'Keeps positive numbers and turns the others into 0.',
	range: [0, Infinity],
	f: (x) => (x < 0 ? 0 : x),
	tex: (x) => `\\max(0, ${x})`,
	df: (x) => (x <= 0 ? 0 : 1),
	dtex: (x) => `[${x} > 0]`,
	loops: {
		f: rectify,
		df: (x, _, dy, out) => rectifySlope(x, dy, out)
	},
	stops: true,
	from: 'x',
	example: [-2, -1, -0.5, 0, 0.5, 1, 2],
	draw: (random) => random.pick([-1, 1]) * random.between(0.05, 2)
});
