/**
 * Convolution as deep learning means it: the kernel slides over the input and is not flipped (cross-correlation).
 * Forward and both gradients are one matrix product each, over a matrix that names the numbers under every window;
 * padding is part of it as zeros, so every output cell is a sum of equally many products.
 */
import { fail } from '../errors.ts';
import { gemm, places, transposed, view, type View } from '../kernels/gemm.ts';
import { PADDING, type Call, type Cell, type Op, type Use } from '../op.ts';
import { chain, product, sumRule } from '../rules/sum.ts';
import { checkFits, pair, source, windowOf, windows, type Axis, type Pair } from '../rules/windows.ts';
import { shapeName, type Shape } from '../tensor.ts';
import { sym } from '../tex.ts';
import { where } from '../words.ts';

export interface Conv2d {
	stride?: Pair;
	padding?: Pair;
	dilation?: Pair;
	groups?: number;
}

interface Geometry {
	readonly images: number;
	readonly groups: number;
	/** Input and output channels of one group. */
	readonly channels: number;
	readonly kernels: number;
	readonly y: Axis;
	readonly x: Axis;
}

const NAME = 'conv2d';

export function geometry(x: Shape, w: Shape, attrs: Conv2d = {}): Geometry {
	const stride = pair(NAME, 'stride', attrs.stride, 1, 1);
	const padding = pair(NAME, 'padding', attrs.padding, 0, 0);
	const dilation = pair(NAME, 'dilation', attrs.dilation, 1, 1);
	const groups = attrs.groups ?? 1;
	const axis = (d: 0 | 1): Axis => ({
		input: x[d + 2]!,
		kernel: w[d + 2]!,
		stride: stride[d],
		padding: padding[d],
		dilation: dilation[d],
		output: windows(x[d + 2]!, w[d + 2]!, stride[d], padding[d], dilation[d])
	});
	return { images: x[0]!, groups, channels: w[1]!, kernels: w[0]! / groups, y: axis(0), x: axis(1) };
}

const of = ({ xs: [x, w], attrs }: Call<Conv2d>) => geometry(x!.shape, w!.shape, attrs);
const taps = (g: Geometry) => g.y.kernel * g.x.kernel;
const pixels = (g: Geometry) => g.y.input * g.x.input;
const positions = (g: Geometry) => g.y.output * g.x.output;

/** Planes of numbers with zeros between and around them: number p, q of a plane lies at row `top + p × gap`. */
interface Canvas {
	readonly planes: number;
	readonly rows: number;
	readonly columns: number;
	readonly top: number;
	readonly left: number;
	readonly gapY: number;
	readonly gapX: number;
}

/** Kept from call to call; a canvas that is larger than this is not. */
const LARGEST = 1 << 20;
let kept = new Float64Array(0);

function blank(size: number): Float64Array {
	if (size <= kept.length) return kept.fill(0, 0, size);
	const canvas = new Float64Array(size);
	if (size <= LARGEST) kept = canvas;
	return canvas;
}

/** Draws `planes` planes of m × n numbers. The canvas may be that of the call before. */
function draw(g: Canvas, m: number, n: number, from: Float64Array, at: number): Float64Array {
	const canvas = blank(g.planes * g.rows * g.columns);
	for (let k = 0; k < g.planes; k++) {
		for (let p = 0; p < m; p++, at += n) {
			const row = g.top + p * g.gapY;
			if (row < 0 || row >= g.rows) continue;
			let to = (k * g.rows + row) * g.columns + g.left;
			for (let q = 0, column = g.left; q < n; q++, column += g.gapX, to += g.gapX) {
				if (column >= 0 && column < g.columns) canvas[to] = from[at + q]!;
			}
		}
	}
	return canvas;
}

/** Row (c, u, v), column (i, j) of image k: the number of channel c under element u, v of window i, j. */
function windowsOf(g: Geometry, x: Float64Array): (k: number) => View {
	const [rows, columns] = [g.y.input + 2 * g.y.padding, g.x.input + 2 * g.x.padding];
	const rowsOf = places(
		[g.channels, rows * columns],
		[g.y.kernel, g.y.dilation * columns],
		[g.x.kernel, g.x.dilation]
	);
	const columnsOf = places([g.y.output, g.y.stride * columns], [g.x.output, g.x.stride]);
	const image = g.channels * pixels(g);
	if (!g.y.padding && !g.x.padding) return (k) => view(x, k * image, rowsOf, columnsOf);
	const size = { planes: g.channels, rows, columns, top: g.y.padding, left: g.x.padding, gapY: 1, gapX: 1 };
	return (k) => view(draw(size, g.y.input, g.x.input, x, k * image), 0, rowsOf, columnsOf);
}

