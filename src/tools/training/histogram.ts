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
	const most = finite.reduce((largest, v) => Math.max(largest, Math.abs(v)), 0) || 1;
	const counts = new Array<number>(bins).fill(0);
	for (const v of finite) counts[Math.min(bins - 1, Math.floor(((v + most) / (2 * most)) * bins))]!++;
	return {
		low: -most,
		high: most,
		counts,
		zeros: finite.filter((v) => v === 0).length,
		lost: numbers.length - finite.length
	};
}
