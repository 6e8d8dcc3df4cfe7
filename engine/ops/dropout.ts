import { fail } from '../errors.ts';
import type { Call, Cell, Op, Rule } from '../op.ts';
import { random as seeded } from '../random.ts';
import { asItIs, slope, sumRule } from '../rules/sum.ts';
import { num, plain, sym, val, valueOf } from '../tex.ts';
import { at, capital, withValue, the } from '../words.ts';

export interface Dropout {
	/** How likely a number is dropped, from 0 to 1; 0.5 where left out, as in PyTorch. */
	p?: number;
	/** The same seed drops the same numbers; 0 where left out. */
	seed?: number;
	/** In inference, nothing is dropped; true where left out. */
	training?: boolean;
}

const chance = (attrs: Dropout | undefined) => attrs?.p ?? 0.5;
const drops = (attrs: Dropout | undefined) => (attrs?.training ?? true) && chance(attrs) > 0;
/** Numbers that stay grow, so that the expected sum is the same with dropout and without. */
const scale = (attrs: Dropout | undefined) =>
	drops(attrs) && chance(attrs) < 1 ? 1 / (1 - chance(attrs)) : 1;

const dropped = (c: Call<Dropout>, i: number) => drops(c.attrs) && c.saved[i] === 0;

/** What every number is multiplied by. */
const factor = (c: Call<Dropout>, i: number) => (dropped(c, i) ? 0 : scale(c.attrs));

const forward: Rule<Dropout> = {
	tex: ({ out, xs: [x], attrs }) =>
		drops(attrs)
			? `${sym(out, 'i')} = \\begin{cases} 0 & \\text{dropped, with probability } ${num(chance(attrs))} \\\\ ${num(scale(attrs))} \\cdot ${sym(x!, 'i')} & \\text{kept} \\end{cases}`
			: `${sym(out, 'i')} = ${sym(x!, 'i')}`,
	about: ({ xs: [x], attrs }) =>
		drops(attrs)
			? `Every number of ${the(x!)} is dropped with probability ${plain(chance(attrs))}; those that stay are multiplied by ${plain(scale(attrs))}.`
			: `Nothing is dropped here, so ${the(x!)} goes on unchanged.`,
	reads: (c) => c.xs,
	run(c, out) {
		const { data } = c.xs[0]!;
		if (!drops(c.attrs)) return out.set(data);
		const { next } = seeded(c.attrs?.seed ?? 0);
		for (let i = 0; i < out.length; i++) {
			c.saved[i] = next() < chance(c.attrs) ? 0 : 1;
			out[i] = c.saved[i] === 0 ? 0 : scale(c.attrs) * data[i]!;
		}
	},
	steps: () => 1,
	step(c, i) {
		const read: Cell = [c.xs[0]!, i];
		if (dropped(c, i))
			return {
				reads: [],
				value: 0,
				tex: '\\text{dropped: } 0',
				text: capital(`${at(read)} is dropped: 0 goes on.`)
			};
		const by = scale(c.attrs);
		const value = drops(c.attrs) ? by * valueOf(read) : valueOf(read);
		const grown = drops(c.attrs) ? ` times ${plain(by)}, to make up for those that are dropped,` : '';
		return {
			reads: [read],
			value,
			tex: `${drops(c.attrs) ? `${num(by)} \\times ${val(read)}` : val(read, false)} = ${num(value)}`,
			text: capital(
				grown
					? `${withValue(read)} is kept:${grown} it is ${plain(value)}.`
					: `${withValue(read)} goes on unchanged.`
			)
		};
	},
	uses: (c, _, i) => (dropped(c, i) ? [] : [[i, 0]])
};

const gradient = sumRule<Dropout>({
	tex: ({ out, dy, attrs }) =>
		drops(attrs)
			? `${sym(out, 'i')} = \\begin{cases} 0 & \\text{dropped} \\\\ ${num(scale(attrs))} \\cdot ${sym(dy!, 'i')} & \\text{kept} \\end{cases}`
			: `${sym(out, 'i')} = 1 \\cdot ${sym(dy!, 'i')}`,
	about: () => 'A number that was dropped gets no gradient; one that stayed gets it with the same factor.',
	reads: (c) => [c.dy!],
	run(c, out) {
		const dy = c.dy!.data;
		for (let i = 0; i < out.length; i++) out[i] = dropped(c, i) ? 0 : factor(c, i) * dy[i]!;
	},
	terms: () => 1,
	start: asItIs,
	term(c, i) {
		if (!dropped(c, i)) return slope(factor(c, i), [c.dy!, i]);
		const note = 'this number was dropped, so nothing depends on it: its gradient is 0';
		return { reads: [], value: 0, local: 0, upstream: [c.dy!, -1], note };
	},
	uses: (c, _, i) => (dropped(c, i) ? [] : [[i, 0]])
});

export const dropout: Op<Dropout> = {
	name: 'dropout',
	family: 'arithmetic',
	summary: 'In training, drops numbers at random and scales those that stay; in inference, passes all.',
	inputs: ['x'],
	attributes: {
		p: 'how likely a number is dropped (0.5)',
		seed: 'a whole number: the same seed drops the same numbers (0)',
		training: 'whether anything is dropped at all (true)'
	},
	shape([x], attrs) {
		const p = chance(attrs);
		if (typeof p !== 'number' || !(p >= 0 && p <= 1))
			fail('attribute', `dropout: p is ${p}: give a probability from 0 to 1, such as 0.5`);
		if (!Number.isInteger(attrs?.seed ?? 0))
			fail('attribute', `dropout: seed is ${attrs!.seed}: give a whole number, such as 1`);
		return x!;
	},
	saves: ([x], attrs) => (drops(attrs) ? x!.reduce((n, d) => n * d, 1) : 0),
	forward,
	backward: () => gradient,
	example: () => ({
		xs: [{ shape: [6], values: [1, 2, 3, 4, 5, 6] }],
		attrs: { p: 0.5, seed: 1 }
	}),
	sample(random) {
		const shape = Array.from({ length: random.integer(0, 2) }, () => random.integer(1, 4));
		const attrs = {
			p: random.pick([0, 0.2, 0.5, 0.8, 1]),
			seed: random.integer(0, 99),
			...(random.next() < 0.4 && { training: random.next() < 0.5 })
		};
		return { xs: [{ shape }], attrs };
	}
};
