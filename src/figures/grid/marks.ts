/** A cell that is marked in a plane: which of the tensor's, and where it lies. */
export interface Mark {
	readonly cell: number;
	readonly row: number;
	readonly column: number;
}

/** A rectangle around cells of a plane, in its rows and columns. */
export interface Frame {
	readonly top: number;
	readonly left: number;
	readonly rows: number;
	readonly columns: number;
	/** Which plane of a tensor that has several, where it is not the first. */
	readonly plane?: number;
}

/** How high a flag is, and how far it keeps from the cell. */
const [FLAG, CLEAR] = [24, 8];
/** A plane of so many flags is long. */
const LONG = 6;
/** A plane of fewer pixels has no room for a flag: it stands beside it. */
export const LOW = 3 * FLAG;

export interface Flag {
	readonly text: string;
	readonly x: number;
	readonly y: number;
	readonly width: number;
}

/**
 * Where the flag stands that says a number too small to print: under its cell, over it in the last rows, and where the
 * plane is too low for either, beside its cell in a long plane, which may end where the stage does, and else beside the plane. It never covers what stands over the cells: their caption, or the names of their
 * columns, down to `top`. All in pixels; `cell` is the box that is framed.
 */
export function flagOf(
	text: string,
	cell: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
	{
		width: right,
		height: bottom,
		top = 0
	}: { readonly width: number; readonly height: number; readonly top?: number }
): Flag {
	const width = 12 + 8.5 * text.length;
	if (bottom - top < LOW) {
		const middle = cell.y + (cell.height - FLAG) / 2;
		const after = cell.x + cell.width + CLEAR;
		const inside = after + width <= right ? after : cell.x - CLEAR - width;
		return {
			text,
			width,
			x: right > LONG * width ? inside : right + CLEAR,
			y: Math.max(top, Math.min(bottom - FLAG, middle))
		};
	}
	const middle = cell.x + cell.width / 2 - width / 2;
	const under = cell.y + cell.height + CLEAR;
	const over = cell.y - CLEAR - FLAG;
	return {
		text,
		width,
		x: Math.max(0, Math.min(right - width, middle)),
		y: under + FLAG > bottom && over >= top ? over : under
	};
}
