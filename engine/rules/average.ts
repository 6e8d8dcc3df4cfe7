/** Running averages that optimizers keep from step to step, of gradients or of their squares: a′ = βa + (1 − β)g. */
import type { Call, Cell, Op } from '../op.ts';
import { expectSameShape, type Tensor } from '../tensor.ts';
import { num, plain, sym, val, valueOf, wrap } from '../tex.ts';
import { withValue } from '../words.ts';
import { computed, sumRule } from './sum.ts';
import { expectShare } from './update.ts';

export interface RunningAverage<A> {
	name: string;
	summary: string;
	/** The attribute that says how much of the old average is kept, and its value where left out. */
	decay: keyof A & string;
	standard: number;
	/** Whether squares are averaged. */
	squares: boolean;
}

export function runningAverage<A>(spec: RunningAverage<A>): Op<A> {
	const { name, squares } = spec;
	const kept = (attrs: A) => (attrs?.[spec.decay] as number | undefined) ?? spec.standard;
	/** In the first step there is no average yet: it counts as 0 and takes no step. */
	const old = ({ xs }: Call<A>): Tensor | undefined => xs[1];
	const power = squares ? '^2' : '';
	const forward = sumRule<A>({
		tex(c) {
			const before = old(c) ? `${num(kept(c.attrs))}\\, ${sym(old(c)!, 'i')} + ` : '';
			const share = `(1 - ${num(kept(c.attrs))})`;
			return `${sym(c.out, 'i')} = ${before}${share}\\, {${sym(c.xs[0]!, 'i')}}${power}`;
		},
		about: (c) =>
			`A running average of the ${squares ? 'squares of the ' : ''}gradients: ${old(c) ? `${plain(kept(c.attrs))} of the old average and` : 'in the first step'} ${plain(1 - kept(c.attrs))} of the new ${squares ? 'square' : 'gradient'}.`,
		reads: (c) => (old(c) ? [old(c)!, c.xs[0]!] : [c.xs[0]!]),
		run(c, out) {
			const [before, g] = [old(c)?.data, c.xs[0]!.data];
			const share = 1 - kept(c.attrs);
			for (let i = 0; i < out.length; i++) {
				const sum = before ? 0 + kept(c.attrs) * before[i]! : 0;
				out[i] = sum + share * (squares ? g[i]! * g[i]! : g[i]!);
			}
		},
		terms: (c) => (old(c) ? 2 : 1),
		term(c, i, s) {
			const isOld = old(c) && s === 0;
			const cell: Cell = [isOld ? old(c)! : c.xs[0]!, i];
			const factor = isOld ? kept(c.attrs) : 1 - kept(c.attrs);
			const squared = squares && !isOld;
			const x = valueOf(cell);
			const value = factor * (squared ? x * x : x);
			return computed(
				value,
				[cell],
				`${wrap(factor)} \\times ${val(cell)}${squared ? '^2' : ''}`,
				`${plain(factor)} times ${squared ? 'the square of ' : ''}${withValue(cell)} is ${plain(value)}`
			);
		},
		uses: (_, slot, index) => [[index, slot]]
	});
	return {
		name,
		family: 'update',
		summary: spec.summary,
		inputs: ['gradient', 'average'],
		optional: true,
		attributes: { [spec.decay]: `how much of the old average is kept (${spec.standard})` },
		shape([gradient, average], attrs) {
			expectShare(name, spec.decay, kept(attrs));
			if (average) expectSameShape(name, gradient!, average, 'gradient and average');
			return gradient!;
		},
		forward,
		// An update has no gradient of its own: it comes after backward.
		backward: () => null,
		example: () => ({
			xs: [
				{ shape: [3], values: [0.5, -1, 2] },
				{ shape: [3], values: [0.2, 0.1, 0] }
			],
			attrs: { [spec.decay]: spec.standard } as A
		}),
		sample(random) {
			const shape = Array.from({ length: random.integer(0, 2) }, () => random.integer(1, 3));
			const attrs = random.next() < 0.7 ? { [spec.decay]: random.next() } : {};
			return { xs: Array.from({ length: random.integer(1, 2) }, () => ({ shape })), attrs: attrs as A };
		}
	};
}
