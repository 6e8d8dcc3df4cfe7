/**
 * The average of each window. Padding counts as zeros that take part, unless `countIncludePad` is false; what hangs over
 * the padding's edge in ceil mode is never counted, so the divisor belongs to the window. Backward hands every cell its
 * share of the gradient of each window over it.
 */
import { PADDING, type Call, type Cell, type Op } from '../op.ts';
import {
	cellsUnder,
	noWindow,
	pooling,
	poolSample,
	poolShape,
	poolSource,
	usesOf,
	windowsOver,
	type Pool
} from '../rules/pool.ts';
import { product, slope, sumRule } from '../rules/sum.ts';
import { source, type Axis } from '../rules/windows.ts';
import { sym } from '../tex.ts';
import { the, where } from '../words.ts';

export interface AvgPool extends Pool {
	/** Whether padding cells count as numbers of a window; true where left out. */
	countIncludePad?: boolean;
}

const NAME = 'avgPool2d';
const of = (c: Call<AvgPool>) => pooling(NAME, c.xs[0]!.shape, c.attrs);

/** How many numbers of a window are counted along one axis. */
function counted(a: Axis, i: number, { countIncludePad = true }: AvgPool): number {
	const start = source(a, i, 0);
	const end = Math.min(start + a.kernel, a.input + a.padding);
	return countIncludePad ? end - start : Math.min(end, a.input) - Math.max(start, 0);
}

/** What the sum of a window is divided by. */
function divisor(c: Call<AvgPool>, window: number): number {
	const g = of(c);
	const k = window % (g.y.output * g.x.output);
	return counted(g.y, Math.floor(k / g.x.output), c.attrs) * counted(g.x, k % g.x.output, c.attrs);
}

const index = (a: Axis, window: string, element: string) =>
	`${a.stride === 1 ? '' : a.stride}${window}+${element}${a.padding ? `-${a.padding}` : ''}`;

/** The divisor as a symbol, where windows differ in it. */
function divisorTex(c: Call<AvgPool>): string {
	const { y, x } = of(c);
	const uniform = !c.attrs.ceil && (c.attrs.countIncludePad !== false || !(y.padding || x.padding));
	return uniform ? String(y.kernel * x.kernel) : 'n_{i,j}';
}

const forward = sumRule<AvgPool>({
	tex(c) {
		const g = of(c);
		return `${sym(c.out, 'c,i,j')} = \\frac{1}{${divisorTex(c)}} \\sum_{u,v} ${sym(c.xs[0]!, `c,\\,${index(g.y, 'i', 'u')},\\,${index(g.x, 'j', 'v')}`)}`;
	},
	about: ({ xs: [x] }) => `Of every window of ${the(x!)}, the average is kept.`,
	reads: (c) => c.xs,
	run(c, out) {
		const g = of(c);
		const x = c.xs[0]!.data;
		let cell = 0;
		for (let plane = 0; plane < g.planes; plane++) {
			const offset = plane * g.y.input * g.x.input;
			for (let i = 0; i < g.y.output; i++) {
				const top = source(g.y, i, 0);
				const bottom = Math.min(g.y.input, top + g.y.kernel);
				for (let j = 0; j < g.x.output; j++, cell++) {
					const left = source(g.x, j, 0);
					const right = Math.min(g.x.input, left + g.x.kernel);
					let sum = 0;
					for (let p = Math.max(0, top); p < bottom; p++) {
						for (let q = Math.max(0, left); q < right; q++) sum += x[offset + p * g.x.input + q]!;
					}
					out[cell] = sum / (counted(g.y, i, c.attrs) * counted(g.x, j, c.attrs));
				}
			}
		}
	},
	terms: (c) => of(c).y.kernel * of(c).x.kernel,
	term(c, cell, s) {
		const g = of(c);
		const read: Cell = [c.xs[0]!, poolSource(g, cell, s)];
		if (read[1] !== PADDING) return product(read);
		const k = cell % (g.y.output * g.x.output);
		const beyond =
			source(g.y, Math.floor(k / g.x.output), Math.floor(s / g.x.kernel)) >= g.y.input + g.y.padding ||
			source(g.x, k % g.x.output, s % g.x.kernel) >= g.x.input + g.x.padding;
		const note = beyond
			? 'the window hangs over the edge here, which adds nothing and is not counted'
			: c.attrs.countIncludePad === false
				? 'padding adds 0 and is not counted'
				: 'padding adds 0, and counts as a number of the window';
		return { ...product(read), note };
	},
	values(c, cell) {
		const g = of(c);
		const { data } = c.xs[0]!;
		return (s) => {
			const index = poolSource(g, cell, s);
			return index === PADDING ? 0 : data[index]!;
		};
	},
	divisor,
	uses: (c, _, cell) => usesOf(of(c), cell),
	subject: ({ out }, cell) => `window ${where(out, cell) || '0'}`
});

