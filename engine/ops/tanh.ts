import { tanh as f, tanhOfEach } from '../math.ts';
import { pointwise } from '../rules/pointwise.ts';

export const tanh = pointwise({
	name: 'tanh',
	family: 'activation',
	summary: 'Squeezes every number into the range from −1 to 1.',
	range: [-1, 1],
	byHand: false,
	f,
	tex: (x) => `\\tanh\\left(${x}\\right)`,
	df: (_, y) => 1 - y * y,
	dtex: (_, y) => `(1 - ${y}^2)`,
	loops: {
		f: tanhOfEach,
		df(_, y, dy, out) {
			for (let i = 0; i < out.length; i++) out[i] = (1 - y[i]! * y[i]!) * dy[i]!;
		}
	},
	from: 'y',
	example: [-2, -1, -0.5, 0, 0.5, 1, 2]
});
