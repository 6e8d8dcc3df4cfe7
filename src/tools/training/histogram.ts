import { bin, max, range } from 'd3-array';

/** How many numbers lie in each of some intervals of one width. */
export interface Histogram {
	readonly low: number;
	readonly high: number;
	readonly counts: readonly number[];
	/** Of all numbers, those that are exactly 0, and those that are no finite number, which lie in no interval. */
	readonly zeros: number;
	readonly lost: number;
}

/** An odd number of intervals about 0, so that small numbers of both signs lie in the middle. */
export function histogram(numbers: readonly number[], bins = 21): Histogram {
	const finite = numbers.filter(Number.isFinite);
	const most = max(finite, Math.abs) || 1;
	const edges = range(1, bins).map((k) => most * ((2 * k) / bins - 1));
	return {
		low: -most,
		high: most,
		counts: bin()
			.domain([-most, most])
			.thresholds(edges)(finite)
			.map(({ length }) => length),
		zeros: finite.filter((v) => v === 0).length,
		lost: numbers.length - finite.length
	};
}
