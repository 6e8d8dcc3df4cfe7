import { sigmoid } from '../math.ts';
import { pointwise } from '../rules/pointwise.ts';

/** x·σ(x), also called swish. */
export const silu = pointwise({
	name: 'silu',
	called: 'the SiLU',
	family: 'activation',
	summary: 'Every number times its own sigmoid: a ReLU that dips a little below 0 and has no corner.',
	byHand: false,
	torch: 'F.silu(x)',
	f: (x) => x * sigmoid(x),
	tex: (x, _, wrapped) => `${wrapped} \\cdot \\sigma(${x})`,
	df: (x) => sigmoid(x) * (1 + x * (1 - sigmoid(x))),
	dtex: (x) => `\\sigma(${x}) \\left(1 + ${x} \\left(1 - \\sigma(${x})\\right)\\right)`,
	from: 'x',
	example: [-4, -2, -1, 0, 1, 2, 4],
	draw: (random) => random.between(-4, 4)
});
