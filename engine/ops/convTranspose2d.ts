/**
 * The transposed convolution: every number of the input, times the kernel, is laid on the output at its window, and what
 * lies on one place is added. It is what a convolution of the same stride, padding and dilation does on its way back, so
 * the window that a number is laid on is the one that this convolution would read it from.
 */
import { fail } from '../errors.ts';
import type { Call, Op, Use } from '../op.ts';
import { addBias, biasGradient } from '../rules/bias.ts';
import {
	indexTex,
	inputAt,
	pixels,
	sourceTex,
	transposedGeometry,
	type ConvTranspose2d
} from '../rules/conv.ts';
import {
	inNoWindow,
	metByWeight,
	overPixel,
	productAt,
	productThatIs,
	underWindow
} from '../rules/products.ts';
import { chain, product, sumRule } from '../rules/sum.ts';
import { imageAxes, type Pair } from '../rules/windows.ts';
import { shapeName, size } from '../tensor.ts';
import { sym } from '../tex.ts';
import { at, the, where } from '../words.ts';

const NAME = 'convTranspose2d';

/** That of the convolution the other way: its input is the output here. */
const of = ({ xs: [x, w], attrs }: Call<ConvTranspose2d>) => transposedGeometry(x!.shape, w!.shape, attrs);

const forward = sumRule<ConvTranspose2d>({
	tex(c) {
		const [x, w, b] = c.xs;
		const g = of(c);
		const [rows, cols] = [indexTex(g.y, 'i', 'u'), indexTex(g.x, 'j', 'v')];
		const bias = b ? ` + ${sym(b, 'o')}` : '';
		return `${sym(c.out, 'o,p,q')} = \\sum_{c} \\sum_{\\substack{${rows}=p\\\\${cols}=q}} ${sym(w!, 'c,o,u,v')}\\, ${sym(x!, 'c,i,j')}${bias}`;
	},
	about: (c) =>
		`Every number of ${the(c.xs[0]!)} is multiplied by the kernel and laid on ${the(c.out)} at its window; what lies on one place is added.`,
	reads: (c) => c.xs,
	run(c, out) {
		const [x, w, b] = c.xs;
		const g = of(c);
		overPixel.run(g, w!.data, x!.data, out);
		if (b) addBias(out, b, pixels(g));
	},
	terms: (c) => overPixel.terms(of(c)) + (c.xs[2] ? 1 : 0),
	term(c, cell, s) {
		const [x, w, b] = c.xs;
		const g = of(c);
		if (s === overPixel.terms(g)) return product([b!, inputAt(g, cell).c]);
		const [weight, window] = overPixel.factors(g, cell);
		const [first, second] = [
			[w!, weight(s)],
			[x!, window(s)]
		] as const;
		const none = inNoWindow(first, second);
		return none ? { ...none, tex: `${none.tex} \\times 0` } : product(first, second);
	},
	values(c, cell) {
		const [x, w, b] = c.xs;
		const g = of(c);
		const [depth, { c: channel }] = [overPixel.terms(g), inputAt(g, cell)];
		const [weight, window] = overPixel.factors(g, cell);
		const numbers = productThatIs(w!, weight, x!, window);
		return (s) => (s === depth ? b!.data[channel]! : numbers(s));
	},
	*uses(c, slot, index): Iterable<Use> {
		const g = of(c);
		if (slot < 2) return yield* overPixel.uses(g, slot === 1 ? 0 : 1, index);
		for (let n = 0; n < g.images; n++)
			for (let k = 0; k < pixels(g); k++)
				yield [(n * g.groups * g.channels + index) * pixels(g) + k, overPixel.terms(g)];
	},
	subject: ({ out }, cell) => `what is laid on ${at([out, cell])}`
});

/** Every number met a window of the output: the convolution of the gradient with the same kernel. */
const inputGradient = sumRule<ConvTranspose2d>({
	tex: (c) =>
		`${sym(c.out, 'c,i,j')} = \\sum_{o,u,v} ${sym(c.xs[1]!, 'c,o,u,v')}\\; ${sym(c.dy!, `o,\\,${sourceTex(of(c))}`)}`,
	about: (c) =>
		`Every number of ${the(c.xs[0]!)} was laid on a window: the gradients under it, each times the weight that lay there, added: a convolution.`,
	reads: ({ xs: [, w], dy }) => [w!, dy!],
	run: (c, out) => underWindow.run(of(c), c.xs[1]!.data, c.dy!.data, out),
	terms: (c) => underWindow.terms(of(c)),
	term(c, cell, s) {
		const [weight, place] = underWindow.factors(of(c), cell);
		return chain([c.xs[1]!, weight(s)], [c.dy!, place(s)]);
	},
	values(c, cell) {
		const [weight, place] = underWindow.factors(of(c), cell);
		return productAt(c.xs[1]!, weight, c.dy!, place);
	},
	uses: (c, slot, index) => underWindow.uses(of(c), slot as 0 | 1, index),
	subject: ({ out }, cell) => `${the(out)} at ${where(out, cell) || '0'}`
});

