import { binary } from '../rules/binary.ts';

/** A division by 0 gives ∞ or NaN, as in PyTorch. */
export const div = binary({
	name: 'div',
	summary: 'Divides one tensor by another number by number, with broadcasting.',
	sign: '÷',
	verb: 'divided by',
	f: (a, b) => a / b,
	tex: (a, b) => `\\frac{${a}}{${b}}`,
	// −(a ÷ b) ÷ b, as PyTorch has it: b² could overflow or vanish where the slope does not.
	df: [(_, b) => 1 / b, (a, b) => -(a / b) / b],
	dtex: [(_, b) => `\\frac{1}{${b}}`, (a, b) => `\\left(-\\frac{${a} / ${b}}{${b}}\\right)`],
	loops: {
		f(a, b, out) {
			for (let i = 0; i < out.length; i++) out[i] = a[i]! / b[i]!;
		},
		df: [
			(_, b, dy, out) => {
				for (let i = 0; i < out.length; i++) out[i] = (1 / b[i]!) * dy[i]!;
			},
			(a, b, dy, out) => {
				for (let i = 0; i < out.length; i++) out[i] = (-(a[i]! / b[i]!) / b[i]!) * dy[i]!;
			}
		]
	},
	from: [[1], [0, 1]],
	draw: (random) => random.pick([-1, 1]) * random.between(0.5, 2)
});
