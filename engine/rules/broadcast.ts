/**
 * Broadcasting as in NumPy: shapes are aligned at their last axis, and an axis of length 1, or one that is missing,
 * is repeated. The gradient of a repeated cell is the sum over its repetitions, one elementary step for each.
 */
import { fail } from '../errors.ts';
import { coordinates, shapeName, size, strides, type Shape } from '../tensor.ts';

/** The shape that both repeat to. */
export function broadcastShape(op: string, a: Shape, b: Shape): Shape {
	const rank = Math.max(a.length, b.length);
	const shape = new Array<number>(rank);
	for (let d = 0; d < rank; d++) {
		const [m, n] = [a[a.length - rank + d] ?? 1, b[b.length - rank + d] ?? 1];
		if (m !== n && m !== 1 && n !== 1) {
			fail(
				'shape',
				`${op}: shapes ${shapeName(a)} and ${shapeName(b)} do not broadcast, because axis ${d - rank} has length ${m} in one and ${n} in the other: make them equal, or one of them 1`
			);
		}
		shape[d] = m === 1 ? n : m;
	}
	return shape;
}

export interface Repetition {
	/** How often each cell of the small shape is repeated. */
	readonly times: number;
	/** The cell of the small shape that a cell of the big shape repeats. */
	source(big: number): number;
	/** The r-th repetition of a cell, in row-major order. */
	repeat(small: number, r: number): number;
	/** Which repetition a cell of the big shape is: the inverse of `repeat`. */
	rank(big: number): number;
}

export function repetition(big: Shape, small: Shape): Repetition {
	// Of an empty shape nothing is repeated.
	const times = size(small) ? size(big) / size(small) : 1;
	if (times === 1) return { times, source: (i) => i, repeat: (i) => i, rank: () => 0 };
	const lead = big.length - small.length;
	const isRepeated = big.map((d, k) => k < lead || (small[k - lead] === 1 && d !== 1));
	const long = big.flatMap((d, k) => (d > 1 ? [{ d, repeated: isRepeated[k] }] : []));
	const last = long.findLastIndex(({ repeated }) => !repeated);
	const first = long.findIndex(({ repeated }) => !repeated);
	if (long.slice(first, last + 1).every(({ repeated }) => !repeated)) {
		return block(times, size(small), size(long.slice(last + 1).map(({ d }) => d)));
	}
	const bigStrides = strides(big);
	const smallStrides = strides(small);
	const repeated = big.map((d, k) => (isRepeated[k] ? d : 1));
	return {
		times,
		source(index) {
			let out = 0;
			for (let d = big.length - 1; d >= lead; d--) {
				if (!isRepeated[d]) out += (index % big[d]!) * smallStrides[d - lead]!;
				index = Math.floor(index / big[d]!);
			}
			return out;
		},
		repeat(cell, r) {
			let out = 0;
			coordinates(small, cell).forEach((at, d) => (out += at * bigStrides[d + lead]!));
			coordinates(repeated, r).forEach((at, d) => (out += at * bigStrides[d]!));
			return out;
		},
		rank(index) {
			let out = 0;
			coordinates(big, index).forEach((at, d) => (out = isRepeated[d] ? out * big[d]! + at : out));
			return out;
		}
	};
}

/** The axes that are kept lie side by side, as for a bias: each of n cells `inner` times, and all that again and again. */
function block(times: number, n: number, inner: number): Repetition {
	const all = n * inner;
	return {
		times,
		source: n === 1 ? () => 0 : inner === 1 ? (i) => i % n : (i) => Math.floor(i / inner) % n,
		repeat: (cell, r) => Math.floor(r / inner) * all + cell * inner + (r % inner),
		rank: (i) => Math.floor(i / all) * inner + (i % inner)
	};
}
