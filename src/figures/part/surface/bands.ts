/** Heights on a grid as bands, in each of which about as much of the plane lies, and the contours along which they meet. */
import { range } from 'd3-array';
import { contours } from 'd3-contour';
import { scaleQuantile } from 'd3-scale';
import { line } from 'd3-shape';

/**
 * All that lies at a level or above it, for each level from the lowest on, as a path over a square with such a side. Heights
 * go row by row from the top, `fine` in a row, from one edge to the other; an area goes beyond the edges, so that its outline
 * inside them is a contour.
 */
export function areasOf(heights: Float64Array, fine: number, bands: number, side: number): string[] {
	const { quantiles } = scaleQuantile(Array.from(heights).filter(Number.isFinite), range(bands));
	// A plain has one level, and where no height is a number there is none.
	const levels = new Set(quantiles().filter(Number.isFinite));
	// A point of the grid is the middle of a cell.
	const to = (at: number) => ((at - 0.5) * side) / (fine - 1);
	const ring = line<readonly number[]>()
		.x(([x]) => to(x!))
		.y(([, y]) => to(y!))
		.digits(1);
	return contours()
		.size([fine, fine])
		.thresholds([...levels])(Array.from(heights))
		.map(({ coordinates }) =>
			coordinates.flatMap((polygon) => polygon.map((points) => ring(points))).join('')
		);
}
