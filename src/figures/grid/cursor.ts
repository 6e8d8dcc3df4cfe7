import type { Grid } from './grid.ts';
import type { Region } from './plane.ts';

/** Where a key leads from the active cell of a grid; undefined of other keys. */
export function cursor(
	key: string,
	{ row, column }: { readonly row: number; readonly column: number },
	[down, across]: readonly [number, number],
	columns: number
): readonly [row: number, column: number] | undefined {
	const to: Record<string, readonly [number, number]> = {
		ArrowRight: [row, column + across],
		ArrowLeft: [row, column - across],
		ArrowDown: [row + down, column],
		ArrowUp: [row - down, column],
		Home: [row, 0],
		End: [row, columns - 1]
	};
	return to[key];
}

/** The cell of a plane that a region shows nearest to another. */
export function nearest(
	[row, column]: readonly [number, number],
	{ top, left, rows, columns, gap = [1, 1] }: Region,
	plane: Pick<Region, 'rows' | 'columns'>
): readonly [row: number, column: number] {
	const within = (at: number, from: number, n: number, step: number, size: number) => {
		const first = Math.max(0, from);
		const last = Math.min(size - 1, from + (n - 1) * step);
		return Math.max(first, Math.min(last, first + Math.round((at - first) / step) * step));
	};
	return [within(row, top, rows, gap[0], plane.rows), within(column, left, columns, gap[1], plane.columns)];
}

/** The row and column of a picture that a pointer is over; null beside its cells. */
export function pointed(
	{ currentTarget, clientX, clientY }: MouseEvent,
	grid: Grid
): readonly [number, number] | null {
	const { left, top, width, height } = (currentTarget as Element).getBoundingClientRect();
	return grid.at(((clientX - left) / width) * grid.width, ((clientY - top) / height) * grid.height);
}
