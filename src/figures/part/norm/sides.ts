/**
 * A normalization of a matrix, two ways: what shares a mean and a variance is a row, as in layer norm, or a column, as in
 * batch norm. Both can be drawn of one matrix, the one that the part does and the other for comparison.
 */
import { leavesOf, type Leaf, type Node, type Tensor } from '#engine';
import { channels, meanOf, rows, squares, type Groups } from '#engine/rules/statistics.ts';
import { telling } from '#engine/telling.ts';
import type { Frame } from '#src/figures/grid/marks.ts';

/** The normalizing ops, and what shares their statistics. */
const GROUPS: Readonly<Record<string, 'row' | 'column'>> = { layerNorm: 'row', batchNorm: 'column' };

export interface Norm {
	readonly leaf: Leaf;
	readonly x: Tensor;
	readonly along: 'row' | 'column';
	/** Running mean and variance, where they are given. */
	readonly given: readonly [mean: Tensor, variance: Tensor] | null;
}

/** The normalization of a matrix in a part of forward; null where there is none, or more than one. */
export function normIn(node: Node): Norm | null {
	if (node.phase !== 'forward') return null;
	const all = leavesOf(node).filter(({ call }) => call.op.name in GROUPS);
	const [leaf] = all;
	if (all.length !== 1 || leaf!.call.xs[0]!.shape.length !== 2) return null;
	const [x, , , mean, variance] = leaf!.call.xs as Tensor[];
	return {
		leaf: leaf!,
		x: x!,
		along: GROUPS[leaf!.call.op.name]!,
		given: mean && variance ? [mean, variance] : null
	};
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
export function sideOf({ x, leaf, along: own, given }: Norm, along: 'row' | 'column'): Side {
	const [m, n] = x.shape as readonly [number, number];
	const g: Groups = along === 'row' ? rows(x.shape) : channels(x.shape);
	const at = g.groupOf(telling(leaf.out).cell);
	const statistics = Array.from({ length: g.count }, (_, group): Statistic => {
		if (given && along === own) return { mean: given[0].data[group]!, variance: given[1].data[group]! };
		const mean = meanOf(x.data, g, group);
		return { mean, variance: squares(x.data, g, group, mean) / g.n };
	});
	const frame =
		along === 'row' ? { top: at, left: 0, rows: 1, columns: n } : { top: 0, left: at, rows: m, columns: 1 };
	return { along, frame, at, statistics };
}

/** In rem: what the statistics beside a row take, those under a column, the sign before the result, a caption. */
export const TAKES = { beside: 4, under: 2.5, sign: 5.5, caption: 3 } as const;

export interface Layout {
	readonly unit: number;
	/** Whether the other way is drawn too, and whether the result stands on a line of its own. */
	readonly compared: boolean;
	readonly lines: 1 | 2;
}

/** Both ways and the result in a line where numbers can be read then; else the part's own way, over or before its result. */
export function layoutOf(
	[rows, columns]: readonly [number, number],
	{ width, height, rem }: { readonly width: number; readonly height: number; readonly rem: number },
	legible: number
): Layout {
	const unit = (across: number, lines: number, signs: number) => {
		const wide = (width - rem * (TAKES.beside + signs * TAKES.sign + 2)) / (across * columns);
		const high = (height / lines - rem * (TAKES.caption + TAKES.under)) / rows;
		return Math.max(3, Math.floor(Math.min(wide, high, Math.max(84, width / 8))));
	};
	const three = { unit: unit(3, 1, 1), compared: true, lines: 1 } as const;
	if (three.unit >= legible) return three;
	const line = { unit: unit(2, 1, 1), compared: false, lines: 1 } as const;
	const two = { unit: unit(1, 2, 0), compared: false, lines: 2 } as const;
	return two.unit > line.unit ? two : line;
}
