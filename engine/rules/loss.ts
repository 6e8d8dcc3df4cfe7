/** Losses that compare two tensors number by number: they say the loss of one number and its derivative, and no more. */
import { fail } from '../errors.ts';
import { listed } from '../lists.ts';
import { factsOf, type Call, type Cell, type Facts, type Op, type Sample, type Use } from '../op.ts';
import type { Random } from '../random.ts';
import { expectSameShape, size, type Tensor } from '../tensor.ts';
import { sym, val, valueOf } from '../tex.ts';
import { the, where } from '../words.ts';
import { asItIs, computed, slope, sumRule } from './sum.ts';

export interface Loss {
	/** Whether the losses are averaged ('mean', where left out) or added ('sum'). */
	reduction?: 'mean' | 'sum';
}

/** A loss of numbers one by one, which may be left as they are: a loss for each. */
export interface LossOfEach {
	reduction?: Loss['reduction'] | 'none';
}

export const REDUCTION = "whether the losses are averaged, 'mean', or added, 'sum' ('mean')";

/** How the losses of numbers are reduced; refuses what is no reduction. */
export function reductionOf(op: string, attrs: LossOfEach | undefined): 'mean' | 'sum' | 'none' {
	return attrs?.reduction === 'none'
		? 'none'
		: averages(op, attrs as Loss, '"mean", "sum" or "none"')
			? 'mean'
			: 'sum';
}

/** Whether losses are averaged; refuses what is no reduction. */
export function averages(op: string, attrs: Loss | undefined, those = '"mean" or "sum"'): boolean {
	const reduction = attrs?.reduction ?? 'mean';
	if (reduction !== 'mean' && reduction !== 'sum')
		fail('attribute', `${op}: reduction is ${JSON.stringify(reduction)}: choose ${those}`);
	return reduction === 'mean';
}

/** Refuses numbers outside 0 … 1; `advice` says what to change. */
export function expectUnit(op: string, name: string, x: Tensor, advice: string): void {
	const bad = x.data.findIndex((value) => !(value >= 0 && value <= 1));
	if (bad < 0) return;
	const place = where(x, bad);
	fail(
		'value',
		`${op}: the ${name} ${x.name} holds ${x.data[bad]}${place && ` at ${place}`}, but must lie between 0 and 1: ${advice}`
	);
}

export interface Elementwise extends Facts {
	name: string;
	summary: string;
	inputs: readonly [string, string];
	check?(xs: readonly Tensor[]): void;
	f(x: number, target: number): number;
	tex(x: string, target: string): string;
	/** What happens to one pair, and what is added: "The difference of a (1) and b (3) is −2; its square, 4, is added". */
	says(x: Cell, target: Cell, loss: number): string;
	/** The derivative for each input; null for targets that have no gradient. */
	df: readonly [(x: number, target: number) => number, ((x: number, target: number) => number) | null];
	dtex: readonly [(x: string, target: string) => string, ((x: string, target: string) => string) | null];
	example: readonly [readonly number[], readonly number[]];
	draw: readonly [(random: Random) => number, (random: Random) => number];
}

