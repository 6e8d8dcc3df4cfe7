/** What max and average pooling share: the attributes, the windows, and which windows lie over a cell. */
import { fail } from '../errors.ts';
import { PADDING, type Call, type Sample, type Use } from '../op.ts';
import type { Random } from '../random.ts';
import type { Shape } from '../tensor.ts';
import type { Term } from './sum.ts';
import { checkFits, imageAxes, pair, source, windows, type Axis, type Pair } from './windows.ts';

export interface Pool {
	kernel: Pair;
	stride?: Pair;
	padding?: Pair;
	ceil?: boolean;
}

export interface Pooling {
	/** Images × channels: each plane is pooled by itself. */
	readonly planes: number;
	readonly y: Axis;
	readonly x: Axis;
	/** The most windows that can lie over one cell: the elementary steps of its gradient. */
	readonly overlap: number;
}

export function pooling(op: string, x: Shape, attrs: Pool): Pooling {
	const kernel = pair(op, 'kernel', attrs.kernel, 0, 1);
	const stride = attrs.stride === undefined ? kernel : pair(op, 'stride', attrs.stride, 1, 1);
	const padding = pair(op, 'padding', attrs.padding, 0, 0);
	const [images, channels, ...sides] = imageAxes(op, x);
	const axis = (d: 0 | 1): Axis => ({
		input: sides[d],
		kernel: kernel[d],
		stride: stride[d],
		padding: padding[d],
		dilation: 1,
		output: windows(sides[d], kernel[d], stride[d], padding[d], 1, attrs.ceil ?? false)
	});
	const [y, z] = [axis(0), axis(1)];
	const over = (a: Axis) => Math.ceil(a.kernel / a.stride);
	return { planes: images * channels, y, x: z, overlap: over(y) * over(z) };
}

export function poolShape(op: string, x: Shape, attrs: Pool): Shape {
	imageAxes(op, x);
	if (attrs?.kernel === undefined)
		fail('attribute', `${op} needs a kernel: give the window's size, such as 2`);
	const { y, x: z } = pooling(op, x, attrs);
	if (2 * y.padding > y.kernel || 2 * z.padding > z.kernel) {
		fail(
			'attribute',
			`${op}: padding ${y.padding}×${z.padding} is more than half the kernel (${y.kernel}×${z.kernel}), so a window could lie in padding alone: make padding smaller`
		);
	}
	checkFits(op, y, z);
	return [...x.slice(0, -2), y.output, z.output];
}

/** The input cell that element s of a window reads; PADDING outside. */
export function poolSource(g: Pooling, window: number, s: number): number {
	const area = g.y.output * g.x.output;
	const [plane, k] = [Math.floor(window / area), window % area];
	const p = source(g.y, Math.floor(k / g.x.output), Math.floor(s / g.x.kernel));
	const q = source(g.x, k % g.x.output, s % g.x.kernel);
	if (p < 0 || q < 0 || p >= g.y.input || q >= g.x.input) return PADDING;
	return (plane * g.y.input + p) * g.x.input + q;
}

/** The windows that lie over position p of an axis: the first of them, and how many they are. */
function over(a: Axis, p: number): readonly [first: number, count: number] {
	const first = Math.max(0, Math.ceil((p + a.padding - a.kernel + 1) / a.stride));
	const last = Math.min(a.output - 1, Math.floor((p + a.padding) / a.stride));
	return [first, Math.max(0, last - first + 1)];
}

interface Over {
	readonly count: number;
	/** The s-th window over the cell, row by row. */
	window(s: number): number;
	/** Which of the windows over the cell this one is. */
	rank(window: number): number;
}

/** The windows over a cell. */
export function windowsOver(g: Pooling, cell: number): Over {
	const area = g.y.input * g.x.input;
	const [plane, k] = [Math.floor(cell / area), cell % area];
	const [top, rows] = over(g.y, Math.floor(k / g.x.input));
	const [left, columns] = over(g.x, k % g.x.input);
	const before = (plane * g.y.output + top) * g.x.output + left;
	return {
		count: rows * columns,
		window: (s) => before + Math.floor(s / columns) * g.x.output + (s % columns),
		rank: (window) => Math.floor((window - before) / g.x.output) * columns + ((window - before) % g.x.output)
	};
}

/** The windows that read a cell, and as which of their elements. */
export function* usesOf(g: Pooling, cell: number): Iterable<Use> {
	const [p, q] = [Math.floor(cell / g.x.input) % g.y.input, cell % g.x.input];
	const { count, window } = windowsOver(g, cell);
	for (let s = 0; s < count; s++) {
		const at = window(s);
		const [i, j] = [Math.floor(at / g.x.output) % g.y.output, at % g.x.output];
		yield [at, (p - source(g.y, i, 0)) * g.x.kernel + q - source(g.x, j, 0)];
	}
}

/** The cells under a window, and which of the windows over it this one is. */
export function* cellsUnder(g: Pooling, window: number): Iterable<Use> {
	for (let s = 0; s < g.y.kernel * g.x.kernel; s++) {
		const cell = poolSource(g, window, s);
		if (cell !== PADDING) yield [cell, windowsOver(g, cell).rank(window)];
	}
}

/** A cell's gradient adds equally many terms everywhere; where fewer windows lie over it, the rest are 0. */
export const noWindow = ({ dy }: Call<Pool>): Term => ({
	reads: [],
	value: 0,
	local: 0,
	upstream: [dy!, PADDING],
	note: 'this cell lies in no further window, so 0 is added'
});

export function poolSample<A extends object>(random: Random, more: A): Sample<Pool & A> {
	const kernel: Pair =
		random.next() < 0.5 ? random.integer(1, 3) : [random.integer(1, 3), random.integer(1, 3)];
	const least = Math.min(...(typeof kernel === 'number' ? [kernel] : kernel));
	const stride = random.next() < 0.4 ? {} : { stride: random.integer(1, 3) };
	const attrs = {
		kernel,
		...stride,
		padding: random.integer(0, Math.floor(least / 2)),
		ceil: random.next() < 0.5,
		...more
	};
	const shape = [
		...random.pick([[], [1], [2]]),
		random.integer(1, 2),
		random.integer(4, 6),
		random.integer(4, 6)
	];
	// Far enough apart that a small nudge changes no winner.
	const values = Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, k) => k / 20);
	for (let k = values.length - 1; k > 0; k--) {
		const other = random.integer(0, k);
		[values[k], values[other]] = [values[other]!, values[k]!];
	}
	return { xs: [{ shape, values }], attrs };
}