/** Every weight multiplied each number once, and what it made was added to one place of that number's window. */
const weightGradient = sumRule<ConvTranspose2d>({
	tex: (c) =>
		`${sym(c.out, 'c,o,u,v')} = \\sum_{i,j} ${sym(c.xs[0]!, 'c,i,j')}\\; ${sym(c.dy!, `o,\\,${sourceTex(of(c))}`)}`,
	about: (c) =>
		`Every weight multiplied each number of its channel of ${the(c.xs[0]!)}: those numbers times the gradients of the places where the products were laid, added.`,
	reads: ({ xs: [x], dy }) => [x!, dy!],
	run: (c, out) => metByWeight.run(of(c), c.dy!.data, c.xs[0]!.data, out),
	terms: (c) => metByWeight.terms(of(c)),
	term(c, cell, s) {
		const [place, number] = metByWeight.factors(of(c), cell);
		return chain([c.xs[0]!, number(s)], [c.dy!, place(s)]);
	},
	values(c, cell) {
		const [place, number] = metByWeight.factors(of(c), cell);
		return productAt(c.xs[0]!, number, c.dy!, place);
	},
	uses: (c, slot, index) => metByWeight.uses(of(c), slot === 0 ? 1 : 0, index),
	subject: ({ out }, cell) => `${the(out)} at ${where(out, cell) || '0'}`
});

const gradients = [
	inputGradient,
	weightGradient,
	biasGradient<ConvTranspose2d>(
		'p,q',
		'The bias was added to every place of its channel, so the gradients of all those places are added.'
	)
] as const;

export const convTranspose2d: Op<ConvTranspose2d> = {
	name: NAME,
	family: 'convolution',
	along: ({ xs: [, , b], attrs, y: { shape } }) => {
		const channel = b ? ([2, 0] as const) : (attrs?.groups ?? 1) === 1 ? ([1, 1] as const) : null;
		return shape.map((_, d) => (d === shape.length - 3 ? channel : d < shape.length - 3 ? [0, d] : null));
	},
	summary:
		'Lays a kernel, times each number of an image, on a larger image at the window of that number, and adds what overlaps.',
	inputs: ['x', 'w', 'b'],
	optional: true,
	attributes: {
		stride: 'how far from window to window on the output (1)',
		padding: 'rows and columns cut off around the output (0)',
		outputPadding: 'rows and columns added below and to the right, on which no window need lie (0)',
		dilation: 'the distance between the places on which a kernel is laid (1)',
		groups: 'into how many independent groups the channels are split (1)'
	},
	shape([x, w, b], attrs) {
		const [, channels] = imageAxes(NAME, x!);
		if (w!.length !== 4)
			fail(
				'shape',
				`${NAME}: the weights have shape ${shapeName(w!)}: give them four axes (channels of the input × channels of the output × rows × columns)`
			);
		if (!size(w!))
			fail(
				'shape',
				`${NAME}: the weights have shape ${shapeName(w!)}: give one kernel of one number at least`
			);
		const { groups = 1 } = attrs ?? {};
		if (!Number.isInteger(groups) || groups < 1)
			fail('attribute', `${NAME}: groups is ${groups}: give a whole number from 1 up`);
		if (channels % groups)
			fail(
				'attribute',
				`${NAME}: ${groups} groups do not divide ${channels} channels: choose a number that divides them`
			);
		if (w![0] !== channels)
			fail(
				'shape',
				`${NAME}: there are kernels for ${w![0]} channels, but the input has ${channels}: give the weights a first axis of ${channels}`
			);
		const out = w![1]! * groups;
		if (b && (b.length !== 1 || b[0] !== out))
			fail(
				'shape',
				`${NAME}: the bias has shape ${shapeName(b)}: it needs one number for each of the ${out} channels of the output, so give it shape ${out}`
			);
		const g = transposedGeometry(x!, w!, attrs);
		const [rows, columns] = [g.y.input, g.x.input];
		if (rows < 1 || columns < 1)
			fail(
				'shape',
				`${NAME}: padding ${g.y.padding}×${g.x.padding} cuts everything off, and leaves ${rows}×${columns}: make padding smaller`
			);
		return [...x!.slice(0, -3), out, rows, columns];
	},
	forward,
	backward: (k) => gradients[k as 0 | 1 | 2],
	example: () => ({
		xs: [
			{ shape: [1, 1, 2, 2], values: [1, 2, 3, 4] },
			{ shape: [1, 1, 3, 3], values: [1, 2, 1, 2, 4, 2, 1, 2, 1] },
			{ shape: [1], values: [0.5] }
		],
		attrs: { stride: 2 }
	}),
	sample(random) {
		const two = (low: number, high: number): Pair =>
			random.next() < 0.5
				? random.integer(low, high)
				: [random.integer(low, high), random.integer(low, high)];
		const groups = random.pick([1, 1, 2, 3]);
		const [channels, out] = [random.integer(1, 2), random.integer(1, 2)];
		const [stride, dilation] = [two(1, 3), two(1, 2)];
		const side = (value: Pair, d: 0 | 1) => (typeof value === 'number' ? value : value[d]);
		const extra = ([0, 1] as const).map((d) =>
			random.integer(0, Math.max(side(stride, d), side(dilation, d)) - 1)
		);
		const kernel = [random.integer(1, 3), random.integer(1, 3)];
		const input = [random.integer(3, 4), random.integer(3, 4)];
		const attrs = {
			stride,
			padding: two(0, 1),
			...(random.next() < 0.5 && { outputPadding: [extra[0]!, extra[1]!] as const }),
			dilation,
			groups
		};
		const bias = random.next() < 0.7 ? [{ shape: [groups * out] }] : [];
		return {
			xs: [
				{ shape: [...random.pick([[], [1], [2]]), groups * channels, ...input] },
				{ shape: [groups * channels, out, ...kernel] },
				...bias
			],
			attrs
		};
	}
};
