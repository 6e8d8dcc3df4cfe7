/** Heights on a grid as bands of equal height, drawn pixel by pixel: where a band ends, a contour runs. */

export interface Heights {
	/** Row by row from the top, `fine` in a row, from one edge to the other. */
	readonly values: Float64Array;
	readonly fine: number;
}

/** The height between the points of the grid, at shares from 0 to 1 from the left and from the top. */
export function heightAt({ values, fine }: Heights, across: number, down: number): number {
	const [x, y] = [across * (fine - 1), down * (fine - 1)];
	const [c, r] = [Math.min(fine - 2, Math.floor(x)), Math.min(fine - 2, Math.floor(y))];
	const [dx, dy] = [x - c, y - r];
	const at = (row: number, column: number) => values[row * fine + column]!;
	const top = at(r, c) * (1 - dx) + at(r, c + 1) * dx;
	const bottom = at(r + 1, c) * (1 - dx) + at(r + 1, c + 1) * dx;
	return top * (1 - dy) + bottom * dy;
}

/** The heights at which bands end: so that about as much of the plane lies in each. */
export function levelsOf({ values }: Heights, bands: number): number[] {
	const sorted = [...values].filter(Number.isFinite).sort((a, b) => a - b);
	const levels = Array.from(
		{ length: bands - 1 },
		(_, k) => sorted[Math.floor(((k + 1) / bands) * (sorted.length - 1))]!
	);
	return [...new Set(levels)];
}

/** The band of a height, from 0 for the lowest. */
export function bandOf(height: number, levels: readonly number[]): number {
	let [low, high] = [0, levels.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (levels[middle]! < height) low = middle + 1;
		else high = middle;
	}
	return low;
}
