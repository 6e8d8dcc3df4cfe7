import { sigmoid as f, sigmoidOfEach } from '../math.ts';
import { pointwise } from '../rules/pointwise.ts';

export const sigmoid = pointwise({
	name: 'sigmoid',
	called: 'the sigmoid',
	family: 'activation',
	summary: 'Squeezes every number into the range from 0 to 1.',
	range: [0, 1],
	byHand: false,
	f,
	tex: (x) => `\\sigma\\left(${x}\\right)`,
	df: (_, y) => y * (1 - y),
	dtex: (_, y) => `${y} \\cdot (1 - ${y})`,
	loops: {
		f: sigmoidOfEach,
		df(_, y, dy, out) {
			for (let i = 0; i < out.length; i++) out[i] = y[i]! * (1 - y[i]!) * dy[i]!;
		}
	},
	from: 'y',
	example: [-4, -2, -1, 0, 1, 2, 4]
});