/**
 * Row (o, u, v), column (p, q) of image k: the gradient of the window whose element u, v lies on pixel p, q; else 0.
 * Spread by the stride and framed, the gradients are an image over which the kernel slides back to front.
 */
function windowsOver(g: Geometry, dy: Float64Array): (k: number) => View {
	const reach = (a: Axis) => (a.kernel - 1) * a.dilation;
	const [rows, columns] = [g.y.input + reach(g.y), g.x.input + reach(g.x)];
	const offset = reach(g.y) * columns + reach(g.x);
	const rowsOf = places(
		[g.kernels, rows * columns],
		[g.y.kernel, -g.y.dilation * columns],
		[g.x.kernel, -g.x.dilation]
	);
	const columnsOf = places([g.y.input, columns], [g.x.input, 1]);
	const size = {
		planes: g.kernels,
		rows,
		columns,
		top: reach(g.y) - g.y.padding,
		left: reach(g.x) - g.x.padding,
		gapY: g.y.stride,
		gapX: g.x.stride
	};
	return (k) =>
		view(draw(size, g.y.output, g.x.output, dy, k * g.kernels * positions(g)), offset, rowsOf, columnsOf);
}

/** The index into x of channel c of an image at row, column; PADDING outside. */
function pixel(g: Geometry, image: number, channel: number, row: number, column: number): number {
	if (row < 0 || row >= g.y.input || column < 0 || column >= g.x.input) return PADDING;
	return ((image * g.groups * g.channels + channel) * g.y.input + row) * g.x.input + column;
}

/** n, o, i, j of an output cell. */
function outputAt(g: Geometry, cell: number) {
	const [j, rest] = [cell % g.x.output, Math.floor(cell / g.x.output)];
	const [i, above] = [rest % g.y.output, Math.floor(rest / g.y.output)];
	const kernels = g.groups * g.kernels;
	return { n: Math.floor(above / kernels), o: above % kernels, i, j };
}

const output = (g: Geometry, n: number, o: number, i: number, j: number) =>
	((n * g.groups * g.kernels + o) * g.y.output + i) * g.x.output + j;

/** n, c (over all groups), row, column of an input cell. */
function inputAt(g: Geometry, cell: number) {
	const [q, rest] = [cell % g.x.input, Math.floor(cell / g.x.input)];
	const [p, above] = [rest % g.y.input, Math.floor(rest / g.y.input)];
	const channels = g.groups * g.channels;
	return { n: Math.floor(above / channels), c: above % channels, p, q };
}

/** o, c (inside the group), u, v of a weight. */
function weightAt(g: Geometry, cell: number) {
	const [v, rest] = [cell % g.x.kernel, Math.floor(cell / g.x.kernel)];
	const [u, above] = [rest % g.y.kernel, Math.floor(rest / g.y.kernel)];
	return { o: Math.floor(above / g.channels), c: above % g.channels, u, v };
}

const weight = (g: Geometry, o: number, c: number, u: number, v: number) =>
	((o * g.channels + c) * g.y.kernel + u) * g.x.kernel + v;

/** "2i + u − 1": the input position as an equation's index. */
function indexTex(a: Axis, window: string, element: string): string {
	const times = (n: number, name: string) => (n === 1 ? name : `${n}${name}`);
	return `${times(a.stride, window)}+${times(a.dilation, element)}${a.padding ? `-${a.padding}` : ''}`;
}

const sourceTex = (g: Geometry) => `${indexTex(g.y, 'i', 'u')},\\,${indexTex(g.x, 'j', 'v')}`;

