/**
 * A normalization of a matrix, two ways: what shares a mean and a variance is a row, as in layer norm, or a column, as in
 * batch norm. Both can be drawn of one matrix, the one that the part does and the other for comparison.
 */
import { channels, meanOf, rows, squares, type Groups } from '#engine/rules/statistics.ts';
import { telling } from '#engine/telling.ts';
import { largestIn } from '#src/figures/grid/grid.ts';
import type { Frame } from '#src/figures/grid/marks.ts';
import type { Norm } from './norm.ts';

/** Along what a matrix is normalized; null of a tensor of other axes, and where several ops do it. */
export function alongOf({ x, leaf }: Norm): 'row' | 'column' | null {
	if (!leaf || x.shape.length !== 2 || leaf.call.xs[0] !== x) return null;
	return leaf.call.op.name === 'batchNorm' ? 'column' : 'row';
}

export interface Statistic {
	readonly mean: number;
	readonly variance: number;
}

export interface Side {
	readonly along: 'row' | 'column';
	readonly frame: Frame;
	/** Which row or column is framed: that of the cell that stands for the result. */
	readonly at: number;
	/** Of each row, or column. */
	readonly statistics: readonly Statistic[];
}

/** One way to share a mean and a variance in the matrix; they are the given ones where the part takes such. */
export function sideOf(norm: Norm, along: 'row' | 'column'): Side {
	const { x, y, given } = norm;
	const [m, n] = x.shape as readonly [number, number];
	const g: Groups = along === 'row' ? rows(x.shape) : channels(x.shape);
	const at = g.groupOf(telling(y).cell);
	const statistics = Array.from({ length: g.count }, (_, group): Statistic => {
		if (given && along === alongOf(norm))
			return { mean: given[0].data[group]!, variance: given[1].data[group]! };
		const mean = meanOf(x.data, g, group);
		return { mean, variance: squares(x.data, g, group, mean) / g.n };
	});
	const frame =
		along === 'row' ? { top: at, left: 0, rows: 1, columns: n } : { top: 0, left: at, rows: m, columns: 1 };
	return { along, frame, at, statistics };
}

/** In rem: what the statistics beside a row take, those before and under a column, the sign before a result, or over it, a caption. */
export const TAKES = {
	beside: 5.6,
	under: 2.8,
	sign: 8.5,
	over: 2.2,
	caption: 2.4,
	gap: 1,
	before: 1.5
} as const;

export interface Layout {
	readonly unit: number;
	/** Whether the other way is drawn too, and whether the result stands under the part's own. */
	readonly compared: boolean;
	readonly stacked: boolean;
}

/** Both ways with the result where numbers can be read then, beside each other or the result under its own; else its own way alone. */
export function layoutOf(
	[rows, columns]: readonly [number, number],
	{ width, height, rem }: { readonly width: number; readonly height: number; readonly rem: number },
	legible: number
): Layout {
	const laid = (compared: boolean, stacked: boolean): Layout => {
		const across = (compared ? 2 : 1) + (stacked ? 0 : 1);
		const signs = stacked ? 0 : TAKES.sign;
		const wide =
			(width - rem * (TAKES.beside + TAKES.before + signs + across * TAKES.gap)) / (across * columns);
		const captions = TAKES.caption + TAKES.under + (stacked ? TAKES.over + TAKES.caption : 0);
		const high = (height - rem * captions) / ((stacked ? 2 : 1) * rows);
		const unit = Math.max(3, Math.floor(Math.min(wide, high, largestIn(width))));
		return { unit, compared, stacked };
	};
	const larger = (compared: boolean) => {
		const [line, stack] = [laid(compared, false), laid(compared, true)];
		return stack.unit > line.unit ? stack : line;
	};
	const both = larger(true);
	return both.unit >= legible ? both : larger(false);
}
