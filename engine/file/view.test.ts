import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readView } from './view.ts';
import { size } from '../tensor.ts';

const axis = fc.record({ size: fc.integer({ min: 1, max: 4 }), stride: fc.integer({ min: 0, max: 9 }) });

test('a number of a view lies where its place and the strides say', () => {
	fc.assert(
		fc.property(fc.array(axis, { maxLength: 4 }), fc.nat(5), (axes, offset) => {
			const shape = axes.map((a) => a.size);
			const strides = axes.map((a) => a.stride);
			// Each number of the whole is its own place.
			const whole = Float64Array.from({ length: 200 }, (_, k) => k);
			const values = readView('v', shape, { of: 'w', offset, strides }, whole);
			expect(values).toHaveLength(size(shape));
			values.forEach((value, cell) => {
				let at = offset;
				for (let k = shape.length - 1, rest = cell; k >= 0; rest = Math.floor(rest / shape[k]!), k--)
					at += (rest % shape[k]!) * strides[k]!;
				expect(value).toBe(at);
			});
		})
	);
});