const forward = sumRule<Conv2d>({
	tex(c) {
		const [x, w, b] = c.xs;
		const g = of(c);
		const bias = b ? ` + ${sym(b, 'o')}` : '';
		return `${sym(c.out, 'o,i,j')} = \\sum_{c,u,v} ${sym(w!, 'o,c,u,v')}\\, ${sym(x!, `c,\\,${sourceTex(g)}`)}${bias}`;
	},
	about(c) {
		const g = of(c);
		const many = g.groups * g.kernels;
		return `${many === 1 ? 'The kernel' : `Each of ${many} kernels`} slides over the ${c.xs[0]!.label}; at every position, the numbers under it are multiplied by the weights and added.`;
	},
	reads: (c) => c.xs,
	run({ xs: [x, w, b], attrs }, out) {
		const g = geometry(x!.shape, w!.shape, attrs);
		const [depth, n] = [g.channels * taps(g), positions(g)];
		const [rows, columns] = [places([g.kernels, depth]), places([depth, 1])];
		const windows = windowsOf(g, x!.data);
		for (let k = 0; k < g.images * g.groups; k++) {
			const kernels = view(w!.data, (k % g.groups) * g.kernels * depth, rows, columns);
			gemm(g.kernels, n, depth, kernels, windows(k), out, k * g.kernels * n);
		}
		if (!b) return;
		for (let plane = 0; plane * n < out.length; plane++) {
			const bias = b.data[plane % b.data.length]!;
			for (let k = plane * n, end = k + n; k < end; k++) out[k]! += bias;
		}
	},
	terms: (c) => of(c).channels * taps(of(c)) + (c.xs[2] ? 1 : 0),
	term(c, cell, s) {
		const [x, w, b] = c.xs;
		const g = of(c);
		const { n, o, i, j } = outputAt(g, cell);
		if (s === g.channels * taps(g)) return product([b!, o]);
		const { c: channel, u, v } = weightAt(g, s);
		const input = pixel(
			g,
			n,
			Math.floor(o / g.kernels) * g.channels + channel,
			source(g.y, i, u),
			source(g.x, j, v)
		);
		return product([w!, o * g.channels * taps(g) + s], [x!, input]);
	},
	*uses(call, slot, index): Iterable<Use> {
		const g = of(call);
		if (slot === 2) {
			for (let n = 0; n < g.images; n++)
				for (let k = 0; k < positions(g); k++) yield [output(g, n, index, 0, k), g.channels * taps(g)];
		} else if (slot === 1) {
			const { o } = weightAt(g, index);
			const s = index % (g.channels * taps(g));
			for (let n = 0; n < g.images; n++)
				for (let k = 0; k < positions(g); k++) yield [output(g, n, o, 0, k), s];
		} else {
			const { n, c, p, q } = inputAt(g, index);
			const group = Math.floor(c / g.channels);
			for (let o = group * g.kernels; o < (group + 1) * g.kernels; o++) {
				for (let u = 0; u < g.y.kernel; u++) {
					for (let v = 0; v < g.x.kernel; v++) {
						const [i, j] = [windowOf(g.y, p, u), windowOf(g.x, q, v)];
						if (i >= 0 && j >= 0) yield [output(g, n, o, i, j), weight(g, 0, c % g.channels, u, v)];
					}
				}
			}
		}
	},
	subject: ({ xs: [x], out }, cell) => `window ${where(out, cell) || '0'} of the ${x!.label} times the kernel`
});

/** Every pixel gathers the gradients of the windows that it lay under: the transposed convolution. */
const inputGradient = sumRule<Conv2d>({
	tex(c) {
		const g = of(c);
		const [rows, cols] = [indexTex(g.y, 'i', 'u'), indexTex(g.x, 'j', 'v')];
		return `${sym(c.out, 'c,p,q')} = \\sum_{o} \\sum_{\\substack{${rows}=p\\\\${cols}=q}} ${sym(c.xs[1]!, 'o,c,u,v')}\\; ${sym(c.dy!, 'o,i,j')}`;
	},
	about: (c) =>
		`Every number of ${c.xs[0]!.label} gathers the gradients of the windows it lay under, each times the weight that lay on it: a transposed convolution.`,
	reads: ({ xs: [, w], dy }) => [w!, dy!],
	run({ xs: [x, w], attrs, dy }, out) {
		const g = geometry(x!.shape, w!.shape, attrs);
		const kernel = g.channels * taps(g);
		// The weights with the channel first: row c, column (o, u, v).
		const rows = places([g.channels, taps(g)]);
		const columns = places([g.kernels, kernel], [taps(g), 1]);
		const windows = windowsOver(g, dy!.data);
		for (let k = 0; k < g.images * g.groups; k++) {
			const weights = view(w!.data, (k % g.groups) * g.kernels * kernel, rows, columns);
			const at = k * g.channels * pixels(g);
			gemm(g.channels, pixels(g), g.kernels * taps(g), weights, windows(k), out, at);
		}
	},
	terms: (c) => of(c).kernels * taps(of(c)),
	term(call, cell, s) {
		const g = of(call);
		const { n, c, p, q } = inputAt(g, cell);
		const group = Math.floor(c / g.channels);
		const [o, t] = [Math.floor(s / taps(g)), s % taps(g)];
		const [u, v] = [Math.floor(t / g.x.kernel), t % g.x.kernel];
		const [i, j] = [windowOf(g.y, p, u), windowOf(g.x, q, v)];
		const k = group * g.kernels + o;
		const inside = i >= 0 && j >= 0;
		const local: Cell = [call.xs[1]!, weight(g, k, c % g.channels, u, v)];
		const name = where(local[0], local[1]);
		return chain(
			local,
			[call.dy!, inside ? output(g, n, k, i, j) : PADDING],
			inside
				? undefined
				: `in no window does ${name ? `the weight at ${name}` : 'the only weight'} lie on this number, so 0 is added`
		);
	},
	*uses(call, slot, index): Iterable<Use> {
		const g = of(call);
		if (slot === 0) {
			const { o, c, u, v } = weightAt(g, index);
			const s = (o % g.kernels) * taps(g) + u * g.x.kernel + v;
			const channel = Math.floor(o / g.kernels) * g.channels + c;
			for (let n = 0; n < g.images; n++) {
				for (let p = 0; p < pixels(g); p++) yield [pixel(g, n, channel, 0, 0) + p, s];
			}
		} else {
			const { n, o, i, j } = outputAt(g, index);
			const group = Math.floor(o / g.kernels);
			for (let c = group * g.channels; c < (group + 1) * g.channels; c++) {
				for (let t = 0; t < taps(g); t++) {
					const at = pixel(
						g,
						n,
						c,
						source(g.y, i, Math.floor(t / g.x.kernel)),
						source(g.x, j, t % g.x.kernel)
					);
					if (at !== PADDING) yield [at, (o % g.kernels) * taps(g) + t];
				}
			}
		}
	},
	subject: ({ out }, cell) => `the ${out.label} at ${where(out, cell) || '0'}`
});

