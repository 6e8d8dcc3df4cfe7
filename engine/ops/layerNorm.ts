import { fail } from '../errors.ts';
import type { Op } from '../op.ts';
import { epsilonOf, normalizing, type Normalization } from '../rules/normalize.ts';
import { rows } from '../rules/statistics.ts';
import { expectFinite } from '../rules/update.ts';
import { shapeName, size } from '../tensor.ts';
import { the } from '../words.ts';

/** Ba et al., 2016, over the last axis, with the variance of all n numbers (not n − 1), as torch.nn.LayerNorm. */
export const layerNorm: Op<Normalization> = {
	name: 'layerNorm',
	family: 'reduction',
	summary: 'Moves and scales the numbers of each row to mean 0 and variance 1, then by what is learned.',
	byHand: false,
	inputs: ['x', 'weight', 'bias'],
	optional: 2,
	attributes: { epsilon: 'keeps the divisor away from 0: added to the variance, under the root (10⁻⁵)' },
	shape([x, ...learned], attrs) {
		expectFinite('layerNorm', 'epsilon', epsilonOf(attrs), 0, '1e-5');
		if (!x!.length)
			fail(
				'shape',
				'layerNorm: the input is a single number, which has no row: reshape it to [1], or give a list'
			);
		const bad = learned.find((w) => w.length !== 1 || w[0] !== x!.at(-1));
		if (bad)
			fail(
				'shape',
				`layerNorm: a weight or bias has shape ${shapeName(bad)}, but the rows have ${x!.at(-1)} numbers: give it shape ${x!.at(-1)}`
			);
		return x!;
	},
	saves: ([x]) => 2 * rows(x!).count,
	...normalizing<Normalization>({
		groups: (x) => rows(x.shape),
		scaleOf: (g, cell) => g.placeOf(cell),
		shares: (g) => g.count,
		scaled: (g, scale, s) => g.cell(s, scale),
		shareOf: (g, cell) => g.groupOf(cell),
		// PyTorch joins the moments of parts, and so multiplies μ² by 0: ∞ × 0 where it overflows.
		variance: (mean, variance) => (mean * mean === Infinity ? NaN : variance),
		about: ({ xs: [x, weight] }) =>
			`Every row of ${the(x!)} is moved to mean 0 and scaled to variance 1${weight ? ', then scaled and moved by what was learned' : ''}, whatever the other rows hold.`
	}),
	example: () => ({
		xs: [
			{ shape: [2, 3], values: [1, 2, 6, -1, 0, 1] },
			{ shape: [3], values: [1, 2, 1] },
			{ shape: [3], values: [0, 0, 0.5] }
		],
		attrs: {}
	}),
	sample(random) {
		const shape = Array.from({ length: random.integer(1, 3) }, () => random.integer(1, 4));
		const n = shape.at(-1)!;
		// Rows whose numbers differ: at equal ones the slope changes too fast to be measured.
		const values = Array.from(
			{ length: size(shape) },
			(_, i) => random.between(-0.5, 0.5) + ((i % n) % 2 ? 1 : -1)
		);
		const learned = Array.from({ length: random.integer(0, 2) }, () => ({ shape: [n] }));
		return {
			xs: [{ shape, values }, ...learned],
			attrs: random.next() < 0.5 ? {} : { epsilon: random.pick([1e-3, 0.1]) }
		};
	}
};
