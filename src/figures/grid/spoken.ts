/** The active cell of a grid in words, for those who hear it. */
import { plain, type Tensor } from '#engine';
import type { View, Write } from '#src/figures/op/view.ts';
import type { Labels } from './labels.ts';
import { inPlane } from './plane.ts';

interface At {
	readonly row: number;
	readonly column: number;
	/** The cell of the tensor; −1 where none lies there. */
	readonly cell: number;
}

/** "row 2, column 0", by the names that rows and columns have; of cells in an order of their own, where they lie in their tensor. */
export function nameOf(tensor: Tensor, { rows, columns }: Labels, at: At, ordered: boolean): string {
	const [row, column] = ordered && at.cell >= 0 ? inPlane(tensor.shape, at.cell) : [at.row, at.column];
	return `${rows?.[row] ?? `row ${row}`}, ${columns?.[column] ?? `column ${column}`}`;
}

/** What it holds, and what it held in the run that is compared with. */
export function told(view: View, tensor: Tensor, cell: number, written: Write | null): string {
	if (cell < 0) return 'none';
	if (cell < view.known(tensor)) {
		const old = view.before?.(tensor, cell);
		return `${plain(tensor.data[cell]!)}${old === undefined ? '' : `, was ${plain(old)}`}`;
	}
	const value = written?.cell === cell ? written.value : null;
	return value === null ? 'not computed yet' : `${plain(value)} so far`;
}
