import { expect, test } from 'vitest';
import type { History, Series } from '#engine';
import { ExpressionError, loadParser, treeOf } from '#src/tools/watch/syntax.ts';
import { extentOf, height, isShare, pathOf, updateOf } from './curve.ts';
import { firstUpdate, offers } from './find.ts';
import { histogram } from './histogram.ts';

const series = (name: string, values: number[], every = 1): Series => ({
	name,
	every,
	values: Float64Array.from(values)
});

/** Six updates, an epoch of two; a weight that doubles. */
const history: History = {
	updates: 6,
	perEpoch: 2,
	at: 0,
	window: 1,
	best: 1,
	series: [series('loss', [5, 4, 3, NaN, 2, 6]), series('val.loss', [3, 1, 2], 2)],
	kept: {
		every: 1,
		length: 2,
		numbers: Float64Array.of(1, 9, 2, 9, 4, 9, 8, 9, 16, 9, 32, 9, 64, 9),
		places: new Map([['w', { from: 0, shape: [1] }]])
	}
};
const parse = await loadParser();
const first = (text: string, from = -1) => firstUpdate(history, treeOf(parse, text), from);

test('an update is found by what is known of it', () => {
	expect(first('loss < 4.5')).toBe(1);
	expect(first('val.loss > before.val.loss')).toBe(5);
	expect(first('not (loss == loss)')).toBe(3);
	expect(first('w > 10')).toBe(4);
	expect(first('w[0] > 100')).toBeNull();
});

test('looking goes on after where one is, to where it becomes true again, and begins anew at the end', () => {
	expect(first('loss < 4.5', 1)).toBe(4);
	expect(first('loss < 4.5', 4)).toBe(1);
});

test('what is unknown is refused with its place', () => {
	expect(() => first('lost < 1')).toThrow(ExpressionError);
	for (const [, condition] of offers(history)) if (!condition.includes('norm')) first(condition);
});

test('a curve breaks where there is no number, and shows the least and the largest of a pixel', () => {
	const [loss, val] = history.series;
	const extent = extentOf([loss!]);
	expect(extent).toEqual({ low: 0, high: 6, logarithmic: false });
	expect(
		pathOf(
			loss!,
			extent,
			(u) => 10 * u,
			(h) => 60 * h
		)
	).toBe('M0 50.0L10 40.0L20 30.0M40 20.0L50 60.0');
	expect(
		pathOf(
			loss!,
			extent,
			(u) => Math.floor(u / 2),
			(h) => 60 * h
		)
	).toBe('M0 40.0L0 50.0L1 30.0M2 20.0L2 60.0');
	expect(val!.values.length - 1).toBe(2);
	expect(updateOf(val!, 2)).toBe(5);
});

test('losses that span powers of ten are drawn by their logarithm', () => {
	const extent = extentOf([series('loss', [1000, 1, 10])]);
	expect(extent.logarithmic).toBe(true);
	expect(height(extent, 10)).toBeCloseTo(1 / 3);
	expect(height(extent, NaN)).toBeNull();
	expect(extentOf([series('loss', [NaN])])).toEqual({ low: 0, high: 1, logarithmic: false });
	expect(isShare(series('val.accuracy', [0.2, 1]))).toBe(true);
	expect(isShare(series('accuracy', [20, 90]))).toBe(false);
});

test('weights are counted in intervals about 0, and those that are exactly 0 or no number by themselves', () => {
	expect(histogram([-1, -0.9, 0, 0, 0.1, 1, NaN], 5)).toEqual({
		low: -1,
		high: 1,
		counts: [2, 0, 3, 0, 1],
		zeros: 2,
		lost: 1
	});
	expect(histogram([0], 3)).toEqual({ low: -1, high: 1, counts: [0, 1, 0], zeros: 1, lost: 0 });
});
