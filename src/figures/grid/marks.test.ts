import { expect, test } from 'vitest';
import { flagOf } from './marks.ts';

const box = (x: number, y: number) => ({ x, y, width: 12, height: 12 });

test('a flag stands under its cell, and over it in the last rows', () => {
	const plane = { width: 200, height: 200 };
	expect(flagOf('1', box(100, 20), plane).y).toBeGreaterThan(32);
	expect(flagOf('1', box(100, 180), plane).y + 24).toBeLessThan(180);
});

test('a flag does not reach out of its plane sideways, and stands beside one that is too low for it', () => {
	const wide = { width: 200, height: 200 };
	expect(flagOf('−1.234', box(0, 50), wide).x).toBe(0);
	const right = flagOf('−1.234', box(190, 50), wide);
	expect(right.x + right.width).toBeLessThanOrEqual(200);
	expect(flagOf('1', box(40, 0), { width: 100, height: 14 }).x).toBeGreaterThan(100);
});

test('in a low plane that is long, it stands beside its cell, inside of the plane', () => {
	const low = { width: 700, height: 40 };
	const last = flagOf('NaN', box(690, 20), low);
	expect(last.x + last.width).toBeLessThan(690);
	expect(flagOf('NaN', box(0, 20), low).x).toBeGreaterThan(12);
});

test('a flag covers neither the caption over its plane nor the names of its columns', () => {
	// In the first row of a low plane, whose caption ends at 0.
	const low = flagOf('−.011', box(40, -2), { width: 60, height: 40 });
	expect(low.x).toBeGreaterThanOrEqual(60);
	expect(low.y).toBeGreaterThanOrEqual(0);
	// One row of cells under names that are 66 pixels high: there is room over the cell, but names stand there.
	const named = flagOf('5.02', box(20, 66), { width: 60, height: 78, top: 66 });
	expect(named.x).toBeGreaterThanOrEqual(60);
	expect(named.y).toBeGreaterThanOrEqual(66);
	// In the last of five rows it stands over its cell, and still under the names.
	const last = flagOf('4.82', box(20, 128), { width: 60, height: 140, top: 60 });
	expect(last.y + 24).toBeLessThanOrEqual(128);
	expect(last.y).toBeGreaterThanOrEqual(60);
});
