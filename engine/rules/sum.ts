/**
 * Most rules are sums: each elementary step multiplies two numbers and adds the product to what the cell holds.
 * Such a rule says which numbers meet in step s of a cell; the running sum, the equation with numbers and the
 * sentence follow from that. Sums start at 0 and add their terms in order, as the kernels do; a rule of one term for each
 * cell starts at −0, to which any number is added unchanged: so a −0 keeps its sign, as in PyTorch.
 */
import type { Call, Cell, Rule, Step, Use } from '../op.ts';
import type { Tensor } from '../tensor.ts';
import { joined, num, plain, val, valueOf, wrap } from '../tex.ts';
import { at, beyond, capital, withValue } from '../words.ts';
import { running } from './running.ts';

export interface Term {
	readonly reads: readonly Cell[];
	readonly value: number;
	/** Set where the term is a product of two cells, or one cell as it is. */
	readonly factors?: readonly Cell[];
	/** Set in gradients. */
	readonly local?: number;
	readonly upstream?: Cell;
	/** The numbers that make the term, where it is no product of cells; in gradients, those of the local derivative. */
	readonly tex?: string;
	/** Why the term is what it is, where that needs saying: "no window …". */
	readonly note?: string;
	/** The cell that a choice fell on, as in max pooling. */
	readonly winner?: Cell;
}

/** a · b, or a alone. */
export function product(...factors: readonly [Cell] | readonly [Cell, Cell]): Term {
	const [a, b] = factors;
	return { reads: factors, factors, value: b ? valueOf(a) * valueOf(b) : valueOf(a) };
}

/** The local derivative, itself a cell, times the gradient that arrives. */
export function chain(local: Cell, upstream: Cell, note?: string): Term {
	return { ...product(local, upstream), local: valueOf(local), upstream, ...(note && { note }) };
}

/** A local derivative that is computed from `reads`, times the gradient that arrives. */
export function slope(
	local: number,
	upstream: Cell,
	reads: readonly Cell[] = [],
	tex?: string,
	stops = false
): Term {
	const value = passed(local, valueOf(upstream), stops);
	const stopped = !Number.isNaN(value) && Number.isNaN(local * valueOf(upstream));
	const note = `the slope is 0 here, which stops even the upstream ${withValue(upstream)}: 0 goes on`;
	return {
		reads: [...reads, upstream],
		value,
		local,
		upstream,
		...(tex && { tex }),
		...(stopped && { note })
	};
}

/** A slope times what arrives; where it `stops`, a slope of 0 gives 0 of NaN and infinity too, as in PyTorch. */
export const passed = (local: number, upstream: number, stops: boolean): number =>
	stops && local === 0 ? 0 : local * upstream;

/** A function of cells, with its numbers in TeX and in a sentence. */
export function computed(value: number, reads: readonly Cell[], tex: string, note: string): Term {
	return { reads, value, tex, note };
}

/** The start of a sum that is its first term as long as there is no other: a −0 stays −0. */
export const asItIs = () => -0;

export interface SumSpec<A> {
	tex(call: Call<A>): string;
	about(call: Call<A>): string;
	reads(call: Call<A>): readonly Tensor[];
	run(call: Call<A>, out: Float64Array): void;
	sum?(calls: readonly Call<A>[], out: Float64Array): boolean;
	terms(call: Call<A>): number;
	/** What sums start from: −0 where they begin with their first term as it is; 0 where left out. */
	start?(call: Call<A>): number;
	term(call: Call<A>, cell: number, s: number): Term;
	/** The numbers alone of a cell's terms, where there may be a million: they are added when a step far in is looked at. */
	values?(call: Call<A>, cell: number): (s: number) => number;
	/** What the finished sum is divided by, in a step of its own; undefined, for every cell, where it is not. */
	divisor?(call: Call<A>, cell: number): number | undefined;
	uses(call: Call<A>, slot: number, index: number): Iterable<Use>;
	/** What adds up, for the sentence about a whole cell: "Window row 0, column 1 of the input times the kernel"; "" where that is too long. */
	subject?(call: Call<A>, cell: number): string;
}

/** Of more terms than this, the largest are not looked for: that takes longer than a step may. */
const MOST_WEIGHED = 4096;

/** So many signs are as wide as a picture's place on a desk; with more than so many lines, an equation is seen in part. */
const LONG = 80;
const LINES = 2.5;
/** There is room for two lines under a sentence of two, with what the sum is in the end. */
const ROOM = 1.9;

/** About how many signs of an equation are seen. */
const signsIn = (tex: string): number =>
	tex
		.replace(/\\htmlData\{[^}]*\}/g, '')
		.replace(/\\[a-zA-Z]+/g, '+')
		.replace(/[{}\s]/g, '').length;

