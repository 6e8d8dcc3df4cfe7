/** What the figures of a convolution share: which cells a window, a pixel or a weight has to do with. */
import { PADDING, type Tensor } from '#engine';
import { geometry, type Conv2d } from '#engine/rules/conv.ts';
import { source, type Axis } from '#engine/rules/windows.ts';
import type { Frame } from './marks.ts';
import type { Region } from './plane.ts';
import type { View } from './view.ts';

export const geometryOf = ({ call: { xs, attrs } }: View['leaf']) =>
	geometry(xs[0]!.shape, xs[1]!.shape, attrs as Conv2d);

export type Geometry = ReturnType<typeof geometryOf>;

/** The input pixels under window i, j. */
export const under = (g: Geometry, [i, j]: readonly [number, number]): Region => ({
	top: source(g.y, i, 0),
	left: source(g.x, j, 0),
	rows: g.y.kernel,
	columns: g.x.kernel,
	gap: [g.y.dilation, g.x.dilation]
});

/** The windows that lie over pixel p, q, as a region of their plane. */
export function over(g: Geometry, [p, q]: readonly [number, number]): Region {
	const range = (a: Axis, at: number) => {
		const last = Math.floor((at + a.padding) / a.stride);
		const gap = a.stride === 1 ? a.dilation : 1;
		const first = Math.ceil((at + a.padding - (a.kernel - 1) * a.dilation) / a.stride);
		return { first, n: Math.floor((last - first) / gap) + 1, gap };
	};
	const [y, x] = [range(g.y, p), range(g.x, q)];
	return { top: y.first, left: x.first, rows: y.n, columns: x.n, gap: [y.gap, x.gap] };
}

/** The input pixels that weight u, v meets: one in each window. */
export const met = (g: Geometry, [u, v]: readonly [number, number]): Region => ({
	top: source(g.y, 0, u),
	left: source(g.x, 0, v),
	rows: g.y.output,
	columns: g.x.output,
	gap: [g.y.stride, g.x.stride]
});

/** The rectangle around a region. */
export const frameOf = ({ top, left, rows, columns, gap = [1, 1] }: Region): Frame => ({
	top,
	left,
	rows: (rows - 1) * gap[0] + 1,
	columns: (columns - 1) * gap[1] + 1
});

/** All places of a region, row by row. */
export const places = ({ top, left, rows, columns, gap = [1, 1] }: Region) =>
	Array.from(
		{ length: rows * columns },
		(_, k) => [top + Math.floor(k / columns) * gap[0], left + (k % columns) * gap[1]] as const
	);

/** The cell that the current step reads of a tensor; where it reads padding, one of a step shortly before. */
export function lastRead({ leaf, cell, index }: View, tensor: Tensor, back: number): number | null {
	for (let s = Math.max(0, index); s >= 0 && s >= index - back; s--) {
		const found = leaf.rule.step(leaf.call, cell, s).reads.find(([t, k]) => t === tensor && k !== PADDING);
		if (found) return found[1];
	}
	return null;
}