const gradient = sumRule<AvgPool>({
	tex: (c) =>
		`${sym(c.out, 'c,p,q')} = \\sum_{i,j \\text{ over } p,q} \\frac{1}{${divisorTex(c)}} \\cdot ${sym(c.dy!, 'c,i,j')}`,
	about: ({ xs: [x] }) =>
		`The gradient of every window is shared equally among the numbers that were counted in it; each number of ${the(x!)} adds up its shares.`,
	reads: (c) => [c.dy!],
	run(c, out) {
		const g = of(c);
		const dy = c.dy!.data;
		out.fill(0);
		let cell = 0;
		for (let plane = 0; plane < g.planes; plane++) {
			const offset = plane * g.y.input * g.x.input;
			for (let i = 0; i < g.y.output; i++) {
				const top = source(g.y, i, 0);
				const bottom = Math.min(g.y.input, top + g.y.kernel);
				for (let j = 0; j < g.x.output; j++, cell++) {
					const left = source(g.x, j, 0);
					const right = Math.min(g.x.input, left + g.x.kernel);
					const part = (1 / (counted(g.y, i, c.attrs) * counted(g.x, j, c.attrs))) * dy[cell]!;
					for (let p = Math.max(0, top); p < bottom; p++) {
						for (let q = Math.max(0, left); q < right; q++) out[offset + p * g.x.input + q]! += part;
					}
				}
			}
		}
	},
	terms: (c) => of(c).overlap,
	term(c, cell, s) {
		const over = windowsOver(of(c), cell);
		if (s >= over.count) return noWindow(c);
		const window = over.window(s);
		const by = divisor(c, window);
		return slope(1 / by, [c.dy!, window], [], `\\frac{1}{${by}}`);
	},
	uses: (c, _, window) => cellsUnder(of(c), window),
	subject: ({ out }, cell) => `${the(out)} at ${where(out, cell) || '0'}`
});

export const avgPool2d: Op<AvgPool> = {
	name: NAME,
	family: 'pooling',
	along: ({ y: { shape } }) => shape.map((_, d) => (d < shape.length - 2 ? [0, d] : null)),
	summary: 'The average of each window; its gradient is shared equally among the window’s cells.',
	inputs: ['x'],
	attributes: {
		kernel: 'the window’s size',
		stride: 'how far the window moves each time (the kernel’s size)',
		padding: 'zeros around the input (0)',
		ceil: 'whether a last window may hang over the edge (false)',
		countIncludePad: 'whether padding counts as numbers of a window (true)'
	},
	shape: ([x], attrs) => poolShape(NAME, x!, attrs),
	forward,
	backward: () => gradient,
	example: () => ({
		xs: [{ shape: [1, 1, 4, 4], values: [1, 3, 2, 1, 4, 6, 4, 2, 5, 8, 3, 5, 2, 1, 0, 3] }],
		attrs: { kernel: 2 }
	}),
	sample: (random) => poolSample(random, random.next() < 0.3 ? {} : { countIncludePad: random.next() < 0.5 })
};
