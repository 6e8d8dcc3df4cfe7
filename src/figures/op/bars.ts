/**
 * A column of bars: one stage of a computation, with a number for each row. Numbers are asked for by row, since of a row
 * of a whole vocabulary a dozen are shown.
 */
import { size } from '#engine';
import type { Tensor } from '#engine';

export interface Column {
	readonly title: string;
	/** Of a row; null where nothing is computed yet. */
	readonly value: (row: number) => number | null;
	/** The numbers between which bars are drawn; 0 is always among them. */
	readonly range: readonly [number, number];
	/** Whether these are gradients, which have a scale of their own. */
	readonly gradient?: boolean;
	/** The row that is written now, and rows that are read. */
	readonly write?: number | null;
	readonly reads?: readonly number[];
	/** What the rows come to: the largest so far, their sum. */
	readonly result?: string;
	/** The tensor the numbers stand in, and the cell of the first row with the step to the next. */
	readonly tensor?: Tensor;
	readonly first?: number;
	readonly stride?: number;
	/** A second number of each row, drawn as a line over the bar: what was expected. */
	readonly goal?: (row: number) => number | null;
}

/** Rows on the stage; of more, those around the current one. */
export const MOST = 12;

/** As a whole, so many things are named. */
const FEW = 5;

/**
 * The rows with the largest numbers of a column, gradients by size, the largest first, and those that have to be there; those of which nothing
 * is computed yet come last, in their order.
 */
export function strongest(
	{ value, gradient }: Column,
	n: number,
	also: readonly (number | null)[]
): readonly number[] {
	const by = (row: number) => {
		const number = value(row) ?? -Infinity;
		return gradient && number !== -Infinity ? Math.abs(number) : number;
	};
	const all = Array.from({ length: n }, (_, row) => row).toSorted((a, b) => by(b) - by(a) || a - b);
	return all.filter((row, k) => k < FEW || also.includes(row));
}

/** The range of a line of a tensor. */
export function rangeOf(data: ArrayLike<number>, first = 0, n = data.length, stride = 1): [number, number] {
	let [low, high] = [0, 0];
	for (let k = 0; k < n; k++) {
		const value = data[first + k * stride]!;
		if (Number.isFinite(value)) [low, high] = [Math.min(low, value), Math.max(high, value)];
	}
	return low === high ? [0, 1] : [low, high];
}

/** A line of a tensor as a column: what is not known yet is null. */
export function columnOf(
	tensor: Tensor,
	known: number,
	{ first = 0, n = size(tensor.shape), stride = 1 }: { first?: number; n?: number; stride?: number } = {}
): Column & { tensor: Tensor } {
	return {
		title: tensor.label,
		value: (row) => {
			const cell = first + row * stride;
			return cell < known ? tensor.data[cell]! : null;
		},
		range: rangeOf(tensor.data, first, n, stride),
		gradient: tensor.gradientOf !== null,
		tensor,
		first,
		stride
	};
}

/** A column in which one row is being written. */
export const writing = (column: Column, row: number, value: number): Column => ({
	...column,
	value: (k) => (k === row ? value : column.value(k)),
	range: [Math.min(column.range[0], value || 0), Math.max(column.range[1], value || 0)],
	write: row
});
