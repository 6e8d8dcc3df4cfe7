/** A cross-entropy sample by sample; the numbers are PyTorch's: softmax of the scores, and −log of the right class's. */
import { expect, test } from 'vitest';
import { find, Tape } from '#engine';
import { crossEntropy } from '#engine/ops/crossEntropy.ts';
import { mul } from '#engine/ops/mul.ts';
import { countOf, crossEntropyIn, dividedBy, samplesOf } from './samples.ts';

function losses(reduction: 'mean' | 'sum', more = false) {
	const tape = new Tape();
	const x = tape.parameter('x', [2, 3], [1, 2, 0.5, 0.2, -1, 3]);
	const targets = tape.constant('t', [2], [1, 0]);
	const loss = tape.scope(
		'loss',
		() => {
			const each = tape.apply(crossEntropy, [x, targets], { reduction }, 'L');
			return more ? tape.apply(mul, [each, each], undefined) : each;
		},
		{ part: { kind: 'loss' } }
	);
	tape.backward(loss);
	const { root } = tape.trace();
	return { forward: find(root, 'loss')!, back: find(root, 'backward/loss')! };
}

test('each sample has the probability of its right class, what that costs, and the most probable class', () => {
	const leaf = crossEntropyIn(losses('mean').forward)!;
	const [first, second] = samplesOf(leaf);
	expect(first).toMatchObject({ right: '1', guess: '1', cell: 1 });
	expect(first!.probability).toBeCloseTo(0.6285317192117624, 12);
	expect(first!.cost).toBeCloseTo(0.4643687841079449, 12);
	expect(second).toMatchObject({ right: '0', guess: '2', cell: 3 });
	expect(second!.most).toBeCloseTo(0.9266761032538255, 12);
	expect(second!.cost).toBeCloseTo(2.876151177649976, 12);
	expect(countOf(leaf)).toBe(2);
});

test('a mean is divided by the number of samples, a sum by nothing', () => {
	expect(dividedBy(crossEntropyIn(losses('mean').forward)!)).toBe(2);
	expect(dividedBy(crossEntropyIn(losses('sum').forward)!)).toBe(1);
});

test('a loss that goes on after it has another picture', () => {
	expect(crossEntropyIn(losses('mean', true).forward)).toBeNull();
	expect(crossEntropyIn(losses('mean').back)).not.toBeNull();
});
