/**
 * The largest number of each window. Forward records which cell won, the first where several are equal, and the last NaN
 * where there is one, as in PyTorch; backward sends the gradient to the winner, and every other cell of the window gets 0.
 */
import { PADDING, type Call, type Cell, type Op, type Rule } from '../op.ts';
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
import { running } from '../rules/running.ts';
import { sumRule } from '../rules/sum.ts';
import { num, plain, sym, val, valueOf } from '../tex.ts';
import { at, capital, compared, the, where, withValue } from '../words.ts';

const NAME = 'maxPool2d';

/** Of a window of more numbers than these, the first ones and the winner stand in the equation. */
const MOST = 16;
const of = (c: Call<Pool>) => pooling(NAME, c.xs[0]!.shape, c.attrs);

/** Padding never wins: it counts as −∞, as in PyTorch. */
const winnerOf = running<Call<Pool>, number>(
	() => PADDING,
	(c, cell) => {
		const g = of(c);
		const { data } = c.xs[0]!;
		return (winner, s) => {
			const index = poolSource(g, cell, s);
			if (index === PADDING) return winner;
			const value = data[index]!;
			return winner === PADDING || value > data[winner]! || value !== value ? index : winner;
		};
	}
);

/** The largest of the first n numbers of a window, the last NaN where there is one; null where all of them are padding. */
function best(c: Call<Pool>, cell: number, n: number): Cell | null {
	const winner = winnerOf(c, cell, n);
	return winner === PADDING ? null : [c.xs[0]!, winner];
}

const forward: Rule<Pool> = {
	tex(c) {
		const g = of(c);
		const index = [g.y, g.x].map(
			(a, d) => `${a.stride === 1 ? '' : a.stride}${'ij'[d]}+${'uv'[d]}${a.padding ? `-${a.padding}` : ''}`
		);
		return `${sym(c.out, 'c,i,j')} = \\max_{u,v} ${sym(c.xs[0]!, `c,\\,${index.join(',\\,')}`)}`;
	},
	about: ({ xs: [x] }) => `Of every window of ${the(x!)}, only the largest number is kept.`,
	reads: (c) => c.xs,
	run(c, out) {
		const g = of(c);
		const x = c.xs[0]!.data;
		const { saved } = c;
		const channels = g.planes;
		let cell = 0;
		for (let plane = 0; plane < channels; plane++) {
			const offset = plane * g.y.input * g.x.input;
			for (let i = 0; i < g.y.output; i++) {
				const top = i * g.y.stride - g.y.padding;
				const [u0, u1] = [Math.max(0, top), Math.min(g.y.input, top + g.y.kernel)];
				for (let j = 0; j < g.x.output; j++, cell++) {
					const left = j * g.x.stride - g.x.padding;
					const [v0, v1] = [Math.max(0, left), Math.min(g.x.input, left + g.x.kernel)];
					let winner = offset + u0 * g.x.input + v0;
					let max = x[winner]!;
					for (let p = u0; p < u1; p++) {
						for (let q = v0, k = offset + p * g.x.input + v0; q < v1; q++, k++) {
							const value = x[k]!;
							if (value > max || value !== value) {
								max = value;
								winner = k;
							}
						}
					}
					out[cell] = max;
					saved[cell] = winner;
				}
			}
		}
	},
	steps: (c) => of(c).y.kernel * of(c).x.kernel,
	step(c, cell, s) {
		const g = of(c);
		const read: Cell = [c.xs[0]!, poolSource(g, cell, s)];
		const before = best(c, cell, s);
		const now = best(c, cell, s + 1);
		const value = now ? valueOf(now) : -Infinity;
		const shown = read[1] === PADDING ? '-\\infty' : val(read, false);
		const tex = before ? `\\max(${val(before, false)},\\; ${shown}) = ${num(value)}` : `${shown}`;
		const text =
			read[1] === PADDING
				? `Padding never wins: ${now ? `${withValue(now)} stays the largest` : 'it counts as −∞'}.`
				: before === null
					? `${capital(withValue(read))} is the first number of the window, and so far the largest.`
					: now![1] === read[1]
						? `${capital(compared(read, before, true))}, so it takes the lead.`
						: `${capital(compared(read, before, false))}: ${at(now!)} keeps the lead.`;
		return { reads: [read], value, term: valueOf(read), tex, text, ...(now && { winner: now }) };
	},
	cell(c, cell) {
		const g = of(c);
		const winner: Cell = [c.xs[0]!, c.saved[cell]!];
		const inside: number[] = [];
		for (let s = 0; s < g.y.kernel * g.x.kernel && inside.length <= MOST; s++) {
			const index = poolSource(g, cell, s);
			if (index !== PADDING) inside.push(index);
		}
		const items = inside.map((k) => val([c.xs[0]!, k], false));
		if (items.length > MOST) items.splice(MOST / 2, items.length, '\\ldots', val(winner, false), '\\ldots');
		return {
			tex: `\\max(${items.join(',\\, ')}) = ${val([c.out, cell], false)}`,
			text: `The largest number of window ${where(c.out, cell) || '0'} is ${withValue(winner)}: it wins, and its place is remembered for backward.`
		};
	},
	uses: (c, _, index) => usesOf(of(c), index)
};

