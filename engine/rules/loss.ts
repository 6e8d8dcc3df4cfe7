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

export const REDUCTION = "whether the losses are averaged, 'mean', or added, 'sum' ('mean')";

/** Whether losses are averaged; refuses what is no reduction. */
export function averages(op: string, attrs: Loss | undefined): boolean {
	const reduction = attrs?.reduction ?? 'mean';
	if (reduction !== 'mean' && reduction !== 'sum')
		fail('attribute', `${op}: reduction is ${JSON.stringify(reduction)}: choose "mean" or "sum"`);
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

export function elementwiseLoss(spec: Elementwise): Op<Loss> {
	const count = ({ xs: [x] }: Call<Loss>) => x!.data.length;
	const divisor = (c: Call<Loss>) => (averages(spec.name, c.attrs) ? count(c) : undefined);
	const fraction = (c: Call<Loss>) => (divisor(c) ? `\\frac{1}{${count(c)}} ` : '');
	const times = (c: Call<Loss>) => (divisor(c) ? '\\cdot ' : '');
	const forward = sumRule<Loss>({
		tex: (c) => `${sym(c.out)} = ${fraction(c)}\\sum_i ${spec.tex(sym(c.xs[0]!, 'i'), sym(c.xs[1]!, 'i'))}`,
		about: (c) =>
			`Every number of ${the(c.xs[0]!)} is compared with ${the(c.xs[1]!)}, and the losses are ${divisor(c) ? 'averaged' : 'added'}.`,
		reads: (c) => c.xs,
		run(c, out) {
			const [x, target] = c.xs;
			let sum = 0;
			for (let i = 0; i < x!.data.length; i++) sum += spec.f(x!.data[i]!, target!.data[i]!);
			out[0] = divisor(c) === undefined ? sum : sum / count(c);
		},
		terms: count,
		term({ xs: [x, target] }, _, i) {
			const cells: readonly [Cell, Cell] = [
				[x!, i],
				[target!, i]
			];
			const value = spec.f(valueOf(cells[0]), valueOf(cells[1]));
			return computed(value, cells, spec.tex(val(cells[0]), val(cells[1])), spec.says(...cells, value));
		},
		values({ xs: [x, target] }) {
			const [a, b] = [x!.data, target!.data];
			return (i) => spec.f(a[i]!, b[i]!);
		},
		divisor,
		uses: (_, __, index) => [[0, index]],
		subject: ({ xs: [x] }) => `the loss over all numbers of ${x!.label}`
	});
	const gradient = (m: 0 | 1) => {
		const [df, dtex] = [spec.df[m], spec.dtex[m]];
		if (!df || !dtex) return null;
		const local = (c: Call<Loss>, i: number) => {
			const d = df(c.xs[0]!.data[i]!, c.xs[1]!.data[i]!);
			return divisor(c) ? d / count(c) : d;
		};
		return sumRule<Loss>({
			tex: (c) =>
				`${sym(c.out, 'i')} = ${fraction(c)}${times(c)}${dtex(sym(c.xs[0]!, 'i'), sym(c.xs[1]!, 'i'))} \\cdot ${sym(c.dy!)}`,
			about: (c) =>
				`How the loss changes with every number of ${the(c.xs[m]!)}${divisor(c) ? `, each counting for one part in ${count(c)}` : ''}.`,
			reads: ({ xs, dy }) => [...xs, dy!],
			run(c, out) {
				const upstream = c.dy!.data[0]!;
				for (let i = 0; i < out.length; i++) out[i] = local(c, i) * upstream;
			},
			terms: () => 1,
			start: asItIs,
			term(c, i) {
				const cells = c.xs.map((x): Cell => [x, i]);
				return slope(
					local(c, i),
					[c.dy!, 0],
					cells,
					fraction(c) + times(c) + dtex(val(cells[0]!), val(cells[1]!))
				);
			},
			*uses(c, slot, index): Iterable<Use> {
				if (slot < 2) yield [index, 0];
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
		attributes: { reduction: REDUCTION },
		shape([x, target], attrs) {
			averages(spec.name, attrs);
			expectSameShape(spec.name, x!, target!, listed(spec.inputs));
			return [];
		},
		...(spec.check && { check: spec.check }),
		forward,
		backward: (k) => rules[k as 0 | 1],
		example: () => ({
			xs: spec.example.map((values) => ({ shape: [values.length], values })),
			attrs: {}
		}),
		sample: (random): Sample<Loss> => ({
			xs: both(
				random,
				Array.from({ length: random.integer(0, 3) }, () => random.integer(1, 3))
			),
			attrs: lossSample(random)
		})
	};
}

export function lossSample(random: Random): Loss {
	const reduction = random.pick([undefined, 'mean', 'sum'] as const);
	return reduction ? { reduction } : {};
}
