/** Softmax at the edges of what numbers can hold. */
import { describe, expect, test } from 'vitest';
import { Tape, type Op, type Tensor, type Trace } from '../index.ts';
import { log } from '../ops/log.ts';
import { logSoftmax } from '../ops/logSoftmax.ts';
import { mul } from '../ops/mul.ts';
import { softmax, type Softmax } from '../ops/softmax.ts';
import { sum } from '../ops/sum.ts';
import type { Axis } from './softmax.ts';

/** An op on a row, or on the logarithms of one: a mask of −∞ comes from ln 0. */
function run(op: Op<Axis>, row: readonly number[], logarithms = false, attrs: Softmax = {}) {
	const tape = new Tape();
	const [x, y, loss] = tape.scope('forward', (): [Tensor, Tensor, Tensor] => {
		const given = tape.input('given', [row.length], row);
		const x = logarithms ? tape.apply(log, [given], undefined, 'x') : given;
		const y = tape.apply(op, [x], attrs, 'y');
		const weights = row.map((_, k) => k + 1);
		const w = tape.constant('w', y.shape, weights);
		return [x, y, tape.apply(sum, [tape.apply(mul, [y, w], undefined)], {})];
	});
	tape.backward(loss);
	return { y: [...y.data], gradient: [...x.grad!.data], trace: tape.trace(), op };
}

/** Every step of the op can be shown, and the last one of a cell is its value. */
function expectSteps(trace: Trace, op: Op<Axis>) {
	for (const leaf of trace.leaves.filter((l) => l.call.op === (op as Op))) {
		for (let cell = 0; cell < leaf.out.data.length; cell++) {
			for (let s = 0; s < leaf.perCell; s++) {
				const { text, tex } = leaf.rule.step(leaf.call, cell, s);
				expect(text + tex).not.toMatch(/NaN/);
			}
			expect(leaf.rule.step(leaf.call, cell, leaf.perCell - 1).value).toBe(leaf.out.data[cell]);
		}
	}
}

describe('a row', () => {
	test.each([
		['of numbers beyond the exponential', [1e308, -1e308, 1e308], [0.5, 0, 0.5]],
		['of one number', [-7], [1]],
		['of equal numbers', [1000, 1000, 1000, 1000], [0.25, 0.25, 0.25, 0.25]],
		['with −0', [0, -0], [0.5, 0.5]]
	])('%s', (_, row, shares) => {
		const { y, gradient, trace, op } = run(softmax, row);
		expect(y).toEqual(shares);
		expect(gradient.every(Number.isFinite)).toBe(true);
		expectSteps(trace, op);
	});

	test('with masked numbers: they get 0, and the others share', () => {
		const { y, gradient, trace, op } = run(softmax, [1, 0, 1], true);
		expect(y).toEqual([0.5, 0, 0.5]);
		expect(gradient).toEqual([-0.5, 0, 0.5]);
		expectSteps(trace, op);
	});

	test('that is masked throughout: 0, and so are the gradients; never NaN', () => {
		const { y, gradient, trace, op } = run(softmax, [0, 0], true, { masked: true });
		expect(y).toEqual([0, 0]);
		expect(gradient).toEqual([0, 0]);
		expectSteps(trace, op);
		const leaf = trace.leaves.find((l) => l.call.op === (op as Op))!;
		expect(leaf.rule.cell!(leaf.call, 0).text).toMatch(/fully masked/);
	});

	// torch.softmax and torch.log_softmax of [-inf, -inf]: nan, nan.
	test.each([
		['softmax', softmax, 'Every score of the row is −∞: 0 ÷ 0 is no number, so every share of it is NaN.'],
		[
			'logSoftmax',
			logSoftmax,
			'Every score of the row is −∞: 0 ÷ 0 is no number, and neither is its logarithm: NaN.'
		]
	] as const)('of −∞ that no mask put there: %s gives NaN, and says why', (_, op, said) => {
		const { y, gradient, trace } = run(op, [0, 0], true);
		expect(y).toEqual([NaN, NaN]);
		expect(gradient).toEqual([NaN, NaN]);
		const leaf = trace.leaves.find((l) => l.call.op === (op as Op))!;
		expect(leaf.rule.step(leaf.call, 1, leaf.perCell - 1).text).toBe(said);
	});

	// torch.log_softmax(torch.tensor([nan, -inf, 0.]), 0) is nan throughout.
	test('with NaN: nothing of it is known, the logarithm of 0 neither', () => {
		expect(run(logSoftmax, [-1, 0, 1], true).y).toEqual([NaN, NaN, NaN]);
	});
});
