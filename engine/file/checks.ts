/** How the numbers of a file compare with those that are computed from it, by the kind of op that wrote them. */
import { EPSILON, SMALLEST, type Dtype } from './rounding.ts';

/** How one kind of op compares with the values of the file. */
export interface Check {
	readonly op: string;
	/** Numbers compared. */
	readonly values: number;
	/** The largest difference between a stored and a recomputed number, and where. */
	readonly largest: number;
	readonly at: { readonly tensor: string; readonly cell: number } | null;
	/**
	 * Numbers that are further apart than a sum of so many terms usually is, and no further than one ulp of the inputs
	 * moves them: large numbers cancel in them.
	 */
	readonly rounded: number;
	/** Numbers further apart than rounding explains. */
	readonly mismatches: number;
	/** The first of them. */
	readonly first: Mismatch | null;
}

export interface Mismatch {
	readonly tensor: string;
	readonly cell: number;
	readonly stored: number;
	readonly computed: number;
}

/** So many times the error that is expected of rounding may a number be off: other programs add in another order. */
export const FACTOR = 16;

export interface Compared {
	readonly stored: Float64Array;
	readonly computed: Float64Array;
	readonly dtype: Dtype;
	/** How many steps led to one number. */
	readonly terms: number;
	/** What errors are measured against at the least: 1 where numbers that the file does not hold, of a layer, lie between. */
	readonly scale?: number;
	/** By how much one ulp of the inputs moves each number: asked for where a number is further off than usual. */
	movement?(): Float64Array;
}

export class Checks {
	readonly #found = new Map<string, { -readonly [K in keyof Check]: Check[K] }>();

	get list(): readonly Check[] {
		return [...this.#found.values()];
	}

	compare(op: string, tensor: string, { stored, computed, dtype, terms, ...more }: Compared): void {
		const found = this.#found.get(op) ?? {
			op,
			values: 0,
			largest: 0,
			at: null,
			rounded: 0,
			mismatches: 0,
			first: null
		};
		this.#found.set(op, found);
		const factor = FACTOR * Math.sqrt(terms);
		const usual = factor * (EPSILON[dtype] * Math.max(more.scale ?? 0, largestOf(stored)) + SMALLEST[dtype]);
		let movement: Float64Array | undefined;
		for (let cell = 0; cell < stored.length; cell++) {
			const off = distance(stored[cell]!, computed[cell]!);
			if (off > found.largest) {
				found.largest = off;
				found.at = { tensor, cell };
			}
			if (off <= usual) continue;
			movement ??= more.movement?.() ?? new Float64Array(stored.length);
			if (off <= usual + FACTOR * movement[cell]!) {
				found.rounded++;
				continue;
			}
			found.mismatches++;
			found.first ??= { tensor, cell, stored: stored[cell]!, computed: computed[cell]! };
		}
		found.values += stored.length;
	}
}

/** Equal where both are NaN, or the same infinity. */
const distance = (a: number, b: number): number => {
	if (Object.is(a, b) || a === b) return 0;
	const off = Math.abs(a - b);
	return Number.isNaN(off) ? Infinity : off;
};

/** The largest finite number of a tensor: what rounding errors are measured against. */
function largestOf(values: Float64Array): number {
	let most = 0;
	for (const value of values) {
		const a = Math.abs(value);
		if (a > most && a < Infinity) most = a;
	}
	return most;
}