/** Every weight met one number in each window: the correlation of the input with the gradient. */
const weightGradient = sumRule<Conv2d>({
	tex: (c) =>
		`${sym(c.out, 'o,c,u,v')} = \\sum_{i,j} ${sym(c.xs[0]!, `c,\\,${sourceTex(of(c))}`)}\\; ${sym(c.dy!, 'o,i,j')}`,
	about: (c) =>
		`Every weight met one number of ${c.xs[0]!.label} in each window: those numbers times the gradients of the windows, added.`,
	reads: ({ xs: [x], dy }) => [x!, dy!],
	run({ xs: [x, w], attrs, dy }, out) {
		const g = geometry(x!.shape, w!.shape, attrs);
		const [n, depth] = [g.channels * taps(g), positions(g)];
		const [rows, columns] = [places([g.kernels, depth]), places([depth, 1])];
		const windows = windowsOf(g, x!.data);
		for (let k = 0; k < g.images * g.groups; k++) {
			const gradients = view(dy!.data, k * g.kernels * depth, rows, columns);
			const at = (k % g.groups) * g.kernels * n;
			gemm(g.kernels, n, depth, gradients, transposed(windows(k)), out, at, k >= g.groups);
		}
	},
	terms: (c) => of(c).images * positions(of(c)),
	term(call, cell, s) {
		const g = of(call);
		const { o, c, u, v } = weightAt(g, cell);
		const [n, k] = [Math.floor(s / positions(g)), s % positions(g)];
		const [i, j] = [Math.floor(k / g.x.output), k % g.x.output];
		const channel = Math.floor(o / g.kernels) * g.channels + c;
		return chain(
			[call.xs[0]!, pixel(g, n, channel, source(g.y, i, u), source(g.x, j, v))],
			[call.dy!, output(g, n, o, i, j)]
		);
	},
	*uses(call, slot, index): Iterable<Use> {
		const g = of(call);
		if (slot === 0) {
			const { n, c, p, q } = inputAt(g, index);
			const group = Math.floor(c / g.channels);
			for (let t = 0; t < taps(g); t++) {
				const [u, v] = [Math.floor(t / g.x.kernel), t % g.x.kernel];
				const [i, j] = [windowOf(g.y, p, u), windowOf(g.x, q, v)];
				if (i < 0 || j < 0) continue;
				for (let o = group * g.kernels; o < (group + 1) * g.kernels; o++) {
					yield [weight(g, o, c % g.channels, u, v), n * positions(g) + i * g.x.output + j];
				}
			}
		} else {
			const { n, o, i, j } = outputAt(g, index);
			const s = n * positions(g) + i * g.x.output + j;
			for (let k = 0; k < g.channels * taps(g); k++) yield [o * g.channels * taps(g) + k, s];
		}
	},
	subject: ({ out }, cell) => `the ${out.label} at ${where(out, cell) || '0'}`
});

