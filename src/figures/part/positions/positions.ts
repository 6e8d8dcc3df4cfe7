/**
 * Positional encodings as a picture: which table of sines and cosines a step adds, at which position it begins, by how
 * much the trace shifts it, and which pair a cell belongs to. Positions are found by comparing the table with the formula.
 */
import { partsIn, type Node, type Scope, type Tensor } from '#engine';
import { frequency, positionalEncoding } from '#engine/layers/positional.ts';
import { namesOf } from '../attention/head.ts';
import { productOf, tableAround } from './table.ts';

export interface Encoding {
	/** Positions × d. */
	readonly tensor: Tensor;
	/** The position of its first row. */
	readonly from: number;
	/** What stands at its positions; null where these have no names. */
	readonly names: readonly string[] | null;
}

/** Positions that are tried. */
const MOST = 160;

/** The position at which a table begins: where the formula comes closest to it, since a student may have changed it. */
export function beginsAt(tensor: Tensor): number {
	const [n, d] = tensor.shape as readonly [number, number];
	const formula = positionalEncoding(MOST + n, d);
	const off = (from: number) =>
		tensor.data.reduce((sum, value, k) => sum + Math.abs(value - formula[from * d + k]!), 0);
	return closest(off);
}

/** The k of a matrix that turns every pair by k positions; 1, the next position, where there is no such matrix. */
export function shiftOf(root: Scope): number {
	const turn = productOf(partsIn(root, 'rotation')[0] ?? null)?.call.xs[1];
	if (!turn) return 1;
	const d = turn.shape[0]!;
	const off = (k: number) => {
		let sum = 0;
		for (let i = 0; i < Math.floor(d / 2); i++) {
			const angle = k * frequency(i, d);
			sum += Math.abs(turn.data[2 * i * d + 2 * i]! - Math.cos(angle));
			sum += Math.abs(turn.data[(2 * i + 1) * d + 2 * i]! - Math.sin(angle));
		}
		return sum;
	};
	return closest(off);
}

function closest(off: (position: number) => number): number {
	let [best, least] = [0, Infinity];
	for (let position = 0; position < MOST; position++) {
		const distance = off(position);
		if (distance < least) [best, least] = [position, distance];
	}
	return best;
}

export function encodingAround(node: Node): Encoding | null {
	const found = tableAround(node);
	if (!found) return null;
	const { tensor, sum } = found;
	return { tensor, from: beginsAt(tensor), names: sum ? namesOf(sum.out) : null };
}

export interface Place {
	readonly position: number;
	readonly pair: number;
}

/** The position and the pair that a cell is about; null where it is no cell of positions × d. */
export function placeOf({ tensor, from }: Encoding, out: Tensor, cell: number): Place | null {
	const [n, d] = tensor.shape as readonly [number, number];
	if (out.shape.length !== 2 || out.shape[0] !== n || out.shape[1] !== d) return null;
	const pair = Math.floor((cell % d) / 2);
	return { position: from + Math.floor(cell / d), pair: Math.min(pair, pairsOf(d) - 1) };
}

/** A last column without a partner is no pair. */
export const pairsOf = (d: number): number => Math.floor(d / 2);

/** So many positions are drawn at least, and so many more than are needed. */
const LEAST = 32;
const BEYOND = 3;

/** How many positions are drawn, from 0 on: those of the trace, and where the shift leads from them. */
export const drawn = ({ tensor, from }: Encoding, shift: number): number =>
	Math.max(LEAST, from + tensor.shape[0]! + shift) + BEYOND;

/**
 * The table on its side, a row for each column and a column for each position from 0 on: the numbers of the trace where
 * it has any, and what the formula gives elsewhere.
 */
export function sideways({ tensor, from }: Encoding, positions: number): Float64Array {
	const [n, d] = tensor.shape as readonly [number, number];
	const formula = positionalEncoding(positions, d);
	return Float64Array.from({ length: positions * d }, (_, k) => {
		const [column, position] = [Math.floor(k / positions), k % positions];
		const row = position - from;
		return row >= 0 && row < n ? tensor.data[row * d + column]! : formula[position * d + column]!;
	});
}

/** Sine and cosine of a pair at a position: those of the trace where it has them. */
export function pairAt({ tensor, from }: Encoding, { position, pair }: Place): readonly [number, number] {
	const [n, d] = tensor.shape as readonly [number, number];
	const row = position - from;
	const inTrace = row >= 0 && row < n;
	const data = inTrace ? tensor.data : positionalEncoding(1, d, position);
	const at = (inTrace ? row * d : 0) + 2 * pair;
	return [data[at]!, data[at + 1]!];
}
