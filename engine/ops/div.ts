import { binary } from '../rules/binary.ts';

/** A division by 0 gives ∞ or NaN, as in PyTorch. */
export const div = binary({
	name: 'div',
	summary: 'Divides one tensor by another number by number, with broadcasting.',
	verb: 'divided by',
	f: (a, b) => a / b,
	tex: (a, b) => `\\frac{${a}}{${b}}`,
	df: [(_, b) => 1 / b, (a, b) => -a / (b * b)],
	dtex: [(_, b) => `\\frac{1}{${b}}`, (a, b) => `\\left(-\\frac{${a}}{{${b}}^2}\\right)`],
	from: [[1], [0, 1]],
	draw: (random) => random.pick([-1, 1]) * random.between(0.5, 2)
});
