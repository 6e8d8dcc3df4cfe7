/** What the figures of a convolution share: which cells a window, a pixel or a weight has to do with. */
import { PADDING, type Tensor } from '#engine';
import { geometry, inputAt, output, taps, weight, type Conv2d } from '#engine/rules/conv.ts';
import { source, windowOf, type Axis } from '#engine/rules/windows.ts';
import { LARGEST } from '#src/figures/grid/grid.ts';
import { legibleFrom } from '#src/figures/grid/legible.svelte.ts';
import type { Frame } from '#src/figures/grid/marks.ts';
import type { Region } from '#src/figures/grid/plane.ts';
import type { Part, Room } from '#src/figures/grid/room.svelte.ts';
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

/**
 * What meets in the gradient of a pixel: tap by tap, the weights of a kernel, and the windows in which each lay on the
 * pixel, −1 where there is none, and the first cell of their plane. The kernel is one of the pixel's group.
 */
export function meeting(g: Geometry, cell: number, kernel: number) {
	const { n, c, p, q } = inputAt(g, cell);
	const o = Math.floor(c / g.channels) * g.kernels + kernel;
	const weights: number[] = [];
	const windows: number[] = [];
	for (let t = 0; t < taps(g); t++) {
		const [u, v] = [Math.floor(t / g.x.kernel), t % g.x.kernel];
		const [i, j] = [windowOf(g.y, p, u), windowOf(g.x, q, v)];
		weights.push(weight(g, o, c % g.channels, u, v));
		windows.push(i < 0 || j < 0 ? -1 : output(g, n, o, i, j));
	}
	return { weights, windows, plane: output(g, n, o, 0, 0) };
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

/** The cell that the current step reads of a tensor; before any, the one that the first step will read. */
export const cellRead = ({ leaf, cell, index }: View, tensor: Tensor): number =>
	leaf.rule
		.step(leaf.call, cell, Math.max(0, index))
		.reads.find(([t, k]) => t === tensor && k !== PADDING)?.[1] ?? 0;

/** The most pixels that a plane takes whose numbers are too small to print. */
const PICTURE = 264;

/** The longest side of a kernel whose weights are printed. */
const MOST_TAPS = 16;

/**
 * The sizes of a convolution's parts in two rows: one cell for all, so that the kernel lies on the input as large as it
 * stands beside it. Where planes are too large for that, they are pictures, and the cell is that of kernels.
 */
export function sizesIn(room: Room, g: Geometry, rows: readonly (readonly Part[])[], wide = 2 * g.x.kernel) {
	const unit = room.unit(rows);
	if (unit >= legibleFrom())
		return { unit, legible: true, plane: ({ rows, columns }: Part) => unit * Math.max(rows, columns) };
	// A kernel of the size of a picture is one, too.
	const most = Math.max(g.y.kernel, g.x.kernel);
	if (most > MOST_TAPS) return { unit: PICTURE / most, legible: false, plane: () => PICTURE };
	const across = (room.width * 0.6 - 2 * room.sign) / wide;
	const down = (room.height - 140) / 2 / (g.y.kernel + 1);
	const cell = Math.floor(Math.max(legibleFrom(), Math.min(LARGEST - 8, across, down)));
	const left = room.width - wide * cell - 2.2 * room.sign;
	const side = Math.max(96, Math.min(PICTURE, left, (room.height - 110) / 2));
	return { unit: cell, legible: false, plane: () => side };
}

/** A plane with its padding, a block of taps, and the output plane, as parts. */
export const partsOf = (g: Geometry) => ({
	input: { rows: g.y.input + 2 * g.y.padding, columns: g.x.input + 2 * g.x.padding },
	bare: { rows: g.y.input, columns: g.x.input },
	kernel: { rows: g.y.kernel, columns: g.x.kernel },
	output: { rows: g.y.output, columns: g.x.output },
	/** A bias, which is as wide as its caption. */
	one: { rows: 1, columns: 1.7 }
});
