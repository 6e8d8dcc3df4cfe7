import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rectify, rectifySlope } from './rectify.ts';

test('ReLU and its gradient keep −0, NaN and infinity as their definitions do', () => {
	const number = fc.oneof(fc.double(), fc.constantFrom(0, -0, NaN, Infinity, -Infinity));
	fc.assert(
		fc.property(fc.array(fc.tuple(number, number), { maxLength: 20 }), (pairs) => {
			const [x, dy] = [Float64Array.from(pairs, ([a]) => a), Float64Array.from(pairs, ([, b]) => b)];
			const out = new Float64Array(pairs.length);
			rectify(x, out);
			expect(out).toEqual(x.map((a) => (a < 0 ? 0 : a)));
			rectifySlope(x, dy, out);
			expect(out).toEqual(x.map((a, i) => (a <= 0 ? 0 : dy[i]!)));
		})
	);
});
