/** The arithmetic of a plot among the notes. */
import { expect, test } from 'vitest';
import { across, highest, labelled } from './plot.ts';

test('on a logarithmic axis, doubling is the same way everywhere', () => {
	const x = across({ name: 'd', values: [1, 2, 4, 8], logarithmic: true }, 10, 40);
	expect([1, 2, 4, 8].map((value) => Math.round(x(value)))).toEqual([10, 20, 30, 40]);
	const linear = across({ name: 'd', values: [0, 5, 10] }, 0, 1);
	expect([0, 5, 10].map((value) => linear(value))).toEqual([0, 0.5, 1]);
	// One value alone stands in the middle.
	expect(across({ name: 'd', values: [3] }, 7, 9)(3)).toBe(8);
});

test('a plot has room for its limit, too', () => {
	const lines = [{ name: 'a', values: [1, 3] }];
	expect(highest({ name: 'p', lines })).toBe(3);
	expect(highest({ name: 'p', lines, most: { name: 'limit', value: 4 } })).toBe(4);
	expect(highest({ name: 'p', lines: [{ name: 'a', values: [0] }] })).toBe(1);
});

test('as many values are labelled as there is room for', () => {
	expect(labelled([1, 2, 4, 8], 10)).toEqual([1, 2, 4, 8]);
	expect(labelled([1, 2, 4, 8], 2)).toEqual([1, 4]);
});
