import { expect, test } from 'vitest';
import { cellsOf, placeOf, type Layout } from './layout.ts';

const plane: Layout = { offset: 6, rows: 2, columns: 3, transposed: false, order: null };

test.each<[string, Layout, cells: number[][]]>([
	['row by row, from its first cell', plane, [[6, 7, 8], [9, 10, 11]]], // prettier-ignore
	['with rows and columns changed', { ...plane, transposed: true }, [[6, 8, 10], [7, 9, 11]]], // prettier-ignore
	['in an order of its own', { ...plane, order: [5, 3, 1, 4, 2, 0] }, [[5, 3, 1], [4, 2, 0]]] // prettier-ignore
])('a plane %s: each cell leads to its place and back', (_, layout, cells) => {
	const cell = cellsOf(layout);
	cells.forEach((row, r) =>
		row.forEach((index, c) => {
			expect(cell(r, c)).toBe(index);
			expect(placeOf(layout, 6, index)).toEqual([r, c]);
		})
	);
});

test('cells of other planes have no place, and neither have holes', () => {
	expect(placeOf(plane, 6, 5)).toBe(null);
	expect(placeOf(plane, 6, 12)).toBe(null);
	expect(placeOf({ ...plane, order: [0, -1] }, 2, -1)).toBe(null);
});
