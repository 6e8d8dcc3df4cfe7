/**
 * Groups of cells that share a mean and a variance, and the steps that compute both: the numbers are added and divided by
 * how many they are, then the squares of what each lies off the mean. Layer norm has a group for each row, batch norm one
 * for each feature or channel.
 */
import type { Cell, Step } from '../op.ts';
import { size, type Shape, type Tensor } from '../tensor.ts';
import { num, plain, val, valueOf, wrap } from '../tex.ts';
import { beyond, capital, withValue } from '../words.ts';

export interface Groups {
	/** How many cells a group has. */
	readonly n: number;
	readonly count: number;
	/** What sentences call a group. */
	readonly word: 'row' | 'column' | 'channel';
	/** The k-th cell of a group, in the order in which they lie in the tensor. */
	cell(group: number, k: number): number;
	groupOf(cell: number): number;
	placeOf(cell: number): number;
}

/** A group for each row: the numbers along the last axis. */
export function rows(shape: Shape): Groups {
	const n = shape.at(-1)!;
	return {
		n,
		count: size(shape.slice(0, -1)),
		word: 'row',
		cell: (group, k) => group * n + k,
		groupOf: (cell) => Math.floor(cell / n),
		placeOf: (cell) => cell % n
	};
}

/** A group for each place along axis 1: a feature or a channel, over the whole batch and all positions. */
export function channels(shape: Shape): Groups {
	const [batch, count] = shape as readonly [number, number];
	const inner = size(shape.slice(2));
	return {
		n: batch * inner,
		count,
		word: shape.length === 2 ? 'column' : 'channel',
		cell: (group, k) => (Math.floor(k / inner) * count + group) * inner + (k % inner),
		groupOf: (cell) => Math.floor(cell / inner) % count,
		placeOf: (cell) => Math.floor(cell / (inner * count)) * inner + (cell % inner)
	};
}

/** The sum of the first n numbers of a group. */
export function total(data: Float64Array, g: Groups, group: number, n = g.n): number {
	let sum = 0;
	for (let k = 0; k < n; k++) sum += data[g.cell(group, k)]!;
	return sum;
}

export const meanOf = (data: Float64Array, g: Groups, group: number): number => total(data, g, group) / g.n;

/** The sum of the squares of what the first n numbers of a group lie off the mean. */
export function squares(data: Float64Array, g: Groups, group: number, mean: number, n = g.n): number {
	let sum = 0;
	for (let k = 0; k < n; k++) {
		const off = data[g.cell(group, k)]! - mean;
		sum += off * off;
	}
	return sum;
}

const soFar = (k: number, before: number) =>
	k === 0 ? '' : `\\underbrace{${num(before)}}_{\\text{so far}} + `;

/** Adds number k of a group; the step after the last divides the sum by their number. */
export function meanStep(x: Tensor, g: Groups, group: number, k: number): Step {
	const before = total(x.data, g, group, k);
	if (k === g.n) {
		const value = before / g.n;
		return {
			reads: [],
			value,
			working: true,
			term: g.n,
			tex: `\\mu = \\frac{${num(before)}}{${g.n}} = ${num(value)}`,
			text: `The mean of this ${g.word} is the sum ${plain(before)} divided by ${g.n}: ${plain(value)}.`
		};
	}
	const read: Cell = [x, g.cell(group, k)];
	const value = before + valueOf(read);
	return {
		reads: [read],
		value,
		working: true,
		term: valueOf(read),
		tex: `${soFar(k, before)}${val(read)} = ${num(value)}`,
		text: capital(
			`${withValue(read)} is added${k === 0 ? ` first of this ${g.word}` : `; the sum so far is ${plain(value)}`}.`
		)
	};
}

/**
 * Adds the square of what number k of a group lies off the mean; the step after the last divides by `by`, or says the
 * variance that is given where it is another.
 */
export function varianceStep(
	x: Tensor,
	g: Groups,
	group: number,
	k: number,
	mean: number,
	{ by = g.n, value: counted }: { by?: number; value?: number } = {}
): Step {
	const before = squares(x.data, g, group, mean, k);
	if (k === g.n) {
		const value = counted ?? before / by;
		if (!Object.is(value, before / by))
			return {
				reads: [],
				value,
				working: true,
				term: by,
				tex: `\\sigma^2 = ${num(value)}`,
				text: `The mean of this ${g.word}, ${plain(mean)}, has a square beyond the largest number, 1.8e308: as in PyTorch, that leaves the variance ${plain(value)}, and with it every number of the ${g.word}.`
			};
		const less = by === g.n ? '' : ', one less than there are numbers';
		return {
			reads: [],
			value,
			working: true,
			term: by,
			tex: `\\sigma^2 = \\frac{${num(before)}}{${by}} = ${num(value)}`,
			text: `The variance of this ${g.word} is the sum of squares ${plain(before)} divided by ${by}${less}: ${plain(value)}${value === Infinity ? ', beyond the largest number, 1.8e308: what is divided by its root becomes 0' : ''}.`
		};
	}
	const read: Cell = [x, g.cell(group, k)];
	const off = valueOf(read) - mean;
	const term = off * off;
	const value = before + term;
	const lies = Number.isNaN(off)
		? `minus the mean ${plain(mean)} is NaN`
		: `is ${plain(Math.abs(off))} ${off < 0 ? 'below' : 'above'} the mean`;
	return {
		reads: [read],
		value,
		working: true,
		term,
		tex: `${soFar(k, before)}(${val(read, false)} - ${wrap(mean)})^2 = ${num(value)}`,
		text: capital(
			`${withValue(read)} ${lies}, and its square is ${plain(term)}${beyond(term, off)}${k === 0 ? '' : `; the sum so far is ${plain(value)}`}.`
		)
	};
}
