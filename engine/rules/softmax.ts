/**
 * What softmax, its logarithm and cross-entropy share. A line is looked through for its largest number, then the
 * exponentials of what each number lies below it are added: no exponent is above 0, so nothing overflows, and the sum is
 * at least 1. A line of −∞ throughout has the sum 0, and 0 ÷ 0 is NaN, as in PyTorch.
 */
import { exp } from '../math.ts';
import type { Call, Cell, Step, Use } from '../op.ts';
import type { Random } from '../random.ts';
import type { Tensor } from '../tensor.ts';
import { joined, num, plain, val, valueOf } from '../tex.ts';
import { at, capital, compared, withValue } from '../words.ts';
import { lines, type Lines } from './lines.ts';

export interface Axis {
	/** The axis along which numbers compete. */
	axis?: number;
}

export const AXIS = 'the axis along which the numbers sum to 1 (−1, the last)';

export const linesOf = ({ op, xs: [x], attrs }: Call<Axis>): Lines => lines(op.name, x!.shape, attrs?.axis);

/** The cell of the first largest of the first n numbers of a line; of a NaN, where there is one. */
export function largest(data: Float64Array, g: Lines, line: number, n = g.n): number {
	let best = g.start(line);
	for (let k = 1, i = best + g.stride; k < n && data[best] === data[best]; k++, i += g.stride) {
		if (data[i]! > data[best]! || data[i] !== data[i]) best = i;
	}
	return best;
}

/** e^(x − max); 0 for −∞, also where that is the largest: so a line of −∞ throughout has the sum 0. */
export const power = (x: number, max: number): number => (x === -Infinity ? 0 : exp(x - max));

/** The sum of the first n exponentials of a line. */
export function total(data: Float64Array, g: Lines, line: number, max: number, n = g.n): number {
	let sum = 0;
	for (let k = 0, i = g.start(line); k < n; k++, i += g.stride) sum += power(data[i]!, max);
	return sum;
}

/** The largest of a line as a cell, and the sum of its exponentials. */
export function statistics(x: Tensor, g: Lines, line: number): { max: Cell; sum: number } {
	const max: Cell = [x, largest(x.data, g, line)];
	return { max, sum: total(x.data, g, line, valueOf(max)) };
}

/** Cells that a step reads, each once. */
export const distinct = (...cells: readonly Cell[]): Cell[] =>
	cells.filter(([t, i], k) => cells.findIndex(([u, j]) => t === u && i === j) === k);

/** What is said of a line whose exponentials add up to 0. */
export const nothing = ({ word }: Lines): string => `every score of the ${word} is −∞: 0 ÷ 0`;

/** e^{x − max} with numbers; −∞ stands alone, since −∞ − (−∞) is nothing. */
export const powerTex = (x: Cell, max: Cell): string =>
	valueOf(x) === -Infinity ? `e^{${val(x, false)}}` : `e^{${val(x, false)} - ${val(max)}}`;

/** The exponentials of a line, added up, with numbers. */
export const totalTex = (g: Lines, line: number, max: Cell): string =>
	// Under a fraction bar nothing can break into lines.
	joined(g.n, (k) => powerTex([max[0], g.start(line) + k * g.stride], max), ' + ', 4);

/** Step k of looking for the largest number of a line. */
export function findLargest(x: Tensor, g: Lines, line: number, k: number): Step {
	const read: Cell = [x, g.start(line) + k * g.stride];
	const winner: Cell = [x, largest(x.data, g, line, k + 1)];
	const value = valueOf(winner);
	const before: Cell = [x, largest(x.data, g, line, k)];
	const text =
		k === 0
			? `${withValue(read)} is the first number of its ${g.word}, and so far the largest.`
			: winner[1] === read[1]
				? `${compared(read, before, true)}, so it is the largest of its ${g.word} so far.`
				: `${compared(read, before, false)}: ${at(winner)} stays the largest.`;
	return {
		reads: [read],
		value,
		term: valueOf(read),
		tex:
			k === 0
				? `\\max = ${val(read, false)}`
				: `\\max(${val(before, false)},\\; ${val(read, false)}) = ${num(value)}`,
		text: capital(text),
		working: true,
		winner
	};
}

/** Step k of adding up the exponentials of a line. */
export function addPower(x: Tensor, g: Lines, line: number, k: number): Step {
	const read: Cell = [x, g.start(line) + k * g.stride];
	const max: Cell = [x, largest(x.data, g, line)];
	const before = total(x.data, g, line, valueOf(max), k);
	const term = power(valueOf(read), valueOf(max));
	const value = before + term;
	const said =
		valueOf(read) === -Infinity
			? 'weighs nothing: e to the power of −∞ is 0'
			: Number.isNaN(term)
				? `minus the largest, ${plain(valueOf(max))}, is NaN, and so is e to that power`
				: read[1] === max[1]
					? `is the largest itself, and e to the power of 0 is ${plain(term)}`
					: `lies ${plain(valueOf(max) - valueOf(read))} below the largest, and e to the power of minus that is ${plain(term)}`;
	const soFar = k === 0 ? '' : `\\underbrace{${num(before)}}_{\\text{so far}} + `;
	return {
		reads: distinct(read, max),
		value,
		working: true,
		term,
		tex: `${soFar}${powerTex(read, max)} = ${num(value)}`,
		text: `${capital(withValue(read))} ${said}${k === 0 ? '' : `; the sum so far is ${plain(value)}`}.`
	};
}

/** The steps, of those that look for the largest and add exponentials, that read place j of a line. */
export function* statisticsUses(n: number, j: number, isLargest: boolean): Iterable<number> {
	yield j;
	if (isLargest) for (let k = 0; k < n; k++) yield n + k;
	else yield n + j;
}

/** Where a line's steps, with one final step each, read cell `index`: what softmax and its logarithm have in common. */
export function* lineUses(c: Call<Axis>, index: number): Iterable<Use> {
	const g = linesOf(c);
	const [line, j] = [g.lineOf(index), g.placeOf(index)];
	const isLargest = largest(c.xs[0]!.data, g, line) === index;
	for (let k = 0, cell = g.start(line); k < g.n; k++, cell += g.stride) {
		for (const s of statisticsUses(g.n, j, isLargest)) yield [cell, s];
		if (isLargest || k === j) yield [cell, 2 * g.n];
	}
}

export function axisSample(random: Random) {
	const shape = Array.from({ length: random.integer(1, 3) }, () => random.integer(1, 4));
	const axis = random.integer(-shape.length, shape.length - 1);
	return { xs: [{ shape }], attrs: random.next() < 0.3 ? {} : { axis } };
}
