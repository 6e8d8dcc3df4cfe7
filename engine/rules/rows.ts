/**
 * Where numbers repeat row after row, as a bias does over a batch, or one number everywhere: such operands can be worked on
 * a row at a time by the loops that are for whole arrays.
 */
import { size, type Shape } from '../tensor.ts';

/** Shorter rows are not worth a call of their own. */
const SHORTEST = 3;
/** So long may a row be that a single number is copied to. */
const LONGEST = 4096;

/** How many numbers make a row that each shape either has for every repetition or once for all; 0 where there is none. */
export function commonRow(big: Shape, shapes: readonly Shape[]): number {
	const total = size(big);
	const rows = shapes.filter((shape) => size(shape) !== total && size(shape) > 1);
	// Where only single numbers are repeated, all is one row, unless a copy of it would be large.
	const n = rows.length ? size(rows[0]!) : total <= LONGEST ? total : (big.at(-1) ?? 1);
	return n >= SHORTEST && rows.every((shape) => size(shape) === n && endsWith(big, shape)) ? n : 0;
}

/** Whether a shape, but for axes of length 1 before it, is the end of another. */
function endsWith(big: Shape, shape: Shape): boolean {
	const own = shape.slice(shape.findIndex((d) => d !== 1));
	return own.every((d, k) => d === big[big.length - own.length + k]);
}

/** An operand as rows: where its numbers are, and how far each row lies from the one before; a single number is repeated to a row once. */
export function rowsOf(
	data: Float64Array,
	total: number,
	n: number
): readonly [data: Float64Array, step: number] {
	if (data.length === total) return [data, n];
	return [data.length === n ? data : new Float64Array(n).fill(data[0]!), 0];
}
