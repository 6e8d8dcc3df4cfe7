/** Heights on a grid as bands, drawn pixel by pixel, and the contours along which they meet. */

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

/**
 * The contours of some heights as a path over a square with such a side: marching squares, each square of the grid cut into
 * four triangles around its middle, in which a contour is a straight line.
 */
export function contoursOf({ values, fine }: Heights, levels: readonly number[], side: number): string {
	const unit = side / (fine - 1);
	let path = '';
	for (let r = 0; r + 1 < fine; r++)
		for (let c = 0; c + 1 < fine; c++) {
			const corners = [
				[c, r],
				[c + 1, r],
				[c + 1, r + 1],
				[c, r + 1]
			].map(([x, y]) => [x!, y!, values[y! * fine + x!]!] as const);
			const middle = [c + 0.5, r + 0.5, corners.reduce((sum, [, , h]) => sum + h, 0) / 4] as const;
			if (!Number.isFinite(middle[2])) continue;
			corners.forEach((corner, k) => {
				const three = [corner, corners[(k + 1) % 4]!, middle];
				for (const level of levels) {
					const ends = three.flatMap(([x1, y1, h1], n) => {
						const [x2, y2, h2] = three[(n + 1) % 3]!;
						if (h1 < level === h2 < level) return [];
						const share = (level - h1) / (h2 - h1);
						return [
							`${((x1 + share * (x2 - x1)) * unit).toFixed(1)} ${((y1 + share * (y2 - y1)) * unit).toFixed(1)}`
						];
					});
					if (ends.length === 2) path += `M${ends[0]}L${ends[1]}`;
				}
			});
		}
	return path;
}
