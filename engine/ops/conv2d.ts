/**
 * Convolution as deep learning means it: the kernel slides over the input and is not flipped (cross-correlation).
 * Forward and both gradients are one matrix product each, over a matrix that names the numbers under every window;
 * padding is part of it as zeros, so every output cell is a sum of equally many products.
 */
import { fail } from '../errors.ts';
import { gatherWindows, windowsOf, windowsOver } from '../kernels/convolution.ts';
import { gemm, places, transposed, view } from '../kernels/gemm.ts';
import { PADDING, type Call, type Cell, type Op, type Use } from '../op.ts';
import { chain, product, sumRule } from '../rules/sum.ts';
import {
	geometry,
	indexTex,
	inputAt,
	output,
	outputAt,
	pixel,
	pixels,
	positions,
	sourceTex,
	taps,
	weight,
	weightAt,
	type Conv2d,
	type Geometry
} from '../rules/conv.ts';
import { checkFits, imageAxes, source, windowOf, type Pair } from '../rules/windows.ts';
import { shapeName, size, type Tensor } from '../tensor.ts';
import { sym, val, valueOf } from '../tex.ts';
import { the, where } from '../words.ts';

const NAME = 'conv2d';

const of = ({ xs: [x, w], attrs }: Call<Conv2d>) => geometry(x!.shape, w!.shape, attrs);

/** The numbers under the window of an output cell, in the order of the weights: where they lie, or PADDING. */
function under(g: Geometry, cell: number): (s: number) => number {
	const { n, o, i, j } = outputAt(g, cell);
	const first = Math.floor(o / g.kernels) * g.channels;
	return (s) => {
		const { c, u, v } = weightAt(g, s);
		return pixel(g, n, first + c, source(g.y, i, u), source(g.x, j, v));
	};
}

/** The number of a cell whose place alone is known; what is outside counts as 0. */
const numberAt = ({ data }: Tensor, index: number): number => (index === PADDING ? 0 : data[index]!);

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
		return `${many === 1 ? 'The kernel' : `Each of ${many} kernels`} slides over ${the(c.xs[0]!)}; at every position, the numbers under it are multiplied by the weights and added.`;
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
		const { o } = outputAt(g, cell);
		if (s === g.channels * taps(g)) return product([b!, o]);
		return product([w!, o * g.channels * taps(g) + s], [x!, under(g, cell)(s)]);
	},
	values(c, cell) {
		const [x, w, b] = c.xs;
		const g = of(c);
		const { o } = outputAt(g, cell);
		const [depth, input] = [g.channels * taps(g), under(g, cell)];
		return (s) => (s === depth ? b!.data[o]! : w!.data[o * depth + s]! * numberAt(x!, input(s)));
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
	subject(c, cell) {
		const g = of(c);
		const { n, o, i, j } = outputAt(g, cell);
		const image = g.images > 1 ? ` of image ${n}` : '';
		const window = `window row ${i}, column ${j} of ${the(c.xs[0]!)}${image}`;
		return g.groups * g.kernels > 1 ? `kernel ${o} times ${window}` : `${window} times the kernel`;
	}
});

/** The weights that may lie on a pixel, and the output cell to which each leads from there: PADDING where none does. */
function over(g: Geometry, cell: number): [weightOf: (s: number) => number, windowAt: (s: number) => number] {
	const { n, c, p, q } = inputAt(g, cell);
	const first = Math.floor(c / g.channels) * g.kernels;
	const area = taps(g);
	return [
		(s) => ((first + Math.floor(s / area)) * g.channels + (c % g.channels)) * area + (s % area),
		(s) => {
			const t = s % area;
			const [i, j] = [windowOf(g.y, p, Math.floor(t / g.x.kernel)), windowOf(g.x, q, t % g.x.kernel)];
			return i < 0 || j < 0 ? PADDING : output(g, n, first + Math.floor(s / area), i, j);
		}
	];
}

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
		// 0 × ∞ is NaN: then only the windows that there are may be multiplied, and not the zeros between them.
		if (!w!.data.every(Number.isFinite)) return gatherWindows(g, w!.data, dy!.data, out);
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
		const [weightOf, windowAt] = over(of(call), cell);
		const local: Cell = [call.xs[1]!, weightOf(s)];
		const window = windowAt(s);
		const name = where(local[0], local[1]);
		if (window !== PADDING) return chain(local, [call.dy!, window]);
		const upstream: Cell = [call.dy!, PADDING];
		const isFinite = Number.isFinite(valueOf(local));
		return {
			reads: [local, upstream],
			value: 0,
			local: isFinite ? valueOf(local) : 0,
			upstream,
			tex: isFinite ? val(local) : '0',
			note: `in no window does ${name ? `the weight at ${name}` : 'the only weight'} lie on this number, so 0 is added`
		};
	},
	values(call, cell) {
		const [weightOf, windowAt] = over(of(call), cell);
		const [w, dy] = [call.xs[1]!.data, call.dy!.data];
		return (s) => {
			const window = windowAt(s);
			return window === PADDING ? 0 : w[weightOf(s)]! * dy[window]!;
		};
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

/** The numbers that a weight met, image after image and window after window, and those windows' output cells. */
function met(g: Geometry, cell: number): [input: (s: number) => number, window: (s: number) => number] {
	const { o, c, u, v } = weightAt(g, cell);
	const channel = Math.floor(o / g.kernels) * g.channels + c;
	const area = positions(g);
	const image = (s: number) => Math.floor(s / area);
	return [
		(s) => {
			const k = s % area;
			const [i, j] = [Math.floor(k / g.x.output), k % g.x.output];
			return pixel(g, image(s), channel, source(g.y, i, u), source(g.x, j, v));
		},
		(s) => output(g, image(s), o, 0, s % area)
	];
}

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
		const [input, window] = met(of(call), cell);
		return chain([call.xs[0]!, input(s)], [call.dy!, window(s)]);
	},
	values(call, cell) {
		const [input, window] = met(of(call), cell);
		const {
			xs: [x],
			dy
		} = call;
		return (s) => numberAt(x!, input(s)) * dy!.data[window(s)]!;
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
		const { data } = c.dy!;
		out.fill(0);
		for (let k = 0; k < g.images * out.length; k++) {
			let sum = out[k % out.length]!;
			for (let p = k * positions(g), end = p + positions(g); p < end; p++) sum += data[p]!;
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
	along: ({ y: { shape } }) =>
		shape.map((_, d) => (d === shape.length - 3 ? [1, 0] : d < shape.length - 3 ? [0, d] : null)),
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
		const [, channels] = imageAxes(NAME, x!);
		if (w!.length !== 4)
			fail(
				'shape',
				`conv2d: the weights have shape ${shapeName(w!)}: give them four axes (kernels × channels × rows × columns)`
			);
		if (!size(w!))
			fail(
				'shape',
				`conv2d: the weights have shape ${shapeName(w!)}: give one kernel of one number at least`
			);
		const { groups = 1 } = attrs ?? {};
		if (!Number.isInteger(groups) || groups < 1)
			fail('attribute', `conv2d: groups is ${groups}: give a whole number from 1 up`);
		const kernels = w![0]!;
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
		checkFits(NAME, g.y, g.x);
		return [...x!.slice(0, -3), kernels, g.y.output, g.x.output];
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
				{ shape: [...random.pick([[], [1], [2]]), groups * channels, ...input] },
				{ shape: [groups * kernels, channels, ...kernel] },
				...bias
			],
			attrs
		};
	}
};
