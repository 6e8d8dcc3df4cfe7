/** Where the cells of all planes of a tensor lie in a grid of planes, and which cell lies where. */
import { drawn, PLANE_GAP, type Extent } from './fit.ts';

export interface Places {
	/** All planes, in pixels. */
	readonly width: number;
	readonly height: number;
	/** The corner of a cell; null where its plane is not drawn. */
	of(cell: number): { readonly x: number; readonly y: number } | null;
	/** The cell at a point; null between planes and beside them. */
	at(x: number, y: number): number | null;
	/** The cell to which a key leads, from plane to plane; null for a key that leads nowhere. */
	beside(cell: number, key: string): number | null;
}

export function placesOf(extent: Extent, unit: number): Places {
	const { rows, columns, planes, across } = extent;
	const [width, height] = drawn(extent, unit);
	const [wide, high] = [Math.max(3, columns * unit) + PLANE_GAP, Math.max(3, rows * unit) + PLANE_GAP];
	/** The row and the column among those of all planes. */
	const place = (cell: number): [row: number, column: number] => {
		const plane = Math.floor(cell / (rows * columns));
		const within = cell % (rows * columns);
		return [
			Math.floor(plane / across) * rows + Math.floor(within / columns),
			(plane % across) * columns + (within % columns)
		];
	};
	const cellAt = (row: number, column: number): number | null => {
		if (row < 0 || column < 0 || column >= across * columns) return null;
		const plane = Math.floor(row / rows) * across + Math.floor(column / columns);
		return plane < planes ? (plane * rows + (row % rows)) * columns + (column % columns) : null;
	};
	return {
		width,
		height,
		of(cell) {
			const [row, column] = place(cell);
			if (cell >= planes * rows * columns) return null;
			return {
				x: Math.floor(column / columns) * wide + (column % columns) * unit,
				y: Math.floor(row / rows) * high + (row % rows) * unit
			};
		},
		at(x, y) {
			if (x < 0 || y < 0) return null;
			const [c, r] = [Math.floor((x % wide) / unit), Math.floor((y % high) / unit)];
			if (c >= columns || r >= rows) return null;
			return cellAt(Math.floor(y / high) * rows + r, Math.floor(x / wide) * columns + c);
		},
		beside(cell, key) {
			const [row, column] = place(cell);
			const to: Record<string, readonly [number, number]> = {
				ArrowRight: [row, column + 1],
				ArrowLeft: [row, column - 1],
				ArrowDown: [row + 1, column],
				ArrowUp: [row - 1, column]
			};
			const next = to[key];
			return next ? (cellAt(...next) ?? cell) : null;
		}
	};
}
