import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Tape } from '#engine';
import { crossEntropy } from './ops/crossEntropy.ts';
import { div } from './ops/div.ts';
import { embedding } from './ops/embedding.ts';
import { logSoftmax } from './ops/logSoftmax.ts';
import { mul } from './ops/mul.ts';
import { softmax } from './ops/softmax.ts';
import { stack } from './ops/stack.ts';
import { sum } from './ops/sum.ts';
import { sgd } from './optimizers/sgd.ts';
import { telling } from './telling.ts';

/** A tensor that an op may have written: what is given must be finite. */
const of = (data: readonly number[]) => {
	const x = new Tape().input(
		'x',
		[data.length],
		data.map(() => 0)
	);
	return telling({ ...x, readers: [], data: Float64Array.from(data) });
};

test('no other number is larger in size than the one that stands for all', () => {
	fc.assert(
		fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 2 }), (data) => {
			const { cell } = of(data);
			expect(Math.abs(data[cell]!)).toBe(Math.max(...data.map(Math.abs)));
		})
	);
});

test('what went wrong comes first', () => {
	expect(of([1, 9, NaN, 3, Infinity])).toEqual({
		cell: 2,
		why: 'the first of 5 that is no finite number'
	});
});

test('of numbers that are names, such as ids of words, none is larger than another: the first stands for all', () => {
	const tape = new Tape();
	const ids = tape.input('ids', [3], [1, 2, 0]);
	const padded = tape.apply(stack, [ids, ids], { axis: 0 });
	tape.apply(embedding, [tape.input('table', [3, 2], [1, 2, 3, 4, 5, 6]), padded], undefined);
	expect(telling(padded)).toEqual({ cell: 0, why: 'the first of 6' });
});

test('a −∞, which a mask puts there, stands for nothing', () => {
	expect(of([-Infinity, 0.25, 0.75])).toEqual({ cell: 2, why: 'the largest of 3' });
	expect(of([-Infinity, -Infinity]).cell).toBe(0);
});

test('it says why that one', () => {
	expect(of([1, 3, 2]).why).toBe('the largest of 3');
	expect(of([1, -3, 2])).toEqual({ cell: 1, why: 'the largest of 3 in size' });
	expect(of([0, 0]).why).toBe('the first of 2, which are all the same');
	expect(of([7])).toEqual({ cell: 0, why: '' });
	expect(of(Array.from({ length: 5408 }, (_, k) => k)).why).toBe('the largest of 5,408');
});

test('of a parameter after a step the number that the step changed most stands for it', () => {
	const tape = new Tape();
	const w = tape.parameter('w', [3], [-9, 1, 2]);
	const factors = tape.constant('factors', [3], [0, 4, 1]);
	tape.backward(tape.apply(sum, [tape.apply(mul, [w, factors], undefined)], {}));
	const [after] = sgd(tape, [w], { learningRate: 0.5 }).parameters;
	// −9 − 0, 1 − 0.5 · 4 and 2 − 0.5 · 1
	expect(telling(after!)).toEqual({ cell: 1, why: 'the one of 3 that changes most' });
});

test('of scores the winner stands for all, however far below 0 another is', () => {
	const tape = new Tape();
	const x = tape.input('x', [1, 3], [-9, 1, 2]);
	const one = tape.constant('one', [1], [1]);
	const [alone, scaled, judged] = [0, 1, 2].map(() => tape.apply(div, [x, one], undefined));
	tape.apply(softmax, [alone!], {});
	tape.apply(softmax, [tape.apply(div, [scaled!, one], undefined)], {});
	tape.apply(crossEntropy, [judged!, tape.input('right', [1], [0])], {});
	const logarithms = tape.apply(logSoftmax, [x], {});
	expect(telling(logarithms)).toEqual({ cell: 2, why: 'the largest of 3' });
	const nothing = tape.apply(div, [x, one], undefined);
	for (const scores of [alone!, scaled!, judged!])
		expect(telling(scores)).toEqual({ cell: 2, why: 'the largest of 3' });
	expect(telling(nothing)).toEqual({ cell: 0, why: 'the largest of 3 in size' });
});
