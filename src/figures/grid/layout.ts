/** Where the numbers of a plane lie in their tensor: row by row, column by column where rows and columns change places, or in an order of their own. */
export interface Layout {
	/** The first cell of the plane. */
	readonly offset: number;
	readonly rows: number;
	readonly columns: number;
	readonly transposed: boolean;
	/** The tensor's cells row by row, where they do not lie as in the plane; −1 where none does. */
	readonly order: readonly number[] | null;
}

/** The tensor's cell at a row and a column. */
export function cellsOf({
	offset,
	rows,
	columns,
	transposed,
	order
}: Layout): (r: number, c: number) => number {
	if (order) return (r, c) => order[r * columns + c]!;
	if (transposed) return (r, c) => offset + c * rows + r;
	return (r, c) => offset + r * columns + c;
}

/** The row and the column of a cell of the tensor; null where it is none of the `count` that the plane has. */
export function placeOf(
	{ offset, rows, columns, transposed, order }: Layout,
	count: number,
	cell: number
): [row: number, column: number] | null {
	const k = order ? order.indexOf(cell) : cell - offset;
	if (cell < 0 || k < 0 || k >= count) return null;
	return transposed ? [k % rows, Math.floor(k / rows)] : [Math.floor(k / columns), k % columns];
}
