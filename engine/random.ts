/** Seeded random numbers: the same seed gives the same numbers in every browser. */
export interface Random {
	/** Uniform in [0, 1), 32 random bits. */
	next(): number;
	/** Uniform in [low, high). */
	between(low: number, high: number): number;
	/** A whole number from low to high, both included. */
	integer(low: number, high: number): number;
	pick<T>(items: readonly T[]): T;
	/** Values uniform in [−scale, scale). */
	array(n: number, scale?: number): Float64Array;
}

/** A Weyl sequence scrambled by a 32-bit integer hash: integer arithmetic only, period 2³². */
export function random(seed: number): Random {
	let state = seed | 0;
	const next = () => {
		state = (state + 0x9e3779b9) | 0;
		let h = state;
		h = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
		h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
		return ((h ^ (h >>> 15)) >>> 0) / 2 ** 32;
	};
	const between = (low: number, high: number) => low + (high - low) * next();
	const integer = (low: number, high: number) => low + Math.floor((high - low + 1) * next());
	return {
		next,
		between,
		integer,
		pick: (items) => items[integer(0, items.length - 1)]!,
		array: (n, scale = 1) => Float64Array.from({ length: n }, () => between(-scale, scale))
	};
}
