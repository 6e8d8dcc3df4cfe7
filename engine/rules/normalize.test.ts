/** What both norms promise, on numbers that can be checked by hand. */
import { expect, test } from 'vitest';
import { Tape, stepAt, type Tensor } from '../index.ts';
import { batchNorm } from '../ops/batchNorm.ts';
import { layerNorm } from '../ops/layerNorm.ts';
import { runningStatistic } from '../ops/runningStatistic.ts';
import { sum } from '../ops/sum.ts';

const MATRIX = [1, 2, 3, 5, 5, 5];
const close = (x: Tensor) => [...x.data].map((v) => Number(v.toFixed(4)));

test('layer norm looks along rows, batch norm along columns', () => {
	const tape = new Tape();
	const x = tape.input('x', [2, 3], MATRIX);
	// Row 0 has mean 2 and variance 2/3; row 1 does not vary, and ε keeps it from a division by 0.
	const one = Number(Math.sqrt(1.5).toFixed(4));
	expect(close(tape.apply(layerNorm, [x], { epsilon: 1e-12 }))).toEqual([-one, 0, one, 0, 0, 0]);
	// Of two numbers, one is a standard deviation below the mean and one above it.
	expect(close(tape.apply(batchNorm, [x], { epsilon: 1e-12 }))).toEqual([-1, -1, -1, 1, 1, 1]);
});

test('ε lies under the root: √(σ² + ε), not σ + ε', () => {
	const tape = new Tape();
	const x = tape.input('x', [1, 2], [-1, 1]);
	expect(tape.apply(layerNorm, [x], { epsilon: 3 }).data[1]).toBe(0.5);
});

test('mean and variance can be seen on the way, and are saved', () => {
	const tape = new Tape();
	const y = tape.apply(layerNorm, [tape.input('x', [2, 3], MATRIX)], {}, 'y');
	const leaf = y.writer!;
	expect([...leaf.call.saved]).toEqual([2, 2 / 3, 5, 0]);
	const said = Array.from({ length: leaf.perCell }, (_, s) => stepAt(tape.trace().root, leaf.start + s));
	expect(said[3]!.text).toBe('The mean of this row is the sum 6 divided by 3: 2.');
	expect(said[7]!.text).toBe('The variance of this row is the sum of squares 2 divided by 3: 0.6667.');
	expect(said.slice(0, -1).every((step) => step.working)).toBe(true);
});

test('adding the same to all numbers of a row, or scaling them, has no gradient', () => {
	const tape = new Tape();
	const x = tape.input('x', [1, 4], [0.3, -1, 2, 0.5]);
	const weights = tape.parameter('weight', [4], [1, -2, 0.5, 3]);
	const loss = tape.scope('forward', () =>
		tape.apply(sum, [tape.apply(layerNorm, [x, weights], { epsilon: 0 })], {})
	);
	tape.backward(loss);
	const along = (direction: (v: number) => number) =>
		x.grad!.data.reduce((total, g, k) => total + g * direction(x.data[k]!), 0);
	expect(along(() => 1)).toBeCloseTo(0, 12);
	expect(along((v) => v)).toBeCloseTo(0, 12);
});

test('in inference, batch norm uses what training left, and a sample does not depend on its batch', () => {
	const tape = new Tape();
	const batch = tape.input('x', [4, 1], [1, 2, 3, 6]);
	const running = {
		mean: tape.constant('running_mean', [1], [0]),
		variance: tape.constant('running_variance', [1], [1])
	};
	const [mean, variance] = tape.scope(
		'update',
		() => [
			tape.apply(runningStatistic, [running.mean, batch], { statistic: 'mean' }),
			tape.apply(runningStatistic, [running.variance, batch], { statistic: 'variance' })
		],
		{ phase: 'update' }
	) as [Tensor, Tensor];
	// 0.9 · 0 + 0.1 · 3, and 0.9 · 1 + 0.1 · 14/3, the variance of a sample.
	expect(mean.data[0]).toBeCloseTo(0.3, 15);
	expect(variance.data[0]).toBeCloseTo(0.9 + 1.4 / 3, 15);
	const [scale, shift] = [tape.constant('scale', [1], [1]), tape.constant('shift', [1], [0])];
	const alone = tape.apply(batchNorm, [tape.input('alone', [1, 1], [2]), scale, shift, mean, variance], {});
	const among = tape.apply(batchNorm, [batch, scale, shift, mean, variance], {});
	expect(among.data[1]).toBe(alone.data[0]);
	expect(tape.trace().root.children.find((node) => node.name === 'update')!.phase).toBe('update');
});
