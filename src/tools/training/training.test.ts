import { expect, test } from 'vitest';
import type { History, Series } from '#engine';
import { ExpressionError, loadParser, treeOf } from '#src/tools/watch/syntax.ts';
import { heightOf, isShare, pathOf, updateOf } from './curve.ts';
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
	const y = heightOf([loss!], 0, 60);
	expect(y.domain()).toEqual([0, 6]);
	expect(pathOf(loss!, (u) => 10 * u, y)).toBe('M0,50L10,40L20,30M40,20L50,60');
	expect(pathOf(loss!, (u) => Math.floor(u / 2), y)).toBe('M0,40L0,50L1,30L2,20L2,60');
	expect(val!.values.length - 1).toBe(2);
	expect(updateOf(val!, 2)).toBe(5);
});

test('losses that span powers of ten are drawn by their logarithm', () => {
	const y = heightOf([series('loss', [1000, 1, 10])], 0, 3);
	expect(y(10)).toBeCloseTo(1);
	expect(heightOf([series('loss', [NaN])], 0, 1).domain()).toEqual([0, 1]);
	expect(heightOf([series('loss', [0])], 0, 1).domain()).toEqual([0, 1]);
	expect(heightOf([series('loss', [-3])], 0, 1).domain()).toEqual([-3, 0]);
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
