/**
 * How the tensors of an update are laid out, and how large their cells are: those of a parameter beside each other, a row for
 * each parameter; or, of few parameters, under each other where that makes cells larger, as it does of long rows.
 */
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
/** Of tensors under each other: what stands before each of them, in rem. */
const WORD = 5;
/** Of more parameters than these all stand in one table. */
const FEW = 3;
/** How many times as high as wide planes may be stacked. */
const SLENDER = [1, 2, 4, 1 / 4];

/** What a cell is worth that has to be scrolled to. */
const SCROLLED = 0.01;

export interface Row {
	readonly extent: Extent;
	readonly unit: number;
}

export interface Table {
	/** Whether the tensors of a parameter stand under each other. */
	readonly stacked: boolean;
	/** A row for each parameter: how its tensors, all of one shape, are drawn. */
	readonly rows: readonly Row[];
}

/** Of `across` tensors for each parameter. */
export function tableFor(parameters: readonly Tensor[], across: number, space: Space): Table {
	const slender = parameters.some((tensor) => extentOf(tensor).planes > 1) ? SLENDER : [1];
	const ways =
		parameters.length > FEW
			? [{ stacked: false, slender: 1 }]
			: [false, true].flatMap((stacked) => slender.map((slender) => ({ stacked, slender })));
	let [best, worth]: [Table | null, number] = [null, 0];
	for (const way of ways) {
		const { rows, fits } = rowsFor(parameters, across, space, way);
		const size = Math.min(...rows.map(({ unit }) => unit)) * (fits ? 1 : SCROLLED);
		// A little larger is not worth another order.
		if (!best || size > 1.1 * worth) [best, worth] = [{ stacked: way.stacked, rows }, size];
	}
	return best!;
}

interface Way {
	readonly stacked: boolean;
	readonly slender: number;
}

function rowsFor(
	parameters: readonly Tensor[],
	across: number,
	space: Space,
	way: Way
): { rows: Row[]; fits: boolean } {
	const { rem } = space;
	const boxes = parameters.map((tensor): Growing & { tensor: Tensor; extent: Extent } => {
		const extent = extentOf(tensor, way.slender);
		return { tensor, extent, result: false, unit: thumbnail(extent) };
	});
	const fits = grow(boxes, largestIn(space.width), () => {
		const sizes = boxes.map(({ tensor, extent, unit }) => sizeOf(tensor, extent, unit));
		const flags = boxes.map(({ extent, unit }) => (isFlagged(extent, unit) ? FLAG * rem : 0));
		const widest = Math.max(...sizes.map(([wide]) => wide));
		// Tensors stand in columns; the flag of a number stands after the last.
		const last = Math.max(...sizes.map(([wide], k) => wide + flags[k]!));
		const high = (one: number) => (way.stacked ? across * (one + rem * UNDER) : one + rem * UNDER);
		return fitsIn(
			{
				width: way.stacked ? WORD * rem + last : (across - 1) * (widest + GAP * rem) + last,
				height: sizes.reduce((sum, [, one]) => sum + high(one) + rem * LINE, rem * OVER)
			},
			space
		);
	});
	return { rows: boxes, fits: fits === 'all' };
}