export function elementwiseLoss(spec: Elementwise): Op<LossOfEach> {
	type C = Call<LossOfEach>;
	const count = ({ xs: [x] }: C) => size(x!.shape);
	/** Whether each pair has a loss of its own. */
	const each = (c: C) => reductionOf(spec.name, c.attrs) === 'none';
	const divisor = (c: C) => (reductionOf(spec.name, c.attrs) === 'mean' ? count(c) : undefined);
	const fraction = (c: C) => (divisor(c) ? `\\frac{1}{${count(c)}} ` : '');
	const times = (c: C) => (divisor(c) ? '\\cdot ' : '');
	const sum = (c: C) => (each(c) ? '' : '\\sum_i ');
	const place = (c: C) => (each(c) ? 'i' : undefined);
	const forward = sumRule<LossOfEach>({
		tex: (c) =>
			`${sym(c.out, place(c))} = ${fraction(c)}${sum(c)}${spec.tex(sym(c.xs[0]!, 'i'), sym(c.xs[1]!, 'i'))}`,
		about: (c) =>
			`Every number of ${the(c.xs[0]!)} is compared with ${the(c.xs[1]!)}, and ${each(c) ? 'each has a loss of its own' : `the losses are ${divisor(c) ? 'averaged' : 'added'}`}.`,
		reads: (c) => c.xs,
		run(c, out) {
			const [x, target] = [c.xs[0]!.data, c.xs[1]!.data];
			if (each(c)) {
				for (let i = 0; i < out.length; i++) out[i] = spec.f(x[i]!, target[i]!);
				return;
			}
			let sum = 0;
			for (let i = 0; i < x.length; i++) sum += spec.f(x[i]!, target[i]!);
			const by = divisor(c);
			out[0] = by === undefined ? sum : sum / by;
		},
		terms: (c) => (each(c) ? 1 : count(c)),
		start: (c) => (each(c) ? -0 : 0),
		term(c, cell, s) {
			const i = each(c) ? cell : s;
			const [x, target]: readonly [Cell, Cell] = [
				[c.xs[0]!, i],
				[c.xs[1]!, i]
			];
			const value = spec.f(valueOf(x), valueOf(target));
			return computed(value, [x, target], spec.tex(val(x), val(target)), spec.says(x, target, value));
		},
		values(c, cell) {
			const [a, b] = [c.xs[0]!.data, c.xs[1]!.data];
			const first = each(c) ? cell : 0;
			return (s) => spec.f(a[first + s]!, b[first + s]!);
		},
		divisor,
		uses: (c, _, index) => [each(c) ? [index, 0] : [0, index]],
		subject: (c) => (each(c) ? '' : `the loss over all numbers of ${c.xs[0]!.label}`)
	});
	const gradient = (m: 0 | 1) => {
		const [df, dtex] = [spec.df[m], spec.dtex[m]];
		if (!df || !dtex) return null;
		const local = (c: C, i: number) => {
			const d = df(c.xs[0]!.data[i]!, c.xs[1]!.data[i]!);
			const by = divisor(c);
			return by === undefined ? d : d / by;
		};
		return sumRule<LossOfEach>({
			tex: (c) =>
				`${sym(c.out, 'i')} = ${fraction(c)}${times(c)}${dtex(sym(c.xs[0]!, 'i'), sym(c.xs[1]!, 'i'))} \\cdot ${sym(c.dy!, place(c))}`,
			about: (c) =>
				`How the loss changes with every number of ${the(c.xs[m]!)}${divisor(c) ? `, each counting for one part in ${count(c)}` : ''}.`,
			reads: ({ xs, dy }) => [...xs, dy!],
			run(c, out) {
				const [x, target, upstream] = [c.xs[0]!.data, c.xs[1]!.data, c.dy!.data];
				const [own, by] = [each(c), divisor(c)];
				for (let i = 0; i < out.length; i++) {
					const d = df(x[i]!, target[i]!);
					out[i] = (by === undefined ? d : d / by) * upstream[own ? i : 0]!;
				}
			},
			terms: () => 1,
			start: asItIs,
			term(c, i) {
				const cells = c.xs.map((x): Cell => [x, i]);
				return slope(
					local(c, i),
					[c.dy!, each(c) ? i : 0],
					cells,
					fraction(c) + times(c) + dtex(val(cells[0]!), val(cells[1]!))
				);
			},
			*uses(c, slot, index): Iterable<Use> {
				if (slot < 2 || each(c)) yield [index, 0];
				else for (let i = 0; i < count(c); i++) yield [i, 0];
			}
		});
	};
	const rules = [gradient(0), gradient(1)] as const;
	const both = (random: Random, shape: readonly number[]) =>
		spec.draw.map((draw) => ({ shape, values: Array.from({ length: size(shape) }, () => draw(random)) }));
	return {
		name: spec.name,
		family: 'loss',
		summary: spec.summary,
		...factsOf(spec),
		inputs: spec.inputs,
		attributes: {
			reduction: "whether the losses are averaged, 'mean', added, 'sum', or left as they are, 'none' ('mean')"
		},
		shape([x, target], attrs) {
			const reduction = reductionOf(spec.name, attrs);
			expectSameShape(spec.name, x!, target!, listed(spec.inputs));
			return reduction === 'none' ? x! : [];
		},
		...(spec.check && { check: spec.check }),
		forward,
		backward: (k) => rules[k as 0 | 1],
		example: () => ({
			xs: spec.example.map((values) => ({ shape: [values.length], values })),
			attrs: {}
		}),
		sample: (random): Sample<LossOfEach> => ({
			xs: both(
				random,
				Array.from({ length: random.integer(0, 3) }, () => random.integer(1, 3))
			),
			attrs: random.next() < 0.3 ? { reduction: 'none' } : lossSample(random)
		})
	};
}

export function lossSample(random: Random): Loss {
	const reduction = random.pick([undefined, 'mean', 'sum'] as const);
	return reduction ? { reduction } : {};
}
