/** Where the cells of a region lie in its picture: squares, as large as the room allows. */
import { legibleFrom } from './legible.svelte.ts';
import type { Region } from './plane.ts';

/** Cells are not larger than this where the room is that of a laptop; in a larger one they grow with it. */
export const LARGEST = 84;
export const largestIn = (room: number): number => Math.max(LARGEST, room / 8);
const SMALLEST = 4;

export interface Grid {
	readonly region: Region;
	/** A cell's width and height: the same, but where a plane is too long for squares. */
	readonly unit: readonly [width: number, height: number];
	readonly left: number;
	readonly top: number;
	readonly width: number;
	readonly height: number;
	readonly legible: boolean;
	x(column: number): number;
	y(row: number): number;
	/** The row and column of the plane under a point, or null where the region has none. */
	at(x: number, y: number): readonly [row: number, column: number] | null;
	/** Whether the region shows a cell. */
	holds(row: number, column: number): boolean;
}

export function gridOf(
	region: Region,
	room: number,
	margin: readonly [left: number, top: number],
	tail: readonly [right: number, bottom: number] = [0, 0]
): Grid {
	const [left, top] = margin;
	const [gy, gx] = region.gap ?? [1, 1];
	const [across, down] = [room / region.columns, room / region.rows];
	const square = Math.min(across, down, largestIn(room));
	const fit = (size: number) => (size >= 6 ? Math.floor(size) : size);
	const unit: [number, number] =
		square >= SMALLEST
			? [fit(square), fit(square)]
			: [Math.min(across, SMALLEST + 1), Math.min(down, SMALLEST + 1)];
	const column = (c: number) => (c - region.left) / gx;
	const row = (r: number) => (r - region.top) / gy;
	const holds = (r: number, c: number) =>
		Number.isInteger(row(r)) &&
		Number.isInteger(column(c)) &&
		row(r) >= 0 &&
		column(c) >= 0 &&
		row(r) < region.rows &&
		column(c) < region.columns;
	return {
		region,
		unit,
		left,
		top,
		width: left + region.columns * unit[0] + tail[0],
		height: top + region.rows * unit[1] + tail[1],
		legible: Math.min(...unit) >= legibleFrom(),
		x: (c) => left + column(c) * unit[0],
		y: (r) => top + row(r) * unit[1],
		at(x, y) {
			const r = region.top + Math.floor((y - top) / unit[1]) * gy;
			const c = region.left + Math.floor((x - left) / unit[0]) * gx;
			return holds(r, c) ? [r, c] : null;
		},
		holds
	};
}