const gradient = sumRule<Pool>({
	tex: ({ out, xs: [x], dy }) =>
		`${sym(out, 'c,p,q')} = \\sum_{i,j} \\left[\\,${sym(x!, 'c,p,q')} \\text{ won window } i,j\\,\\right] \\cdot ${sym(dy!, 'c,i,j')}`,
	about: ({ xs: [x] }) =>
		`The gradient of every window travels to the cell of ${the(x!)} that won it; the others get 0.`,
	reads: (c) => [c.dy!],
	run(c, out) {
		out.fill(0);
		const dy = c.dy!.data;
		for (let i = 0; i < dy.length; i++) out[c.saved[i]!]! += dy[i]!;
	},
	terms: (c) => of(c).overlap,
	term(c, cell, s) {
		const over = windowsOver(of(c), cell);
		if (s >= over.count) return noWindow(c);
		const window = over.window(s);
		const upstream: Cell = [c.dy!, window];
		const winner: Cell = [c.xs[0]!, c.saved[window]!];
		const won = winner[1] === cell;
		const name = `window ${where(c.y, window) || '0'}`;
		const note = won
			? `this cell won ${name}, so the whole gradient ${plain(valueOf(upstream))} comes back to it`
			: `${name} was won by ${at(winner)}, so this cell gets 0 from it`;
		return {
			reads: [upstream],
			value: won ? valueOf(upstream) : 0,
			local: won ? 1 : 0,
			upstream,
			note,
			winner
		};
	},
	uses: (c, _, window) => cellsUnder(of(c), window),
	subject: ({ out }, cell) => `${the(out)} at ${where(out, cell) || '0'}`
});

export const maxPool2d: Op<Pool> = {
	name: NAME,
	family: 'pooling',
	along: ({ y: { shape } }) => shape.map((_, d) => (d < shape.length - 2 ? [0, d] : null)),
	summary: 'The largest number of each window; its gradient goes back to that one cell.',
	inputs: ['x'],
	attributes: {
		kernel: 'the window’s size',
		stride: 'how far the window moves each time (the kernel’s size)',
		padding: 'cells around the input that never win (0)',
		ceil: 'whether a last window may hang over the edge (false)'
	},
	shape: ([x], attrs) => poolShape(NAME, x!, attrs),
	saves: ([x], attrs) => poolShape(NAME, x!, attrs).reduce((a, b) => a * b, 1),
	forward,
	backward: () => gradient,
	example: () => ({
		xs: [{ shape: [1, 1, 4, 4], values: [1, 3, 2, 1, 4, 6, 4, 2, 5, 8, 3, 5, 2, 1, 0, 3] }],
		attrs: { kernel: 2 }
	}),
	sample: (random) => poolSample(random, {})
};
