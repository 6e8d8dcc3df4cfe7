/** Where things lie in a convolution: its geometry, and the way between cells and their coordinates. */
import { fail } from '../errors.ts';
import { PADDING } from '../op.ts';
import type { Shape } from '../tensor.ts';
import { imageAxes, pair, windows, type Axis, type Pair } from './windows.ts';

export interface Conv2d {
	stride?: Pair;
	padding?: Pair;
	dilation?: Pair;
	groups?: number;
}

export interface ConvTranspose2d extends Conv2d {
	outputPadding?: Pair;
}

export interface Geometry {
	readonly images: number;
	readonly groups: number;
	/** Input and output channels of one group. */
	readonly channels: number;
	readonly kernels: number;
	readonly y: Axis;
	readonly x: Axis;
}

export function geometry(x: Shape, w: Shape, attrs: Conv2d = {}): Geometry {
	const stride = pair('conv2d', 'stride', attrs.stride, 1, 1);
	const padding = pair('conv2d', 'padding', attrs.padding, 0, 0);
	const dilation = pair('conv2d', 'dilation', attrs.dilation, 1, 1);
	const groups = attrs.groups ?? 1;
	const [images, , ...sides] = imageAxes('conv2d', x);
	const axis = (d: 0 | 1): Axis => ({
		input: sides[d],
		kernel: w[d + 2]!,
		stride: stride[d],
		padding: padding[d],
		dilation: dilation[d],
		output: windows(sides[d], w[d + 2]!, stride[d], padding[d], dilation[d])
	});
	return { images, groups, channels: w[1]!, kernels: w[0]! / groups, y: axis(0), x: axis(1) };
}

/**
 * The geometry of the convolution whose way back this transposed convolution is: x lies in its output, and its input,
 * of (n − 1)s − 2p + d(k − 1) + 1 rows and what outputPadding adds, is what the transposed convolution makes.
 */
export function transposedGeometry(x: Shape, w: Shape, attrs: ConvTranspose2d = {}): Geometry {
	const name = 'convTranspose2d';
	const stride = pair(name, 'stride', attrs.stride, 1, 1);
	const padding = pair(name, 'padding', attrs.padding, 0, 0);
	const more = pair(name, 'outputPadding', attrs.outputPadding, 0, 0);
	const dilation = pair(name, 'dilation', attrs.dilation, 1, 1);
	const groups = attrs.groups ?? 1;
	const [images, , ...sides] = imageAxes(name, x);
	const axis = (d: 0 | 1): Axis => {
		const most = Math.max(stride[d], dilation[d]);
		if (more[d] >= most)
			fail(
				'attribute',
				`${name}: outputPadding is ${more[d]}, with stride ${stride[d]} and dilation ${dilation[d]}: give a number below ${most}`
			);
		return {
			input: (sides[d] - 1) * stride[d] - 2 * padding[d] + dilation[d] * (w[d + 2]! - 1) + 1 + more[d],
			kernel: w[d + 2]!,
			stride: stride[d],
			padding: padding[d],
			dilation: dilation[d],
			output: sides[d]
		};
	};
	return { images, groups, channels: w[1]!, kernels: w[0]! / groups, y: axis(0), x: axis(1) };
}

export const taps = (g: Geometry) => g.y.kernel * g.x.kernel;
export const pixels = (g: Geometry) => g.y.input * g.x.input;
export const positions = (g: Geometry) => g.y.output * g.x.output;

/** The index into x of channel c of an image at row, column; PADDING outside. */
export function pixel(g: Geometry, image: number, channel: number, row: number, column: number): number {
	if (row < 0 || row >= g.y.input || column < 0 || column >= g.x.input) return PADDING;
	return ((image * g.groups * g.channels + channel) * g.y.input + row) * g.x.input + column;
}

/** n, o, i, j of an output cell. */
export function outputAt(g: Geometry, cell: number) {
	const [j, rest] = [cell % g.x.output, Math.floor(cell / g.x.output)];
	const [i, above] = [rest % g.y.output, Math.floor(rest / g.y.output)];
	const kernels = g.groups * g.kernels;
	return { n: Math.floor(above / kernels), o: above % kernels, i, j };
}

export const output = (g: Geometry, n: number, o: number, i: number, j: number) =>
	((n * g.groups * g.kernels + o) * g.y.output + i) * g.x.output + j;

/** n, c (over all groups), row, column of an input cell. */
export function inputAt(g: Geometry, cell: number) {
	const [q, rest] = [cell % g.x.input, Math.floor(cell / g.x.input)];
	const [p, above] = [rest % g.y.input, Math.floor(rest / g.y.input)];
	const channels = g.groups * g.channels;
	return { n: Math.floor(above / channels), c: above % channels, p, q };
}

/** o, c (inside the group), u, v of a weight. */
export function weightAt(g: Geometry, cell: number) {
	const [v, rest] = [cell % g.x.kernel, Math.floor(cell / g.x.kernel)];
	const [u, above] = [rest % g.y.kernel, Math.floor(rest / g.y.kernel)];
	return { o: Math.floor(above / g.channels), c: above % g.channels, u, v };
}

export const weight = (g: Geometry, o: number, c: number, u: number, v: number) =>
	((o * g.channels + c) * g.y.kernel + u) * g.x.kernel + v;

/** "2i + u − 1": the input position as an equation's index. */
export function indexTex(a: Axis, window: string, element: string): string {
	const times = (n: number, name: string) => (n === 1 ? name : `${n}${name}`);
	return `${times(a.stride, window)}+${times(a.dilation, element)}${a.padding ? `-${a.padding}` : ''}`;
}

export const sourceTex = (g: Geometry) => `${indexTex(g.y, 'i', 'u')},\\,${indexTex(g.x, 'j', 'v')}`;
