/** How the numbers of a file compare with those that are computed from it, by the kind of op that wrote them. */

/** How one kind of op compares with the values of the file. */
export interface Check {
	readonly op: string;
	/** Numbers compared. */
	readonly values: number;
	/** The largest difference between a stored and a recomputed number, and where. */
	readonly largest: number;
	readonly at: { readonly tensor: string; readonly cell: number } | null;
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

/** So far may a recomputed number be off, as a share of the largest number of its tensor (or of 1). */
export const TOLERANCE = { float64: 1e-10, float32: 1e-4 };

export class Checks {
	readonly #found = new Map<string, { -readonly [K in keyof Check]: Check[K] }>();

	get list(): readonly Check[] {
		return [...this.#found.values()];
	}

	/** `tolerance` is a share of the largest stored number, or of 1. */
	compare(op: string, tensor: string, stored: Float64Array, computed: Float64Array, tolerance: number): void {
		const found = this.#found.get(op) ?? { op, values: 0, largest: 0, at: null, mismatches: 0, first: null };
		this.#found.set(op, found);
		const allowed = tolerance * scaleOf(stored);
		for (let cell = 0; cell < stored.length; cell++) {
			const off = distance(stored[cell]!, computed[cell]!);
			if (off > found.largest) {
				found.largest = off;
				found.at = { tensor, cell };
			}
			if (off > allowed) {
				found.mismatches++;
				found.first ??= { tensor, cell, stored: stored[cell]!, computed: computed[cell]! };
			}
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

/** The largest finite number of a tensor, or 1: what rounding errors are measured against. */
function scaleOf(values: Float64Array): number {
	let most = 1;
	for (const value of values) {
		const a = Math.abs(value);
		if (a > most && a < Infinity) most = a;
	}
	return most;
}
