/** Names are given once and follow: what the places of a tensor are called, along each of its axes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Tape, type Tensor } from './index.ts';
import { add } from './ops/add.ts';
import { argmax } from './ops/argmax.ts';
import { concat } from './ops/concat.ts';
import { conv2d } from './ops/conv2d.ts';
import { convTranspose2d } from './ops/convTranspose2d.ts';
import { crossEntropy } from './ops/crossEntropy.ts';
import { embedding } from './ops/embedding.ts';
import { matmul } from './ops/matmul.ts';
import { reshape } from './ops/reshape.ts';
import { scatterAdd } from './ops/scatterAdd.ts';
import { slice } from './ops/slice.ts';
import { softmax } from './ops/softmax.ts';
import { stack } from './ops/stack.ts';
import { sum } from './ops/sum.ts';
import { tanh } from './ops/tanh.ts';
import { transpose } from './ops/transpose.ts';
import { meaning, placesOf } from './places.ts';
import { at, where } from './words.ts';

const numbers = (n: number) => Array.from({ length: n }, (_, k) => k / 7 - 1);

function given() {
	const tape = new Tape();
	const named = (name: string, shape: number[], names?: string[]) =>
		tape.parameter(name, shape, numbers(shape.reduce((a, b) => a * b, 1)), names && { names });
	return { tape, named };
}

test('from sentence and table to attention: rows and columns are words', () => {
	const { tape, named } = given();
	const E = named('E', [3, 4], ['je', 'aime', 'tu']);
	const words = tape.constant('words', [2], [1, 2]);
	const x = tape.apply(embedding, [E, words], {});
	expect(placesOf(words)).toEqual([['aime', 'tu']]);
	expect(placesOf(x)).toEqual([['aime', 'tu'], null]);
	const q = tape.apply(matmul, [x, named('W', [4, 4])], undefined);
	expect(placesOf(q)).toEqual([['aime', 'tu'], null]);
	const scores = tape.apply(matmul, [q, tape.apply(transpose, [x], {})], undefined);
	const a = tape.apply(softmax, [scores], {}, { name: 'A', label: 'attention weights' });
	expect(placesOf(a)).toEqual([
		['aime', 'tu'],
		['aime', 'tu']
	]);
	expect(at([a, 1])).toBe('attention weights aime → tu');
	expect(where(x, 5)).toBe('“tu”, column 1');
});

test('the names of a bias are the classes of the scores, of their softmax and of the gradient', () => {
	const { tape, named } = given();
	const scores = tape.apply(
		add,
		[
			tape.apply(matmul, [named('x', [2, 3]), named('W', [3, 3])], undefined),
			named('b', [3], ['seven', 'four', 'one'])
		],
		undefined
	);
	const target = tape.constant('target', [2], [1, 2]);
	const chosen = tape.apply(argmax, [scores], undefined);
	tape.backward(tape.apply(crossEntropy, [scores, target], { reduction: 'mean' }));
	expect(placesOf(scores)[1]).toEqual(['seven', 'four', 'one']);
	expect(placesOf(scores.grad!)[1]).toEqual(['seven', 'four', 'one']);
	expect(meaning(target, 0)).toBe('four');
	expect(meaning(chosen, 0)).toBe(['seven', 'four', 'one'][chosen.data[0]!]);
	expect(meaning(scores, 0)).toBeNull();
});

test('what is moved keeps the names that still lie along an axis', () => {
	const { tape, named } = given();
	const x = named('x', [3, 4], ['a', 'b', 'c']);
	const y = named('y', [2, 4], ['d', 'e']);
	const places = (t: Tensor) => placesOf(t);
	expect(places(tape.apply(slice, [x], { start: 1 }))).toEqual([['b', 'c'], null]);
	expect(places(tape.apply(slice, [x], { start: 1, stop: 2 }))).toEqual([['b'], null]);
	expect(places(tape.apply(slice, [x], { axis: 1, start: 2 }))).toEqual([['a', 'b', 'c'], null]);
	expect(places(tape.apply(concat, [x, y], { axis: 0 }))).toEqual([['a', 'b', 'c', 'd', 'e'], null]);
	expect(places(tape.apply(concat, [x, x], { axis: 1 }))).toEqual([['a', 'b', 'c'], null]);
	expect(places(tape.apply(reshape, [x], { shape: [3, 2, 2] }))).toEqual([['a', 'b', 'c'], null, null]);
	expect(places(tape.apply(reshape, [x], { shape: [2, 6] }))).toEqual([null, null]);
	expect(places(tape.apply(transpose, [x], {}))).toEqual([null, ['a', 'b', 'c']]);
	expect(places(tape.apply(stack, [x, x], { axis: 0 }))).toEqual([null, ['a', 'b', 'c'], null]);
	expect(places(tape.apply(sum, [x], { axes: [1] }))).toEqual([['a', 'b', 'c']]);
	expect(places(tape.apply(sum, [x], { axes: [0] }))).toEqual([null]);
});

test('side by side, rows that are called differently are called nothing', () => {
	const { tape, named } = given();
	const both = tape.apply(concat, [named('x', [2, 1], ['a', 'b']), named('y', [2, 1], ['c', 'd'])], {
		axis: 1
	});
	expect(placesOf(both)).toEqual([null, null]);
});

test('a square product does not take the columns of its left side for its own', () => {
	const { tape, named } = given();
	const turned = tape.apply(transpose, [named('x', [3, 3], ['a', 'b', 'c'])], undefined);
	expect(placesOf(tape.apply(matmul, [turned, named('w', [3, 3])], undefined))).toEqual([null, null]);
	expect(placesOf(tape.apply(matmul, [named('v', [3, 3]), turned], undefined))).toEqual([
		null,
		['a', 'b', 'c']
	]);
});

test('maps are called as their kernels', () => {
	const { tape, named } = given();
	const y = tape.apply(
		conv2d,
		[named('x', [1, 5, 5]), named('w', [2, 1, 3, 3], ['edge', 'blur'])],
		undefined
	);
	expect(placesOf(y)).toEqual([['edge', 'blur'], null, null]);
	expect(where(y, 9)).toBe('“blur”, row 0, column 0');
});

test('before the bias, and in the weights, places are called as the bias calls them', () => {
	const { tape, named } = given();
	const classes = ['seven', 'four', 'one'];
	const b = named('b', [3], classes);
	const W = named('W', [3, 2]);
	const turned = tape.apply(transpose, [W], {});
	const before = tape.apply(matmul, [named('x', [4, 2]), turned], undefined);
	tape.backward(tape.apply(sum, [tape.apply(add, [before, b], undefined)], {}));
	expect(placesOf(before)).toEqual([null, classes]);
	expect(placesOf(turned)).toEqual([null, classes]);
	expect(placesOf(W)).toEqual([classes, null]);
	expect(placesOf(W.grad!)).toEqual([classes, null]);
	const kernels = named('K', [3, 1, 2, 2]);
	tape.apply(conv2d, [named('image', [1, 3, 3]), kernels, b], undefined);
	expect(placesOf(kernels)).toEqual([classes, null, null, null]);
});

test('channels of a transposed convolution, and what numbers are added to, keep their names', () => {
	const { tape, named } = given();
	const b = named('b', [2], ['edge', 'blur']);
	const up = tape.apply(convTranspose2d, [named('x', [1, 3, 3]), named('w', [1, 2, 2, 2]), b], {});
	expect(placesOf(up)).toEqual([['edge', 'blur'], null, null]);
	const towns = named('towns', [3], ['Köln', 'Rom', 'Oslo']);
	const to = tape.constant('to', [2], [2, 0]);
	const sums = tape.apply(scatterAdd, [towns, to, named('added', [2])], {});
	expect(placesOf(sums)).toEqual([['Köln', 'Rom', 'Oslo']]);
	expect(meaning(to, 0)).toBe('Oslo');
});

test('a word that stands twice is told by its place', () => {
	const { tape, named } = given();
	const x = named('x', [3, 2], ['the', 'man', 'the']);
	expect(where(x, 5)).toBe('the (row 2), column 1');
	expect(where(tape.apply(matmul, [x, tape.apply(transpose, [x], {})], undefined), 1)).toBe(
		'the (row 0) → man'
	);
});

test('as many names as places or none, along every axis, however deep', () => {
	const { tape, named } = given();
	let h: Tensor = named('h', [2, 2], ['a', 'b']);
	for (let t = 0; t < 20_000; t++) h = tape.apply(tanh, [h], undefined);
	expect(placesOf(h)).toEqual([['a', 'b'], null]);
});

describe('transposing', () => {
	const shapes = fc.array(fc.integer({ min: 2, max: 4 }), { minLength: 2, maxLength: 4 });
	test('carries every axis’s names to where the axis went', () => {
		fc.assert(
			fc.property(
				shapes.chain((shape) =>
					fc.tuple(
						fc.constant(shape),
						fc.shuffledSubarray(
							shape.map((_, d) => d),
							{ minLength: shape.length }
						)
					)
				),
				([shape, axes]) => {
					const { tape, named } = given();
					const x = named(
						'x',
						shape,
						Array.from({ length: shape[0]! }, (_, k) => `place ${k}`)
					);
					const y = tape.apply(transpose, [x], { axes });
					expect(placesOf(y)).toEqual(axes.map((d) => placesOf(x)[d]));
				}
			),
			{ numRuns: 40 }
		);
	});
});
