import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closerAbout, holding, within } from './range.ts';

test('what one looks at more closely stays under the pointer', () => {
	const [from, to] = closerAbout([10, 30], 4, 15);
	expect([from, to]).toEqual([13.75, 18.75]);
	// A quarter of the way before, and after.
	expect((15 - from) / (to - from)).toBe((15 - 10) / (30 - 10));
});

test('a range never leaves the whole, nor gets too narrow, and all of it is no range', () => {
	const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
	fc.assert(
		fc.property(number, number, (a, b) => {
			const range = within([Math.min(a, b), Math.max(a, b)], [1, 101], 4);
			if (!range) {
				expect(Math.abs(b - a)).toBeGreaterThanOrEqual(100);
				return;
			}
			expect(range[0]).toBeGreaterThanOrEqual(1);
			expect(range[1]).toBeLessThanOrEqual(101 + 1e-9);
			expect(range[1] - range[0]).toBeGreaterThanOrEqual(4 - 1e-9);
		})
	);
	expect(within([50, 50], [1, 101], 4)).toEqual([48, 52]);
});

test('the range moves only where what it is to hold is not in it', () => {
	expect(holding([2, 6], 5)).toEqual([2, 6]);
	expect(holding([2, 6], 9)).toEqual([7, 11]);
});
