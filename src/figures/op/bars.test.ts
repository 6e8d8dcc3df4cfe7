import { expect, test } from 'vitest';
import { strongest, type Column } from './bars.ts';

const column = (values: readonly (number | null)[], gradient = false): Column => ({
	title: '',
	value: (row) => values[row]!,
	range: [0, 1],
	gradient
});

test('the five largest, the largest first, and whoever has to be there in place', () => {
	const values = [0.1, 0.3, 0, 0.2, 0.15, 0.05, 0.2, 0];
	expect(strongest(column(values), 8, [7, null])).toEqual([1, 3, 6, 4, 0, 7]);
});

test('gradients go by size; what is not computed comes last', () => {
	expect(strongest(column([1, -3, null, 2], true), 4, [])).toEqual([1, 3, 0, 2]);
});
