/**
 * The largest or the smallest number along some axes. PyTorch has it twice: `max` along one axis remembers a place, the
 * first of equal ones, and sends the whole gradient there; `amax` shares the gradient among all equal ones.
 */
import { fail } from '../errors.ts';
import type { Call, Cell, Op, Rule, Use } from '../op.ts';
import { axesKept, axesOf, kept, type Reduction } from './axes.ts';
import { repetition } from './broadcast.ts';
import { running } from './running.ts';
import { slope, sumRule } from './sum.ts';
import { shapeName } from '../tensor.ts';
import { num, plain, sym, val, valueOf } from '../tex.ts';
import { at, capital, where, withValue, the } from '../words.ts';

export interface Extreme {
	name: string;
	summary: string;
	of: 'largest' | 'smallest';
	/** Who gets the gradient where several are equal. */
	ties: 'first' | 'all';
	torch: string;
}

export function extreme({ name, summary, of, ties, torch }: Extreme): Op<Reduction> {
	const sign = of === 'largest' ? 1 : -1;
	const [word, fn] = of === 'largest' ? ['larger', '\\max'] : ['smaller', '\\min'];
	const groups = ({ xs: [x], attrs }: Call<Reduction>) => repetition(x!.shape, kept(name, x!.shape, attrs));
	/** Whether `value` takes the lead; a NaN keeps it. */
	const leads = (value: number, before: number) =>
		before === before && (value !== value || sign * value > sign * before);
	/** The cell of the first extreme of the first n + 1 numbers of a group. */
	const best = running<Call<Reduction>, number>(
		() => -1,
		(c, cell) => {
			const { repeat } = groups(c);
			const { data } = c.xs[0]!;
			return (winner, k) => {
				const index = repeat(cell, k);
				return winner < 0 || leads(data[index]!, data[winner]!) ? index : winner;
			};
		}
	);

	const forward: Rule<Reduction> = {
		tex: ({ out, xs: [x] }) => `${sym(out)} = ${fn}_k ${sym(x!, 'k')}`,
		about: (c) => `Of every ${groups(c).times} numbers of ${the(c.xs[0]!)}, the ${of} is kept.`,
		reads: (c) => c.xs,
		run(c, out) {
			const { source } = groups(c);
			const { data } = c.xs[0]!;
			const { saved } = c;
			saved.fill(-1);
			for (let i = 0; i < data.length; i++) {
				const to = source(i);
				const winner = saved[to]!;
				if (winner < 0 || leads(data[i]!, data[winner]!)) saved[to] = i;
			}
			for (let cell = 0; cell < out.length; cell++) out[cell] = data[saved[cell]!]!;
			if (ties === 'first') return;
			saved.fill(0);
			for (let i = 0; i < data.length; i++) if (data[i] === out[source(i)]) saved[source(i)]!++;
		},
		steps: (c) => groups(c).times,
		step(c, cell, k) {
			const x = c.xs[0]!;
			const read: Cell = [x, groups(c).repeat(cell, k)];
			const winner: Cell = [x, best(c, cell, k + 1)];
			const before: Cell = [x, best(c, cell, k)];
			const value = valueOf(winner);
			const text =
				k === 0
					? `${withValue(read)} is the first number, and so far the ${of}`
					: winner[1] === read[1]
						? `${withValue(read)} is ${Number.isNaN(value) ? 'no number, which stays' : `${word} than ${plain(valueOf(before))}, so it takes the lead`}`
						: `${withValue(read)} is not ${word} than ${plain(value)}: ${at(winner)} keeps the lead`;
			return {
				reads: [read],
				value,
				term: valueOf(read),
				winner,
				tex:
					k === 0
						? val(read, false)
						: `${fn}\\left(${val(before, false)},\\; ${val(read, false)}\\right) = ${num(value)}`,
				text: capital(`${text}.`)
			};
		},
		uses: (c, _, index): Use[] => [[groups(c).source(index), groups(c).rank(index)]]
	};

	/** How much of the gradient of its group a number gets. NaN equals nothing: where it is the largest, 0 share with 0. */
	const share = (c: Call<Reduction>, cell: number): number => {
		const group = groups(c).source(cell);
		if (ties === 'first') return c.saved[group] === cell ? 1 : 0;
		return Number(c.xs[0]!.data[cell] === c.y.data[group]) / c.saved[group]!;
	};
	const gradient: Rule<Reduction> = sumRule<Reduction>({
		tex: ({ out, xs: [x], y, dy }) =>
			ties === 'first'
				? `${sym(out, 'k')} = \\left[${sym(x!, 'k')} \\text{ won}\\right] \\cdot ${sym(dy!)}`
				: `${sym(out, 'k')} = \\frac{\\left[${sym(x!, 'k')} = ${sym(y)}\\right]}{\\text{how many are}} \\cdot ${sym(dy!)}`,
		about: () =>
			ties === 'first'
				? `The gradient goes to the ${of} number, of equal ones to the first; the others get 0.`
				: `The gradient is shared among all numbers that are the ${of}; the others get 0.`,
		reads: (c) => (ties === 'first' ? [c.dy!] : [c.xs[0]!, c.y, c.dy!]),
		run(c, out) {
			const { source } = groups(c);
			const dy = c.dy!.data;
			for (let i = 0; i < out.length; i++) {
				const part = share(c, i);
				out[i] = part === 0 ? 0 : 0 + part * dy[source(i)]!;
			}
		},
		terms: () => 1,
		term(c, cell) {
			const group = groups(c).source(cell);
			const upstream: Cell = [c.dy!, group];
			const part = share(c, cell);
			const reads: Cell[] =
				ties === 'first'
					? []
					: [
							[c.xs[0]!, cell],
							[c.y, group]
						];
			const place = at([c.xs[0]!, cell]);
			return {
				...slope(part, upstream, reads),
				value: part === 0 ? 0 : part * valueOf(upstream),
				note:
					part === 0
						? `${place} is not the ${of}${ties === 'first' ? ', or not the first' : ''}, so it gets 0`
						: part === 1
							? `${place} is the ${of}, so the whole gradient ${plain(valueOf(upstream))} comes back to it`
							: Number.isNaN(part)
								? `no number equals ${plain(valueOf([c.y, group]))}, so the gradient is shared among none: 0 ÷ 0`
								: `${place} is one of ${c.saved[group]} that are the ${of}, so its share of ${withValue(upstream)} is ${plain(part * valueOf(upstream))}`
			};
		},
		*uses(c, slot, index): Iterable<Use> {
			if (ties === 'all' && slot === 0) return yield [index, 0];
			const { times, repeat } = groups(c);
			for (let r = 0; r < times; r++) yield [repeat(index, r), 0];
		},
		subject: ({ out }, cell) => `${out.label}${where(out, cell) && ` at ${where(out, cell)}`}`
	});

	return {
		name,
		family: 'reduction',
		summary,
		torch,
		inputs: ['x'],
		attributes: { axes: 'the axes to reduce (all)', keepdim: 'whether they stay, with length 1 (false)' },
		shape([x], attrs) {
			const axes = axesOf(name, x!, attrs);
			if (axes.some((d) => x![d] === 0))
				fail(
					'shape',
					`${name}: of no numbers none is the ${of}: give a shape without a 0, not ${shapeName(x!)}`
				);
			return attrs?.keepdim ? kept(name, x!, attrs) : x!.filter((_, d) => !axes.includes(d));
		},
		saves: ([x], attrs) => kept(name, x!, attrs).reduce((a, b) => a * b, 1),
		along: ({ xs: [x], attrs }) => axesKept(name, x!.shape, attrs),
		forward,
		backward: () => gradient,
		example: () => ({ xs: [{ shape: [2, 3], values: [1, 5, 3, 4, 2, 4] }], attrs: { axes: [1] } }),
		sample(random) {
			const shape = Array.from({ length: random.integer(1, 4) }, () => random.integer(1, 4));
			const axis = random.integer(0, shape.length - 1);
			const axes =
				ties === 'first'
					? [random.next() < 0.5 ? axis : axis - shape.length]
					: shape.flatMap((_, d) => (random.next() < 0.5 ? [d] : []));
			// Far enough apart that a small nudge changes no winner.
			const values = Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, k) => k / 20);
			for (let k = values.length - 1; k > 0; k--) {
				const other = random.integer(0, k);
				[values[k], values[other]] = [values[other]!, values[k]!];
			}
			return { xs: [{ shape, values }], attrs: { axes, keepdim: random.next() < 0.5 } };
		}
	};
}
