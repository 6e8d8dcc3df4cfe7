/** The part of a large plane that is looked at closely, in rows and columns, of which it may hold a fraction. */
import type { Region } from './plane.ts';

export interface Lens {
	readonly top: number;
	readonly left: number;
	readonly rows: number;
	readonly columns: number;
}

/** How many rows and columns a plane has. */
export type Size = Pick<Lens, 'rows' | 'columns'>;

export const wholeOf = ({ rows, columns }: Size): Lens => ({ top: 0, left: 0, rows, columns });

export const isWhole = (lens: Lens, size: Size): boolean =>
	lens.rows >= size.rows && lens.columns >= size.columns;

const between = (least: number, value: number, most: number) => Math.max(least, Math.min(value, most));

/** As much of it as lies in the plane. */
const inside = (lens: Lens, size: Size): Lens => ({
	...lens,
	top: between(0, lens.top, size.rows - lens.rows),
	left: between(0, lens.left, size.columns - lens.columns)
});

/**
 * So many times closer, about a point of what is seen, in shares of its height and width, which stays where it is. No closer
 * than `least` rows and columns, whose numbers can be read.
 */
export function zoomed(
	lens: Lens,
	size: Size,
	least: number,
	factor: number,
	[down, across]: readonly [number, number]
): Lens {
	const rows = between(Math.min(least, size.rows), lens.rows / factor, size.rows);
	const columns = between(Math.min(least, size.columns), lens.columns / factor, size.columns);
	return inside(
		{
			rows,
			columns,
			top: lens.top + down * (lens.rows - rows),
			left: lens.left + across * (lens.columns - columns)
		},
		size
	);
}

/** Moved by shares of what is seen. */
export const moved = (lens: Lens, size: Size, [down, across]: readonly [number, number]): Lens =>
	inside({ ...lens, top: lens.top + down * lens.rows, left: lens.left + across * lens.columns }, size);

/** The rows and columns that are shown. */
export function regionOf(lens: Lens, size: Size): Region {
	const rows = Math.min(size.rows, Math.max(1, Math.round(lens.rows)));
	const columns = Math.min(size.columns, Math.max(1, Math.round(lens.columns)));
	return {
		rows,
		columns,
		top: between(0, Math.round(lens.top), size.rows - rows),
		left: between(0, Math.round(lens.left), size.columns - columns)
	};
}

/** The same where it shows a cell; else as near, with the cell in its middle. */
export function holding(lens: Lens, size: Size, row: number, column: number): Lens {
	const { top, left, rows, columns } = regionOf(lens, size);
	if (row >= top && column >= left && row < top + rows && column < left + columns) return lens;
	return inside({ ...lens, top: row - lens.rows / 2, left: column - lens.columns / 2 }, size);
}
