import { fail } from '../errors.ts';
import type { Op } from '../op.ts';
import { epsilonOf, normalizing, type Normalization } from '../rules/normalize.ts';
import { channels } from '../rules/statistics.ts';
import { expectFinite } from '../rules/update.ts';
import { shapeName, size } from '../tensor.ts';
import { the, where } from '../words.ts';

/**
 * Ioffe and Szegedy, 2015, as torch.nn.BatchNorm1d and 2d. In training the mean and the variance are those of the batch;
 * with a running mean and variance given, as in inference, these are used, and a sample no longer depends on its batch.
 */
export const batchNorm: Op<Normalization> = {
	name: 'batchNorm',
	family: 'reduction',
	summary:
		'Moves and scales each feature or channel to mean 0 and variance 1 over the batch, then by what is learned.',
	byHand: false,
	inputs: ['x', 'weight', 'bias', 'mean', 'variance'],
	optional: 4,
	attributes: { epsilon: 'keeps the divisor away from 0: added to the variance, under the root (10⁻⁵)' },
	shape([x, ...each], attrs) {
		expectFinite('batchNorm', 'epsilon', epsilonOf(attrs), 0, '1e-5');
		if (x!.length < 2)
			fail(
				'shape',
				`batchNorm: the input has shape ${shapeName(x!)}: give it the axes batch × features, or batch × channels × positions`
			);
		const bad = each.find((w) => w.length !== 1 || w[0] !== x![1]);
		if (bad)
			fail(
				'shape',
				`batchNorm: a weight, bias, mean or variance has shape ${shapeName(bad)}, but axis 1 of the input has length ${x![1]}: give it shape ${x![1]}`
			);
		if (each.length === 3)
			fail(
				'shape',
				'batchNorm: a running mean comes with a running variance: give both, or none to use those of the batch'
			);
		if (each.length < 3 && x![1] && size(x!) === x![1])
			fail(
				'shape',
				`batchNorm: the input has shape ${shapeName(x!)}, one number for each ${channels(x!).word}, which has no variance: give a batch of two or more, or a running mean and variance`
			);
		return x!;
	},
	check([, , , , variance]) {
		const bad = variance?.data.findIndex((v) => v < 0) ?? -1;
		if (bad < 0) return;
		const place = where(variance!, bad);
		fail(
			'value',
			`batchNorm: the variance ${variance!.name} holds ${variance!.data[bad]}${place && ` at ${place}`}: give numbers from 0 up`
		);
	},
	saves: ([x]) => 2 * x![1]!,
	...normalizing<Normalization>({
		groups: (x) => channels(x.shape),
		scaleOf: (g, cell) => g.groupOf(cell),
		shares: (g) => g.n,
		scaled: (g, scale, s) => g.cell(scale, s),
		shareOf: (g, cell) => g.placeOf(cell),
		given: ({ xs: [, , , mean, variance] }) => (mean && variance ? [mean, variance] : null),
		about({ xs: [x, weight, , mean] }) {
			const { word } = channels(x!.shape);
			const learned = weight ? ', then scaled and moved by what was learned' : '';
			return mean
				? `Every ${word} of ${the(x!)} is moved and scaled by the running mean and variance that training left${learned}.`
				: `Every ${word} of ${the(x!)} is moved to mean 0 and scaled to variance 1 over the whole batch${learned}.`;
		}
	}),
	example: () => ({
		xs: [
			{ shape: [4, 2], values: [1, 10, 2, 20, 3, 20, 6, 30] },
			{ shape: [2], values: [1, 2] },
			{ shape: [2], values: [0, 0.5] }
		],
		attrs: {}
	}),
	sample(random) {
		const rest = Array.from({ length: random.integer(0, 2) }, () => random.integer(1, 3));
		const shape = [random.integer(2, 4), random.integer(1, 3), ...rest];
		const g = channels(shape);
		const values = Array.from(
			{ length: size(shape) },
			(_, i) => random.between(-0.5, 0.5) + (g.placeOf(i) % 2 ? 1 : -1)
		);
		const learned = [shape[1]!, shape[1]!].map((n) => ({ shape: [n] }));
		const running = {
			shape: [shape[1]!],
			values: Array.from({ length: shape[1]! }, () => random.between(0.2, 2))
		};
		const xs = [{ shape, values }, ...learned, running, running].slice(0, random.pick([1, 2, 3, 5]));
		return { xs, attrs: random.next() < 0.5 ? {} : { epsilon: random.pick([1e-3, 0.1]) } };
	}
};
