/** Numbers that an op or a tape cannot take: the message says which, and where. */
import { describe, expect, test } from 'vitest';
import { BackstepError, Tape } from '../index.ts';
import { list, refuses, thrown } from './refuses.ts';

refuses('values', [
	['crossEntropy', [[2, 3], list(0, 3)], {}, 'value', /x1 holds 3 at position 1/, /from 0 to 2/],
	['crossEntropy', [[2, 3], list(-1, 0)], {}, 'value', /x1 holds -1 at position 0/, /from 0 to 2/],
	['crossEntropy', [[1, 3], list(0.5)], {}, 'value', /x1 holds 0\.5/, /whole number from 0 to 2/],
	['scatterAdd', [[2], list(0, 2), [2]], {}, 'value', /x1 holds 2 at position 1/, /whole number from 0 to 1/],
	['gather', [[2], list(-1)], {}, 'value', /x1 holds -1\b/, /whole number from 0 to 1/],
	[
		'binaryCrossEntropy',
		[list(0.5, 1.5), [2]],
		{},
		'value',
		/x0 holds 1\.5 at position 1/,
		/between 0 and 1/,
		/sigmoid/
	],
	[
		'binaryCrossEntropy',
		[list(0.5, 1), list(1, -1)],
		{},
		'value',
		/target x1 holds -1 at position 1/,
		/0 for no, 1 for yes/
	],
	[
		'binaryCrossEntropyWithLogits',
		[list(5, -5), list(2, 0)],
		{},
		'value',
		/target x1 holds 2 at position 0/,
		/0 for no/
	]
]);

describe('given tensors', () => {
	test.each([NaN, Infinity, -Infinity])('are finite: %s is refused, and so where it lies', (bad) => {
		const error = thrown(() => new Tape().input('x', [2, 2], [1, 2, bad, 4]));
		expect(error).toBeInstanceOf(BackstepError);
		expect((error as Error).message).toBe(`x holds ${bad} at row 1, column 0: give a finite number`);
	});

	test('may be −∞ in a constant, which is what a mask puts in the place of a score', () => {
		expect(new Tape().constant('masked', [], [-Infinity]).data[0]).toBe(-Infinity);
		for (const bad of [NaN, Infinity])
			expect(thrown(() => new Tape().constant('x', [2], [-Infinity, bad]))).toBeInstanceOf(BackstepError);
	});

	test('have as many values as their shape has cells', () => {
		const error = thrown(() => new Tape().input('x', [2, 3], [1, 2, 3]));
		expect(error).toBeInstanceOf(BackstepError);
		expect((error as Error).message).toMatch(/x has shape 2×3, so it takes 6 values: 3 were given/);
	});

	test('have sizes from 0 up', () => {
		expect(new Tape().input('x', [2, 0], []).data.length).toBe(0);
		const error = thrown(() => new Tape().input('x', [2, -1], { length: -2 }));
		expect((error as Error).message).toMatch(/shape 2×-1: every size must be a whole number from 0 up/);
	});

	test('backward starts from a single number', () => {
		const tape = new Tape();
		const error = thrown(() => tape.backward(tape.input('x', [2], [1, 2])));
		expect(error).toBeInstanceOf(BackstepError);
		expect((error as Error).message).toMatch(/x has shape 2: reduce it with sum, mean or a loss first/);
	});
});
