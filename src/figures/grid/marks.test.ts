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
