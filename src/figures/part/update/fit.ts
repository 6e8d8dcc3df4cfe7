/** How large the cells of parameters are drawn, so that all tensors of a row stand beside each other and all rows fit. */
import type { Tensor } from '#engine';
import { largestIn } from '#src/figures/grid/grid.ts';
import {
	extentOf,
	fitsIn,
	FLAG,
	grow,
	isFlagged,
	LINE,
	sizeOf,
	thumbnail,
	type Extent,
	type Growing,
	type Space
} from '../pieces/fit.ts';

/** Between the tensors of a row, under a row, and over all of them, in rem. */
const [GAP, UNDER, OVER] = [2, 0.8, 3.2];

export interface Row {
	readonly extent: Extent;
	readonly unit: number;
}

/** A row of `across` tensors of one shape for each parameter. */
export function rowsFor(parameters: readonly Tensor[], across: number, space: Space): Row[] {
	const { rem } = space;
	const boxes = parameters.map((tensor): Growing & { tensor: Tensor; extent: Extent } => ({
		tensor,
		extent: extentOf(tensor),
		result: false,
		unit: thumbnail(extentOf(tensor))
	}));
	grow(boxes, largestIn(space.width), () => {
		const sizes = boxes.map(({ tensor, extent, unit }) => sizeOf(tensor, extent, unit));
		const flags = boxes.map(({ extent, unit }) => (isFlagged(extent, unit) ? FLAG * rem : 0));
		const widest = Math.max(...sizes.map(([wide]) => wide));
		// Tensors stand in columns; the flag of a number stands after the last.
		const last = Math.max(...sizes.map(([wide], k) => wide + flags[k]!));
		return fitsIn(
			{
				width: (across - 1) * (widest + GAP * rem) + last,
				height: sizes.reduce((sum, [, high]) => sum + high + rem * (UNDER + LINE), rem * OVER)
			},
			space
		);
	});
	return boxes;
}
