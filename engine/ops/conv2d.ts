/**
 * Convolution as deep learning means it: the kernel slides over the input and is not flipped (cross-correlation).
 * Forward and both gradients are one matrix product each, over a matrix that names the numbers under every window;
 * padding is part of it as zeros, so every output cell is a sum of equally many products.
 */
import { fail } from '../errors.ts';
import type { Call, Op, Use } from '../op.ts';
import { addBias, biasGradient } from '../rules/bias.ts';
import { geometry, indexTex, outputAt, positions, sourceTex, type Conv2d } from '../rules/conv.ts';
import {
	inNoWindow,
	metByWeight,
	overPixel,
	productAt,
	productThatIs,
	underWindow
} from '../rules/products.ts';
import { chain, product, sumRule } from '../rules/sum.ts';
import { checkFits, imageAxes, type Pair } from '../rules/windows.ts';
import { shapeName, size } from '../tensor.ts';
import { sym, valueOf } from '../tex.ts';
import { the, where } from '../words.ts';

const NAME = 'conv2d';

const of = ({ xs: [x, w], attrs }: Call<Conv2d>) => geometry(x!.shape, w!.shape, attrs);

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
	run(c, out) {
		const [x, w, b] = c.xs;
		const g = of(c);
		underWindow.run(g, w!.data, x!.data, out);
		if (b) addBias(out, b, positions(g));
	},
	terms: (c) => underWindow.terms(of(c)) + (c.xs[2] ? 1 : 0),
	term(c, cell, s) {
		const [x, w, b] = c.xs;
		const g = of(c);
		if (s === underWindow.terms(g)) return product([b!, outputAt(g, cell).o]);
		const [weight, input] = underWindow.factors(g, cell);
		return product([w!, weight(s)], [x!, input(s)]);
	},
	values(c, cell) {
		const [x, w, b] = c.xs;
		const g = of(c);
		const { o } = outputAt(g, cell);
		const depth = underWindow.terms(g);
		const [weight, input] = underWindow.factors(g, cell);
		const numbers = productAt(w!, weight, x!, input);
		return (s) => (s === depth ? b!.data[o]! : numbers(s));
	},
	*uses(call, slot, index): Iterable<Use> {
		const g = of(call);
		if (slot < 2) return yield* underWindow.uses(g, slot === 1 ? 0 : 1, index);
		for (let n = 0; n < g.images; n++)
			for (let k = 0; k < positions(g); k++)
				yield [(n * g.groups * g.kernels + index) * positions(g) + k, underWindow.terms(g)];
	},
	subject(c, cell) {
		const g = of(c);
		const { n, o, i, j } = outputAt(g, cell);
		const image = g.images > 1 ? ` of image ${n}` : '';
		const window = `window row ${i}, column ${j} of ${the(c.xs[0]!)}${image}`;
		return g.groups * g.kernels > 1 ? `kernel ${o} times ${window}` : `${window} times the kernel`;
	}
});

/** Every pixel gathers the gradients of the windows that it lay under: the transposed convolution. */
const inputGradient = sumRule<Conv2d>({
	tex(c) {
		const g = of(c);
		const [rows, cols] = [indexTex(g.y, 'i', 'u'), indexTex(g.x, 'j', 'v')];
		return `${sym(c.out, 'c,p,q')} = \\sum_{o} \\sum_{\\substack{${rows}=p\\\\${cols}=q}} ${sym(c.xs[1]!, 'o,c,u,v')}\\; ${sym(c.dy!, 'o,i,j')}`;
	},
	about: (c) =>
		`Every number of ${the(c.xs[0]!)} gathers the gradients of the windows it lay under, each times the weight that lay on it: a transposed convolution.`,
	reads: ({ xs: [, w], dy }) => [w!, dy!],
	run: (c, out) => overPixel.run(of(c), c.xs[1]!.data, c.dy!.data, out),
	terms: (c) => overPixel.terms(of(c)),
	term(c, cell, s) {
		const [weight, window] = overPixel.factors(of(c), cell);
		const [local, upstream] = [
			[c.xs[1]!, weight(s)],
			[c.dy!, window(s)]
		] as const;
		const none = inNoWindow(local, upstream);
		if (!none) return chain(local, upstream);
		return { ...none, local: Number.isFinite(valueOf(local)) ? valueOf(local) : 0, upstream };
	},
	values(c, cell) {
		const [weight, window] = overPixel.factors(of(c), cell);
		return productThatIs(c.xs[1]!, weight, c.dy!, window);
	},
	uses: (c, slot, index) => overPixel.uses(of(c), slot as 0 | 1, index),
	subject: ({ out }, cell) => `${the(out)} at ${where(out, cell) || '0'}`
});

/** Every weight met one number in each window: the correlation of the input with the gradient. */
const weightGradient = sumRule<Conv2d>({
	tex: (c) =>
		`${sym(c.out, 'o,c,u,v')} = \\sum_{i,j} ${sym(c.xs[0]!, `c,\\,${sourceTex(of(c))}`)}\\; ${sym(c.dy!, 'o,i,j')}`,
	about: (c) =>
		`Every weight met one number of ${the(c.xs[0]!)} in each window: those numbers times the gradients of the windows, added.`,
	reads: ({ xs: [x], dy }) => [x!, dy!],
	run: (c, out) => metByWeight.run(of(c), c.xs[0]!.data, c.dy!.data, out),
	terms: (c) => metByWeight.terms(of(c)),
	term(c, cell, s) {
		const [input, window] = metByWeight.factors(of(c), cell);
		return chain([c.xs[0]!, input(s)], [c.dy!, window(s)]);
	},
	values(c, cell) {
		const [input, window] = metByWeight.factors(of(c), cell);
		return productAt(c.xs[0]!, input, c.dy!, window);
	},
	uses: (c, slot, index) => metByWeight.uses(of(c), slot as 0 | 1, index),
	subject: ({ out }, cell) => `${the(out)} at ${where(out, cell) || '0'}`
});

const gradients = [
	inputGradient,
	weightGradient,
	biasGradient<Conv2d>(
		'i,j',
		'The bias was added to every window of its kernel, so the gradients of all those windows are added.'
	)
] as const;

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
