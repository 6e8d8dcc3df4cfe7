/**
 * Cells that indices name along an axis of a tensor, as torch.gather and torch.scatter_add have them: every other axis of
 * the indices runs along that of the tensor, and may be shorter. One of the two takes the numbers of those cells, the
 * other adds numbers to them, and each is the way back of the other.
 */
import { fail } from '../errors.ts';
import { axisOf, shapeName, type Shape, type Tensor } from '../tensor.ts';
import { where } from '../words.ts';
import { lines } from './lines.ts';

export interface Along {
	/** The axis along which indices name a place; the last where left out. */
	axis?: number;
}

/** The cell of a tensor that a number of the indices names. */
export function named(
	op: string,
	shape: Shape,
	indices: Tensor,
	attrs: Along | undefined
): (k: number) => number {
	const axis = axisOf(shape, attrs?.axis ?? -1, op);
	return (k) => {
		const place = indices.data[k]!;
		let [cell, stride] = [0, 1];
		for (let d = shape.length - 1; d >= 0; d--) {
			const coordinate = k % indices.shape[d]!;
			k = Math.floor(k / indices.shape[d]!);
			cell += (d === axis ? place : coordinate) * stride;
			stride *= shape[d]!;
		}
		return cell;
	};
}

const found = new WeakMap<Tensor, Map<number, readonly number[]>>();

/** For each cell that is named, the numbers of the indices that name it, in order; kept by what the op gives. */
export function namers(
	y: Tensor,
	indices: Tensor,
	cellOf: (k: number) => number
): ReadonlyMap<number, readonly number[]> {
	const known = found.get(y);
	if (known) return known;
	const map = new Map<number, number[]>();
	for (let k = 0; k < indices.data.length; k++) {
		const cell = cellOf(k);
		const there = map.get(cell);
		if (there) there.push(k);
		else map.set(cell, [k]);
	}
	found.set(y, map);
	return map;
}

/** How often the cell that is named most is named, 0 where none is. */
export function mostNamed(map: ReadonlyMap<number, readonly number[]>): number {
	let most = 0;
	for (const there of map.values()) most = Math.max(most, there.length);
	return most;
}

/** Refuses indices whose shape does not fit. */
export function checkIndices(op: string, x: Shape, indices: Shape, attrs: Along | undefined): void {
	if (!x.length) fail('shape', `${op}: the input is a single number, which has no axis: reshape it to [1]`);
	const axis = axisOf(x, attrs?.axis ?? -1, op);
	if (indices.length !== x.length || indices.some((d, k) => k !== axis && d > x[k]!))
		fail(
			'shape',
			`${op}: indices of shape ${shapeName(indices)} do not fit x of shape ${shapeName(x)}: give as many axes, none but axis ${axis} longer than that of x`
		);
}

/** Refuses an index that names no place. */
export function checkPlaces(op: string, x: Shape, indices: Tensor, attrs: Along | undefined): void {
	const last = lines(op, x, attrs?.axis).n - 1;
	const bad = indices.data.findIndex((v) => !Number.isInteger(v) || v < 0 || v > last);
	if (bad < 0) return;
	const place = where(indices, bad);
	fail(
		'value',
		`${op}: ${indices.name} holds ${indices.data[bad]}${place && ` at ${place}`}, but places are counted from 0 to ${last}: give a whole number from 0 to ${last}`
	);
}
