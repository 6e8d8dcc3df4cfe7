/** A tensor as planes: its last two axes, one plane for each place along the others; and parts of such a plane. */
import { coordinates, size, type Shape, type Tensor } from '#engine';
import { axisNames } from '#engine/words.ts';

export interface PlaneAt {
	readonly index: number;
	readonly offset: number;
	readonly rows: number;
	readonly columns: number;
	/** "channel 2 (of 0–7)". */
	readonly name: string;
}

/** Which of n things that are counted from 0: "9 (of 0–15)". */
export const oneOf = (k: number, n: number): string => `${k} (of\u00a00–\u2060${n - 1})`;

export function planeOf(
	shape: Shape,
	cell: number,
	called: readonly string[] = ['image', 'channel']
): PlaneAt {
	const rows = shape.at(-2) ?? 1;
	const columns = shape.at(-1) ?? 1;
	// Of a plane without cells, the first: the figure is empty.
	const index = Math.floor(cell / (rows * columns || 1));
	const outer = shape.slice(0, -2);
	const at = coordinates(outer, index);
	const names =
		outer.length === 1 ? ['matrix'] : outer.map((_, d) => called[d - outer.length + 2] ?? `axis ${d}`);
	const name = outer.flatMap((d, k) => (d === 1 ? [] : [`${names[k]} ${oneOf(at[k]!, d)}`])).join(', ');
	return { index, offset: index * rows * columns, rows, columns, name };
}

/** The planes that lie beside a plane: those along the innermost axis of planes that has more than one. */
export function neighbours(shape: Shape, plane: PlaneAt): readonly number[] {
	const outer = shape.slice(0, -2);
	let stride = 1;
	for (let d = outer.length - 1; d >= 0; d--) {
		const n = outer[d]!;
		if (n > 1) {
			const first = plane.index - (Math.floor(plane.index / stride) % n) * stride;
			return Array.from({ length: n }, (_, k) => first + k * stride);
		}
		stride *= n;
	}
	return [plane.index];
}

/** What the axes of planes are called: those before the last two. */
export const axesOf = (tensor: Tensor): readonly string[] => axisNames(tensor).slice(0, 2);

/** Row and column of a cell in its plane. */
export const inPlane = (shape: Shape, cell: number): readonly [row: number, column: number] => {
	const columns = shape.at(-1) || 1;
	return [Math.floor(cell / columns) % (shape.at(-2) || 1), cell % columns];
};

/**
 * Where in another tensor the plane begins that belongs to a cell's own: the one at the same place, where there are as many
 * of them; else the first.
 */
export function samePlane(of: Shape, cell: number, other: Shape): number {
	const planes = (shape: Shape) => size(shape.slice(0, -2));
	if (planes(of) !== planes(other)) return 0;
	return planeOf(of, cell).index * (other.at(-2) ?? 1) * (other.at(-1) ?? 1);
}

/** A rectangle of a plane; it may reach outside, where padding lies, and skip cells in between. */
export interface Region {
	readonly top: number;
	readonly left: number;
	readonly rows: number;
	readonly columns: number;
	/** How far apart its rows and its columns are. */
	readonly gap?: readonly [vertical: number, horizontal: number];
}

/** At most `most` places of an axis of length n, so that `at` is among them, in the middle where there is room. */
export function around(at: number, n: number, most: number): { from: number; count: number } {
	const count = Math.min(n, most);
	return { from: Math.max(0, Math.min(n - count, at - Math.floor(count / 2))), count };
}

/** The cells around one, as a region of its plane. */
export function regionAround([row, column]: readonly [number, number], shape: Shape, most: number): Region {
	const r = around(row, shape.at(-2) ?? 1, most);
	const c = around(column, shape.at(-1) ?? 1, most);
	return { top: r.from, left: c.from, rows: r.count, columns: c.count };
}

/** How a single row or column of n numbers is folded: the width that fills a rectangle, near a square. */
export function foldWidth(n: number): number {
	const side = Math.max(1, Math.ceil(Math.sqrt(n)));
	for (let width = side; width <= Math.min(n, 2 * side); width++) if (n % width === 0) return width;
	return side;
}

/** The rectangle around the cells from one to another, where both lie in one plane. */
export function between(shape: Shape, first: number, last: number): Region[] {
	const area = (shape.at(-1) ?? 1) * (shape.at(-2) ?? 1);
	if (Math.floor(first / area) !== Math.floor(last / area)) return [];
	const [[top, left], [bottom, right]] = [inPlane(shape, first), inPlane(shape, last)];
	return [{ top, left, rows: bottom - top + 1, columns: right - left + 1 }];
}
