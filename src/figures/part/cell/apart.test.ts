import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apart } from './apart.ts';

test('labels that lie on each other are moved apart, the others stay', () => {
	expect(apart([50, 50, 10], 12, [0, 100])).toEqual([50, 62, 10]);
	expect(apart([98, 99], 12, [0, 100])).toEqual([88, 100]);
	expect(apart([30, 60], 12, [0, 100])).toEqual([30, 60]);
});

test('however they lie, they keep their order, their distance and within the ends', () => {
	fc.assert(
		fc.property(
			fc.array(fc.double({ min: 0, max: 76, noNaN: true }), { minLength: 1, maxLength: 8 }),
			(ys) => {
				const out = apart(ys, 12, [0, 76]);
				const gap = Math.min(12, 76 / Math.max(1, ys.length - 1));
				const sorted = out.toSorted((a, b) => a - b);
				sorted.slice(1).forEach((y, k) => expect(y - sorted[k]!).toBeGreaterThanOrEqual(gap - 1e-9));
				expect(sorted[0]!).toBeGreaterThanOrEqual(-1e-9);
				expect(sorted.at(-1)!).toBeLessThanOrEqual(76 + 1e-9);
				for (const [a, ya] of ys.entries())
					for (const [b, yb] of ys.entries()) if (ya < yb) expect(out[a]).toBeLessThan(out[b]!);
			}
		)
	);
});
