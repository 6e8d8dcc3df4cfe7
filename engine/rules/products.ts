/**
 * The three sums of products behind a convolution: for a window, for a pixel, and for a weight. Each says where the
 * two factors of its terms lie, fills an array fast, and finds the terms in which a number is used. A convolution is the
 * first on its way forward and the others on its way back; a transposed one is the second, and back the first and the third.
 */
import { gatherWindows, windowsOf, windowsOver } from '../kernels/convolution.ts';
import { gemm, places, transposed, view } from '../kernels/gemm.ts';
import { PADDING, type Cell, type Use } from '../op.ts';
import type { Tensor } from '../tensor.ts';
import { val, valueOf } from '../tex.ts';
import { where } from '../words.ts';
import {
	inputAt,
	output,
	outputAt,
	pixel,
	pixels,
	positions,
	taps,
	weight,
	weightAt,
	type Geometry
} from './conv.ts';
import type { Term } from './sum.ts';
import { source, windowOf } from './windows.ts';

export interface Products {
	/** How many terms a cell has. */
	terms(g: Geometry): number;
	/** Where the factors of a cell's terms lie in either tensor; PADDING outside. */
	factors(g: Geometry, cell: number): readonly [first: (s: number) => number, second: (s: number) => number];
	run(g: Geometry, first: Float64Array, second: Float64Array, out: Float64Array): void;
	/** The terms that have number `index` of the first (0) or the second (1) as a factor. */
	uses(g: Geometry, slot: 0 | 1, index: number): Iterable<Use>;
}

/** For each window: the weights of a kernel, and the pixels under it, in the order of the weights. */
export const underWindow: Products = {
	terms: (g) => g.channels * taps(g),
	factors(g, cell) {
		const { n, o, i, j } = outputAt(g, cell);
		const first = Math.floor(o / g.kernels) * g.channels;
		return [
			(s) => o * g.channels * taps(g) + s,
			(s) => {
				const { c, u, v } = weightAt(g, s);
				return pixel(g, n, first + c, source(g.y, i, u), source(g.x, j, v));
			}
		];
	},
	run(g, weights, image, out) {
		const [depth, n] = [g.channels * taps(g), positions(g)];
		const [rows, columns] = [places([g.kernels, depth]), places([depth, 1])];
		const windows = windowsOf(g, image);
		for (let k = 0; k < g.images * g.groups; k++) {
			const kernels = view(weights, (k % g.groups) * g.kernels * depth, rows, columns);
			gemm(g.kernels, n, depth, kernels, windows(k), out, k * g.kernels * n);
		}
	},
	*uses(g, slot, index): Iterable<Use> {
		if (slot === 0) {
			const { o } = weightAt(g, index);
			const s = index % (g.channels * taps(g));
			for (let n = 0; n < g.images; n++)
				for (let k = 0; k < positions(g); k++) yield [output(g, n, o, 0, k), s];
			return;
		}
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
};

/** For each pixel: the weights that may lie on it, and the window in which each does; PADDING where there is none. */
export const overPixel: Products = {
	terms: (g) => g.kernels * taps(g),
	factors(g, cell) {
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
	},
	run(g, weights, windows, out) {
		// 0 × ∞ is NaN: then only the windows that there are may be multiplied, and not the zeros between them.
		if (!weights.every(Number.isFinite)) return gatherWindows(g, weights, windows, out);
		const kernel = g.channels * taps(g);
		// The weights with the channel first: row c, column (o, u, v).
		const rows = places([g.channels, taps(g)]);
		const columns = places([g.kernels, kernel], [taps(g), 1]);
		const over = windowsOver(g, windows);
		for (let k = 0; k < g.images * g.groups; k++) {
			const channels = view(weights, (k % g.groups) * g.kernels * kernel, rows, columns);
			const at = k * g.channels * pixels(g);
			gemm(g.channels, pixels(g), g.kernels * taps(g), channels, over(k), out, at);
		}
	},
	*uses(g, slot, index): Iterable<Use> {
		if (slot === 0) {
			const { o, c, u, v } = weightAt(g, index);
			const s = (o % g.kernels) * taps(g) + u * g.x.kernel + v;
			const channel = Math.floor(o / g.kernels) * g.channels + c;
			for (let n = 0; n < g.images; n++) {
				for (let p = 0; p < pixels(g); p++) yield [pixel(g, n, channel, 0, 0) + p, s];
			}
			return;
		}
		const { n, o, i, j } = outputAt(g, index);
		const group = Math.floor(o / g.kernels);
		for (let c = group * g.channels; c < (group + 1) * g.channels; c++) {
			for (let t = 0; t < taps(g); t++) {
				const [p, q] = [source(g.y, i, Math.floor(t / g.x.kernel)), source(g.x, j, t % g.x.kernel)];
				const at = pixel(g, n, c, p, q);
				if (at !== PADDING) yield [at, (o % g.kernels) * taps(g) + t];
			}
		}
	}
};

/** For each weight: the pixels that it met, image after image and window after window, and those windows. */
export const metByWeight: Products = {
	terms: (g) => g.images * positions(g),
	factors(g, cell) {
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
	},
	run(g, image, windows, out) {
		const [n, depth] = [g.channels * taps(g), positions(g)];
		const [rows, columns] = [places([g.kernels, depth]), places([depth, 1])];
		const under = windowsOf(g, image);
		for (let k = 0; k < g.images * g.groups; k++) {
			const each = view(windows, k * g.kernels * depth, rows, columns);
			const at = (k % g.groups) * g.kernels * n;
			gemm(g.kernels, n, depth, each, transposed(under(k)), out, at, k >= g.groups);
		}
	},
	*uses(g, slot, index): Iterable<Use> {
		if (slot === 1) {
			const { n, o, i, j } = outputAt(g, index);
			const s = n * positions(g) + i * g.x.output + j;
			for (let k = 0; k < g.channels * taps(g); k++) yield [o * g.channels * taps(g) + k, s];
			return;
		}
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
	}
};

/** The number of a cell whose place alone is known; what is outside counts as 0. */
const numberAt = ({ data }: Tensor, index: number): number => (index === PADDING ? 0 : data[index]!);

type Place = (s: number) => number;

/** The products of two tensors by where their factors lie; a factor outside is a zero that is multiplied. */
export const productAt = (a: Tensor, first: Place, b: Tensor, second: Place): Place => {
	return (s) => numberAt(a, first(s)) * numberAt(b, second(s));
};

/** The same where a second factor that lies outside means that there is no product, and 0 is added. */
export const productThatIs = (a: Tensor, first: Place, b: Tensor, second: Place): Place => {
	return (s) => {
		const at = second(s);
		return at === PADDING ? 0 : a.data[first(s)]! * b.data[at]!;
	};
};

/** What is added for a weight that lies on a number in no window; null where there is one. */
export function inNoWindow(weight: Cell, window: Cell): (Term & { readonly tex: string }) | null {
	if (window[1] !== PADDING) return null;
	const name = where(weight[0], weight[1]);
	const isFinite = Number.isFinite(valueOf(weight));
	return {
		reads: [weight, window],
		value: 0,
		tex: isFinite ? val(weight) : '0',
		note: `in no window does ${name ? `the weight at ${name}` : 'the only weight'} lie on this number, so 0 is added`
	};
}
