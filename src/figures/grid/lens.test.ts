import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holding, isWhole, moved, regionOf, wholeOf, zoomed, type Lens } from './lens.ts';

const GPT = { rows: 50257, columns: 768 };

test('closer and closer, until numbers can be read, about a point that stays', () => {
	// A tenth of the way down, in the middle.
	let lens: Lens = wholeOf(GPT);
	for (let k = 0; k < 20; k++) lens = zoomed(lens, GPT, 12, 2, [0.1, 0.5]);
	const region = regionOf(lens, GPT);
	expect([region.rows, region.columns]).toEqual([12, 12]);
	expect(Math.abs(region.top - 5025)).toBeLessThan(12);
	expect(Math.abs(region.left - 384)).toBeLessThan(12);
	for (let k = 0; k < 20; k++) lens = zoomed(lens, GPT, 12, 0.5, [0.5, 0.5]);
	expect(isWhole(lens, GPT)).toBe(true);
});

test('a plane that is low keeps its rows', () => {
	expect(
		regionOf(zoomed(wholeOf({ rows: 8, columns: 2304 }), { rows: 8, columns: 2304 }, 12, Infinity, [0, 1]), {
			rows: 8,
			columns: 2304
		})
	).toEqual({
		top: 0,
		left: 2292,
		rows: 8,
		columns: 12
	});
});

test('a cell that is not seen comes into the middle, one that is seen moves nothing', () => {
	const lens = { top: 100, left: 100, rows: 20, columns: 20 };
	expect(holding(lens, GPT, 119, 100)).toBe(lens);
	expect(holding(lens, GPT, 120, 100)).toEqual({ top: 110, left: 90, rows: 20, columns: 20 });
	expect(holding(lens, GPT, 50256, 0)).toEqual({ top: 50237, left: 0, rows: 20, columns: 20 });
});

test('whatever is done, what is seen lies in the plane', () => {
	const share = fc.double({ min: 0, max: 1, noNaN: true });
	const act = fc.oneof(
		fc.tuple(fc.double({ min: 0.01, max: 100, noNaN: true }), share, share).map(
			([factor, y, x]) =>
				(lens: Lens, size: Lens) =>
					zoomed(lens, size, 12, factor, [y, x])
		),
		fc
			.tuple(fc.double({ min: -3, max: 3, noNaN: true }), fc.double({ min: -3, max: 3, noNaN: true }))
			.map((by) => (lens: Lens, size: Lens) => moved(lens, size, by))
	);
	fc.assert(
		fc.property(
			fc.integer({ min: 1, max: 60000 }),
			fc.integer({ min: 1, max: 5000 }),
			fc.array(act),
			(rows, columns, acts) => {
				const size = wholeOf({ rows, columns });
				const { top, left, ...seen } = regionOf(
					acts.reduce((lens, act) => act(lens, size), size),
					size
				);
				expect(top).toBeGreaterThanOrEqual(0);
				expect(left).toBeGreaterThanOrEqual(0);
				expect(top + seen.rows).toBeLessThanOrEqual(rows);
				expect(left + seen.columns).toBeLessThanOrEqual(columns);
				expect(seen.rows).toBeGreaterThanOrEqual(Math.min(12, rows));
			}
		)
	);
});
