import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sigmoid, sigmoidOfEach, tanh, tanhOfEach } from '../math.ts';

test.each([
	['tanh', tanh, tanhOfEach],
	['sigmoid', sigmoid, sigmoidOfEach]
] as const)('%s of many numbers has the bits of each alone', (_, one, ofEach) => {
	const usual = fc.double({ min: -45, max: 45, noNaN: true });
	const number = fc.oneof(usual, fc.double(), fc.constantFrom(0, -0, 3e-9, 20, -20, 40, -40));
	fc.assert(
		fc.property(fc.array(number, { maxLength: 300, size: 'max' }), (numbers) => {
			const out = new Float64Array(numbers.length);
			ofEach(Float64Array.from(numbers), out);
			expect(out).toEqual(Float64Array.from(numbers, one));
		})
	);
});