export function sumRule<A>(spec: SumSpec<A>): Rule<A> {
	const sumOf = running<Call<A>, number>(
		(call) => spec.start?.(call) ?? 0,
		(call, cell) => {
			const value = spec.values?.(call, cell) ?? ((s) => spec.term(call, cell, s).value);
			return (sum, s) => sum + value(s);
		}
	);
	const symbol = (call: Call<A>, cell: number) => val([call.out, cell], false);
	return {
		tex: spec.tex,
		about: spec.about,
		reads: spec.reads,
		run: spec.run,
		...(spec.sum && { sum: spec.sum }),
		uses: spec.uses,
		// Of nothing, the sum is a step of its own.
		steps: (call) => Math.max(1, spec.terms(call) + (spec.divisor?.(call, 0) === undefined ? 0 : 1)),
		step(call, cell, s) {
			const n = spec.terms(call);
			const sum = sumOf(call, cell, Math.min(s, n));
			if (n === 0 && spec.divisor?.(call, cell) === undefined) return nothing(sum);
			return s < n
				? {
						...addTerm(spec.term(call, cell, s), sum, s, n),
						...(spec.divisor?.(call, cell) && { working: true as const })
					}
				: divide(sum, spec.divisor!(call, cell)!, n);
		},
		cell(call, cell) {
			const n = spec.terms(call);
			const sizes = () => Array.from({ length: n }, (_, k) => spec.term(call, cell, k).value);
			const part = (k: number) => factorsTex(spec.term(call, cell, k));
			const lineOf = (part: (k: number) => string, most = 12) =>
				joined(n, part, ' + ', most, n <= MOST_WEIGHED ? sizes : undefined);
			const full = n === 0 ? '0' : lineOf(part);
			// Where each term is a formula of its own, what they come to is seen, and the formula in its step.
			const values =
				n > 1 && signsIn(full) > LINES * LONG && spec.term(call, cell, 0).tex !== undefined
					? (k: number) => wrap(spec.term(call, cell, k).value)
					: null;
			let line = values ? lineOf(values) : full;
			// Terms as long as 3.046 · 10⁻¹⁰ fill more lines than there is room for: fewer of them stand for all then.
			for (let most = Math.min(n, 12) - 1; most > 1 && signsIn(line) > ROOM * LONG; most -= 3)
				line = lineOf(values ?? part, most);
			const by = spec.divisor?.(call, cell);
			const value = call.out.data[cell]!;
			// A long sum stands in parentheses, not over a fraction bar: so it can break into lines.
			const shared =
				by &&
				(n > 4 || signsIn(line) > LONG ? `\\tfrac{1}{${num(by)}} (${line})` : `\\frac{${line}}{${num(by)}}`);
			const tex = `${shared || line} = ${symbol(call, cell)}`;
			const added = spec.subject?.(call, cell);
			const subject = added || at([call.out, cell]);
			const verb = added ? 'adds up to' : 'is';
			const text = by
				? by === n
					? `The mean of the ${termsOf(n)} of ${subject} is ${plain(value)}.`
					: `The sum of the ${termsOf(n)} of ${subject}, divided by ${plain(by)}, is ${plain(value)}.`
				: `${capital(subject)} ${verb} ${plain(value)}.`;
			return { tex, text };
		}
	};
}

function addTerm(term: Term, sum: number, s: number, n: number): Step {
	const value = sum + term.value;
	const before = s === 0 ? '' : `\\underbrace{${num(sum)}}_{\\text{so far}} + `;
	const { upstream } = term;
	return {
		reads: term.reads,
		value,
		term: term.value,
		tex: `${before}${factorsTex(term, true)} = ${num(value)}`,
		text: `${sentence(term)}${n === 1 ? '' : s === 0 ? `, the first of ${n} terms` : `; the sum so far is ${plain(value)}${beyond(value, sum, term.value)}`}.`,
		...(term.winner && { winner: term.winner }),
		...(upstream && { local: term.local!, upstream: valueOf(upstream) })
	};
}

/** The sum of no terms, as a step. */
export const nothing = (value: number): Step => ({
	reads: [],
	value,
	tex: num(value),
	text: `There is nothing to add: the sum is ${plain(value)}.`
});

const termsOf = (n: number) => (n === 1 ? 'one term' : `${n} terms`);

function divide(sum: number, by: number, n: number): Step {
	const value = sum / by;
	return {
		reads: [],
		value,
		term: by,
		tex: `\\frac{${num(sum)}}{${num(by)}} = ${num(value)}`,
		text: `The sum of the ${termsOf(n)}, ${plain(sum)}, divided by ${plain(by)} is ${plain(value)}.`
	};
}

function factorsTex(term: Term, named = false): string {
	if (term.local !== undefined && named) {
		const local = term.tex ?? (term.factors ? val(term.factors[0]!) : wrap(term.local));
		const bare = local === wrap(term.local) || local.endsWith(`}{${wrap(term.local)}}`);
		const number = bare ? '' : `\\,${num(term.local)}`;
		return `\\underbrace{${local}}_{\\text{local}${number}} \\times \\underbrace{${val(term.upstream!)}}_{\\text{upstream}}`;
	}
	if (term.factors) return term.factors.map((cell) => val(cell)).join(' \\times ');
	if (term.local === undefined) return term.tex!;
	return `${term.tex ?? wrap(term.local)} \\times ${val(term.upstream!)}`;
}

function sentence(term: Term): string {
	if (term.note) return capital(term.note);
	const { factors, upstream } = term;
	if (upstream) {
		const local = factors
			? `the local derivative, ${withValue(factors[0]!)},`
			: `the local derivative ${plain(term.local!)}`;
		const past = beyond(term.value, term.local!, valueOf(upstream));
		return capital(`${local} times the upstream ${withValue(upstream)} is ${plain(term.value)}${past}`);
	}
	const [a, b] = factors!;
	return capital(
		b
			? `${withValue(a!)} times ${withValue(b)} is ${plain(term.value)}${beyond(term.value, valueOf(a!), valueOf(b))}`
			: `${withValue(a!)} is added`
	);
}
