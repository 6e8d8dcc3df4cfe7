import { expect, test } from 'vitest';
import { random, Tape, type Tensor } from '#engine';
import { log } from '#engine/ops/log.ts';
import { where } from '#engine/ops/where.ts';
import { pixelsOf, summariesOf, summaryOf } from './summary.ts';

const given = (shape: readonly number[], data: ArrayLike<number>): Tensor =>
	new Tape().input('x', shape, Array.from(data));
const all = (tensor: Tensor, known = tensor.data.length) => {
	const [bottom, right] = tensor.shape as [number, number];
	return summaryOf(tensor, 0, right, { top: 0, left: 0, bottom, right }, known);
};

test('numbers that are like each other are told by their mean, one that stands out by itself', () => {
	expect(all(given([2, 2], [1, 2, 3, 6]))).toBe(3);
	const row = new Float64Array(100);
	expect(all(given([10, 10], row))).toBe(0);
	row[37] = -0.5;
	expect(all(given([10, 10], row))).toBe(-0.5);
	expect(all(given([1, 3], [0, 0, 7]))).toBe(7);
});

test('numbers that cancel are told by one of them: random weights are not blank', () => {
	const weights = random(3).array(1600);
	expect(all(given([40, 40], weights))).toBe(weights[20 * 40 + 20]);
	expect(all(given([2, 2], [3, -3, -3, 3]))).toBe(3);
	// The one in the middle is not known yet.
	expect(all(given([2, 2], [3, -3, -3, 3]), 2)).toBe(0);
});

test('a number that went wrong is seen among a million', () => {
	const data = new Float64Array(1e6).fill(1);
	data[777_777] = -1;
	const tape = new Tape();
	const tensor = tape.apply(log, [tape.input('x', [1000, 1000], data)], undefined);
	const { down, across } = pixelsOf({ rows: 1000, columns: 1000 });
	const plane = { top: 0, left: 0, rows: 1000, columns: 1000 };
	const summary = summariesOf(tensor, 0, plane, plane, data.length);
	expect(summary(Math.floor(777 / down), Math.floor(777 / across))).toBeNaN();
	expect(summary(0, 0)).toBe(0);
});

test('what is not known does not count, and a mask is none of the numbers', () => {
	const tensor = given([2, 2], [2, 3, 100, 100]);
	expect(all(tensor, 2)).toBe(2.5);
	expect(all(tensor, 0)).toBeUndefined();
	const tape = new Tape();
	const masked = tape.apply(
		where,
		[
			tape.constant('mask', [2, 2], [1, 0, 0, 1]),
			tape.input('scores', [2, 2], [2, 5, 5, 4]),
			tape.constant('nothing', [], [-Infinity])
		],
		undefined
	);
	expect(all(masked)).toBe(3);
	expect(summaryOf(masked, 0, 2, { top: 0, left: 1, bottom: 1, right: 2 }, 4)).toBe(-Infinity);
});

test('a region is told in as many pixels as it has cells, where these are not too many', () => {
	const tensor = given(
		[300, 300],
		Array.from({ length: 90_000 }, (_, k) => k)
	);
	const plane = { rows: 300, columns: 300 };
	const summary = summariesOf(tensor, 0, plane, { top: 10, left: 20, rows: 5, columns: 5 }, 90_000);
	expect(summary(2, 3)).toBe(12 * 300 + 23);
	expect(pixelsOf({ rows: 50257, columns: 768 })).toEqual({ down: 197, across: 3, high: 256, wide: 256 });
});
