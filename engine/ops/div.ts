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
		f(a, aStep, b, bStep, out, n) {
			for (let k = 0, i = 0, j = 0; k < out.length; k += n, i += aStep, j += bStep)
				for (let m = 0; m < n; m++) out[k + m] = a[i + m]! / b[j + m]!;
		},
		df: [
			(_, __, b, j, dy, d, out, k, n) => {
				for (let m = 0; m < n; m++) out[k + m] = (1 / b[j + m]!) * dy[d + m]!;
			},
			(a, i, b, j, dy, d, out, k, n) => {
				for (let m = 0; m < n; m++) out[k + m] = (-(a[i + m]! / b[j + m]!) / b[j + m]!) * dy[d + m]!;
			}
		]
	},
	from: [[1], [0, 1]],
	draw: (random) => random.pick([-1, 1]) * random.between(0.5, 2)
});
