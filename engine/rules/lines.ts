/** The lines of a tensor along one axis: the rows of a matrix along its last axis, the columns along its first. */
import { axisOf, type Shape } from '../tensor.ts';

export interface Lines {
	/** How many numbers a line has. */
	readonly n: number;
	readonly count: number;
	/** How far apart neighbours in a line lie. */
	readonly stride: number;
	/** What sentences call a line. */
	readonly word: 'row' | 'column' | 'line';
	/** The first cell of a line. */
	start(line: number): number;
	/** The line a cell lies in, and its place there. */
	lineOf(cell: number): number;
	placeOf(cell: number): number;
}

/** A single number is a line of its own, as in PyTorch. */
export function lines(op: string, given: Shape, axis = -1): Lines {
	const shape = given.length ? given : [1];
	const d = axisOf(shape, axis, op);
	const n = shape[d]!;
	let stride = 1;
	for (const length of shape.slice(d + 1)) stride *= length;
	let count = stride;
	for (const length of shape.slice(0, d)) count *= length;
	return {
		n,
		count,
		stride,
		word: d === shape.length - 1 ? 'row' : d === shape.length - 2 ? 'column' : 'line',
		start: (line) => Math.floor(line / stride) * n * stride + (line % stride),
		lineOf: (cell) => Math.floor(cell / (n * stride)) * stride + (cell % stride),
		placeOf: (cell) => Math.floor(cell / stride) % n
	};
}