/** The bias was added in every window, with local derivative 1. */
const biasGradient = sumRule<Conv2d>({
	tex: (c) => `${sym(c.out, 'o')} = \\sum_{i,j} 1 \\cdot ${sym(c.dy!, 'o,i,j')}`,
	about: () =>
		'The bias was added to every window of its kernel, so the gradients of all those windows are added.',
	reads: ({ dy }) => [dy!],
	run(c, out) {
		const g = of(c);
		out.fill(0);
		for (let k = 0; k < g.images * out.length; k++) {
			let sum = out[k % out.length]!;
			for (let p = k * positions(g), end = p + positions(g); p < end; p++) sum += c.dy!.data[p]!;
			out[k % out.length] = sum;
		}
	},
	terms: (c) => of(c).images * positions(of(c)),
	term(c, cell, s) {
		const g = of(c);
		const at = output(g, Math.floor(s / positions(g)), cell, 0, s % positions(g));
		const upstream: Cell = [c.dy!, at];
		return { reads: [upstream], value: c.dy!.data[at]!, local: 1, upstream };
	},
	uses(c, _, index) {
		const g = of(c);
		const { n, o, i, j } = outputAt(g, index);
		return [[o, n * positions(g) + i * g.x.output + j]];
	}
});

const gradients = [inputGradient, weightGradient, biasGradient] as const;

export const conv2d: Op<Conv2d> = {
	name: NAME,
	family: 'convolution',
	summary:
		'Slides kernels over an image: at each position, the numbers under the kernel times its weights, added up.',
	inputs: ['x', 'w', 'b'],
	optional: true,
	attributes: {
		stride: 'how far the kernel moves each time (1)',
		padding: 'zeros around the input (0)',
		dilation: 'the distance between the pixels that the kernel reads (1)',
		groups: 'into how many independent groups the channels are split (1)'
	},
	shape([x, w, b], attrs) {
		if (x!.length !== 4)
			fail(
				'shape',
				`conv2d: the input has shape ${shapeName(x!)}: give it four axes (images × channels × rows × columns)`
			);
		if (w!.length !== 4)
			fail(
				'shape',
				`conv2d: the weights have shape ${shapeName(w!)}: give them four axes (kernels × channels × rows × columns)`
			);
		const { groups = 1 } = attrs ?? {};
		if (!Number.isInteger(groups) || groups < 1)
			fail('attribute', `conv2d: groups is ${groups}: give a whole number from 1 up`);
		const [channels, kernels] = [x![1]!, w![0]!];
		if (channels % groups || kernels % groups)
			fail(
				'attribute',
				`conv2d: ${groups} groups do not divide ${channels} channels and ${kernels} kernels: choose a number that divides both`
			);
		if (w![1] !== channels / groups)
			fail(
				'shape',
				`conv2d: each kernel has ${w![1]} channels, but the input has ${channels}${groups > 1 ? ` in ${groups} groups` : ''}: kernels need ${channels / groups}`
			);
		if (b && (b.length !== 1 || b[0] !== kernels))
			fail(
				'shape',
				`conv2d: the bias has shape ${shapeName(b)}: it needs one number for each of the ${kernels} kernels`
			);
		const g = geometry(x!, w!, attrs);
		checkFits(
			NAME,
			[x![2]!, x![3]!],
			[w![2]!, w![3]!],
			[g.y.padding, g.x.padding],
			[g.y.dilation, g.x.dilation]
		);
		return [x![0]!, kernels, g.y.output, g.x.output];
	},
	forward,
	backward: (k) => gradients[k as 0 | 1 | 2],
	example: () => ({
		xs: [
			{ shape: [1, 1, 4, 4], values: [1, 2, 3, 0, 4, 5, 6, 1, 7, 8, 9, 2, 1, 0, 1, 0] },
			{ shape: [1, 1, 3, 3], values: [1, 0, -1, 1, 0, -1, 1, 0, -1] },
			{ shape: [1], values: [0.5] }
		],
		attrs: {}
	}),
	sample(random) {
		const two = (low: number, high: number): Pair =>
			random.next() < 0.5
				? random.integer(low, high)
				: [random.integer(low, high), random.integer(low, high)];
		const groups = random.pick([1, 1, 2, 3]);
		const [channels, kernels] = [random.integer(1, 2), random.integer(1, 2)];
		const attrs = { stride: two(1, 3), padding: two(0, 2), dilation: two(1, 2), groups };
		const kernel = [random.integer(1, 3), random.integer(1, 3)];
		const input = [random.integer(5, 7), random.integer(5, 7)];
		const bias = random.next() < 0.7 ? [{ shape: [groups * kernels] }] : [];
		return {
			xs: [
				{ shape: [random.integer(1, 2), groups * channels, ...input] },
				{ shape: [groups * kernels, channels, ...kernel] },
				...bias
			],
			attrs
		};
	}
};
