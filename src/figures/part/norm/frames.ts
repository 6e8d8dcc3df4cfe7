/** What shares a mean, as rectangles: a row, a column, a plane, or one in each of several planes. */
import type { Groups } from '#engine/rules/statistics.ts';
import type { Frame } from '#src/figures/grid/marks.ts';
import type { Extent } from '../pieces/fit.ts';

/** Around the cells of a group, one in each plane that has some of them; `plane` is which. */
export function framesOf({ rows, columns }: Extent, groups: Groups, group: number): Frame[] {
	const found = new Map<number, { top: number; left: number; bottom: number; right: number }>();
	for (let k = 0; k < groups.n; k++) {
		const cell = groups.cell(group, k);
		const plane = Math.floor(cell / (rows * columns));
		const [row, column] = [Math.floor(cell / columns) % rows, cell % columns];
		const box = found.get(plane);
		if (!box) found.set(plane, { top: row, left: column, bottom: row, right: column });
		else {
			box.top = Math.min(box.top, row);
			box.left = Math.min(box.left, column);
			box.bottom = Math.max(box.bottom, row);
			box.right = Math.max(box.right, column);
		}
	}
	return [...found].map(([plane, { top, left, bottom, right }]) => ({
		plane,
		top,
		left,
		rows: bottom - top + 1,
		columns: right - left + 1
	}));
}
