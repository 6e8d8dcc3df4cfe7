/** How large the tensors of a part can be drawn in the room that there is, and in how many lines. */
import type { Tensor } from '#engine';
import { LEGIBLE } from '#src/figures/grid/grid.ts';
import { foldWidth, planeOf } from '#src/figures/grid/plane.ts';
import type { Piece } from './tiers.ts';

/** Cells are not drawn larger than this, nor smaller. */
const LARGEST = 72;
const SMALLEST = 2;
/** What stands over a tensor, and between two. */
const CAPTION = 40;
const SIGN = 74;
/** So many planes of a tensor are drawn. */
export const MOST_PLANES = 64;

/** How a tensor is laid out, in cells: its planes in a grid, each of so many rows and columns. */
export interface Extent {
	readonly rows: number;
	readonly columns: number;
	readonly planes: number;
	/** Planes beside each other. */
	readonly across: number;
}

export function extentOf({ shape }: Tensor): Extent {
	const { rows, columns } = planeOf(shape, 0);
	const all = shape.slice(0, -2).reduce((a, b) => a * b, 1);
	const planes = Math.min(MOST_PLANES, all);
	if (planes > 1) return { rows, columns, planes, across: Math.ceil(Math.sqrt(planes)) };
	const n = rows * columns;
	if (Math.min(rows, columns) > 1 || n <= 16) return { rows, columns, planes: 1, across: 1 };
	const width = foldWidth(n);
	return { rows: Math.ceil(n / width), columns: width, planes: 1, across: 1 };
}

/** Between planes of one tensor, in pixels. */
export const PLANE_GAP = 6;

/** The largest cell with which a tensor fits a box. */
function unitIn(extent: Extent, width: number, height: number): number {
	const down = Math.ceil(extent.planes / extent.across);
	const gap = (n: number) => (n - 1) * PLANE_GAP;
	const unit = Math.min(
		(width - gap(extent.across)) / (extent.across * extent.columns),
		(height - gap(down)) / (down * extent.rows)
	);
	const most = extent.planes > 1 ? LARGEST / 3 : LARGEST;
	return Math.max(SMALLEST, unit >= 6 ? Math.floor(Math.min(most, unit)) : unit);
}

export interface Fitted {
	/** Tiers in each line. */
	readonly lines: readonly number[];
	/** The cell of each piece, in pixels. */
	readonly units: readonly (readonly number[])[];
}

/** The number of lines at which most numbers can be read. */
export function fitted(tiers: readonly (readonly Piece[])[], width: number, height: number): Fitted {
	const extents = tiers.map((tier) => tier.map(({ tensor }) => extentOf(tensor)));
	const tried = Array.from({ length: Math.min(tiers.length, 5) }, (_, k) => {
		const each = Math.ceil(tiers.length / (k + 1));
		const count = Math.ceil(tiers.length / each);
		const across = Math.max(40, width / each - SIGN);
		const units = extents.map((tier) =>
			tier.map((extent) => unitIn(extent, across, Math.max(24, height / count - 16) / tier.length - CAPTION))
		);
		const score = units.flat().reduce((sum, unit) => sum + Math.sqrt(Math.min(unit, LEGIBLE + 4)), 0);
		const lines = Array.from({ length: count }, (_, n) => Math.min(each, tiers.length - n * each));
		return { lines, units, score };
	});
	return tried.reduce((a, b) => (b.score > a.score * 1.02 ? b : a));
}
