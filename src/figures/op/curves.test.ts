/** Curves of functions and losses: the values and slopes are those of the textbooks. */
import { expect, test } from 'vitest';
import { binaryCrossEntropy } from '#engine/ops/binaryCrossEntropy.ts';
import { crossEntropy } from '#engine/ops/crossEntropy.ts';
import { l1 } from '#engine/ops/l1.ts';
import { mse } from '#engine/ops/mse.ts';
import { relu } from '#engine/ops/relu.ts';
import { sigmoid } from '#engine/ops/sigmoid.ts';
import { tanh } from '#engine/ops/tanh.ts';
import { softmax } from '#engine/ops/softmax.ts';
import { apart, between, costsOf, isLike, pointsOf, slopesOf } from './curves.ts';

test('a curve runs from one end to the other', () => {
	expect(between(-1, 1, 4)).toEqual([-1, -0.5, 0, 0.5, 1]);
	expect(pointsOf(relu, undefined, [-2, 3])).toEqual([
		[-2, 0],
		[3, 3]
	]);
});

test('the sigmoid is steepest at 0, with a slope of a quarter', () => {
	const slopes = slopesOf(sigmoid, undefined, [-5, 0, 5]).map(([, y]) => y);
	expect(slopes[1]).toBe(0.25);
	expect(Math.max(slopes[0]!, slopes[2]!)).toBeLessThan(0.01);
});

test('a loss is a curve over the prediction: BCE(1, 0.1) is 2.303, and what lies outside 0 … 1 is left out', () => {
	const costs = costsOf(binaryCrossEntropy, {}, [-0.5, 0.1, 0.9, 2], 1);
	expect(costs.map(([x]) => x)).toEqual([0.1, 0.9]);
	expect(costs.map(([, y]) => y.toFixed(3))).toEqual(['2.303', '0.105']);
	expect(costsOf(mse, { reduction: 'mean' }, [3], 1)).toEqual([[3, 4]]);
});

test('only functions of the same kind are drawn over each other', () => {
	expect(isLike(tanh, sigmoid)).toBe(true);
	expect(isLike(sigmoid, sigmoid)).toBe(false);
	expect(isLike(softmax, sigmoid)).toBe(false);
	expect(isLike(l1, mse)).toBe(true);
	expect(isLike(crossEntropy, mse)).toBe(false);
});

test('names at the ends of lines keep apart, in their order', () => {
	expect(apart([10, 12, 40], 11)).toEqual([10, 21, 40]);
	expect(apart([12, 10], 11)).toEqual([21, 10]);
});
