/** Ops on two numbers at a time, with broadcasting: they say the function and its two derivatives, and no more. */
import { size } from '../tensor.ts';
import { copy, sumRows } from '../kernels/vector.ts';
import { factsOf, type Call, type Cell, type Facts, type Op, type Rule, type Use } from '../op.ts';
import type { Random } from '../random.ts';
import type { Shape } from '../tensor.ts';
import { num, plain, sym, symAt, val } from '../tex.ts';
import { at, capital, withValue, the } from '../words.ts';
import { broadcastShape, repetition } from './broadcast.ts';
import { commonRow, rowsOf } from './rows.ts';
import { passed, slope, sumRule } from './sum.ts';

/** Over all rows of `out`, of n numbers each; those of a and b lie so far apart from row to row. */
type Loop = (
	a: Float64Array,
	aStep: number,
	b: Float64Array,
	bStep: number,
	out: Float64Array,
	n: number
) => void;
/** Over n numbers of each array, from a place on. */
type BinaryLoop = (
	a: Float64Array,
	i: number,
	b: Float64Array,
	j: number,
	dy: Float64Array,
	d: number,
	out: Float64Array,
	k: number,
	n: number
) => void;

export interface Binary extends Facts {
	name: string;
	summary: string;
	/** "3 plus 4 is 7" */
	verb: string;
	f(a: number, b: number): number;
	tex(a: string, b: string): string;
	/** ∂y/∂a and ∂y/∂b. */
	df: readonly [(a: number, b: number) => number, (a: number, b: number) => number];
	dtex: readonly [(a: string, b: string) => string, (a: string, b: string) => string];
	/** Whether a slope of 0 stops whatever arrives, as in `Pointwise`. */
	stops?: true;
	/** Which of a, b each derivative is computed from. */
	from: readonly [readonly (0 | 1)[], readonly (0 | 1)[]];
	/** The same over rows of numbers that lie side by side, as in `Pointwise`. */
	loops?: {
		f: Loop;
		df: readonly [BinaryLoop, BinaryLoop];
	};
	/** A second operand in the domain. */
	draw?(random: Random): number;
}

/** A row at a time; where an operand has one row or one number for all, the rows of its gradient are added in order. */
function gradientByRows(
	df: BinaryLoop,
	a: Float64Array,
	b: Float64Array,
	dy: Float64Array,
	out: Float64Array,
	n: number
): void {
	const total = dy.length;
	const [xa, da] = rowsOf(a, total, n);
	const [xb, db] = rowsOf(b, total, n);
	if (out.length === total) {
		for (let r = 0, at = 0; at < total; r++, at += n) df(xa, r * da, xb, r * db, dy, at, out, at, n);
		return;
	}
	const scratch = new Float64Array(n);
	out.fill(0);
	for (let r = 0, at = 0; at < total; r++, at += n) {
		df(xa, r * da, xb, r * db, dy, at, scratch, 0, n);
		if (out.length === n) for (let j = 0; j < n; j++) out[j]! += scratch[j]!;
		else for (let j = 0; j < n; j++) out[0]! += scratch[j]!;
	}
}

export function binary(spec: Binary): Op<void> {
	const sides = ({ xs: [a, b], y }: Call<void>) =>
		[repetition(y.shape, a!.shape), repetition(y.shape, b!.shape)] as const;
	const rowLength = ({ xs: [a, b], y }: Call<void>) => commonRow(y.shape, [a!.shape, b!.shape]);
	const forward: Rule<void> = {
		tex: (c) => `${symAt(c.out, 'i')} = ${spec.tex(symAt(c.xs[0]!, 'i'), symAt(c.xs[1]!, 'i'))}`,
		about: ({ xs: [a, b] }) => `${capital(the(a!))} ${spec.verb} ${the(b!)}, number by number.`,
		reads: (c) => c.xs,
		run(c, out) {
			const [a, b] = [c.xs[0]!.data, c.xs[1]!.data];
			const { f } = spec;
			if (a.length === out.length && b.length === out.length) {
				if (spec.loops) spec.loops.f(a, 0, b, 0, out, out.length);
				else for (let i = 0; i < out.length; i++) out[i] = f(a[i]!, b[i]!);
				return;
			}
			const n = spec.loops ? rowLength(c) : 0;
			if (n) {
				const [xa, da] = rowsOf(a, out.length, n);
				const [xb, db] = rowsOf(b, out.length, n);
				return spec.loops!.f(xa, da, xb, db, out, n);
			}
			const [ra, rb] = sides(c);
			for (let i = 0; i < out.length; i++) out[i] = f(a[ra.source(i)]!, b[rb.source(i)]!);
		},
		steps: () => 1,
		step(c, i) {
			const [ra, rb] = sides(c);
			const a: Cell = [c.xs[0]!, ra.source(i)];
			const b: Cell = [c.xs[1]!, rb.source(i)];
			const value = spec.f(a[0].data[a[1]]!, b[0].data[b[1]]!);
			return {
				reads: [a, b],
				value,
				tex: `${spec.tex(val(a), val(b))} = ${num(value)}`,
				text: capital(
					`${withValue(a)} ${spec.verb} ${withValue(b)} is ${plain(value)}, and that is ${at([c.out, i])}.`
				)
			};
		},
		*uses(c, slot, index): Iterable<Use> {
			const side = sides(c)[slot]!;
			for (let r = 0; r < side.times; r++) yield [side.repeat(index, r), 0];
		}
	};
	const stops = spec.stops ?? false;
	const gradient = (k: 0 | 1): Rule<void> => {
		/** How often each number of the input was used. */
		const uses = ({ xs, y }: Call<void>) => size(y.shape) / size(xs[k]!.shape);
		const start = (c: Call<void>) => (uses(c) === 1 ? -0 : 0);
		return sumRule<void>({
			tex(c) {
				const [a, b] = [symAt(c.xs[0]!, 'i'), symAt(c.xs[1]!, 'i')];
				const sum = size(c.y.shape) === size(c.xs[k]!.shape) ? '' : '\\sum_{\\text{repeats}} ';
				return `${sym(c.out, 'i')} = ${sum}${spec.dtex[k](a, b)} \\cdot ${sym(c.dy!, 'i')}`;
			},
			about: ({ xs, y }) =>
				size(y.shape) === size(xs[k]!.shape)
					? `The derivative of ${spec.name} times the gradient that arrives, number by number.`
					: `Every number of ${the(xs[k]!)} was used ${size(y.shape) / size(xs[k]!.shape)} times, so the gradients of those uses are added.`,
			reads: ({ xs, dy }) => [...spec.from[k].map((m) => xs[m]!), dy!],
			run(c, out) {
				const [a, b] = [c.xs[0]!.data, c.xs[1]!.data];
				const dy = c.dy!.data;
				const df = spec.df[k];
				if (a.length === dy.length && b.length === dy.length) {
					// A derivative that is computed from neither is the same for all.
					const local = spec.from[k].length ? null : df(1, 1);
					if (local === 1) copy(dy, out);
					else if (spec.loops) spec.loops.df[k](a, 0, b, 0, dy, 0, out, 0, out.length);
					else if (local === null)
						for (let i = 0; i < dy.length; i++) out[i] = passed(df(a[i]!, b[i]!), dy[i]!, stops);
					else for (let i = 0; i < dy.length; i++) out[i] = local * dy[i]!;
					return;
				}
				const n = spec.loops ? rowLength(c) : 0;
				const passes = !spec.from[k].length && df(1, 1) === 1;
				if (passes && out.length === dy.length) return copy(dy, out);
				// Of a bias: its gradient is the sum of the rows that arrive.
				if (passes && (out.length === 1 || out.length === n)) return sumRows(dy, out);
				if (n) return gradientByRows(spec.loops!.df[k], a, b, dy, out, n);
				const [ra, rb] = sides(c);
				const mine = k === 0 ? ra : rb;
				out.fill(start(c));
				for (let i = 0; i < dy.length; i++) {
					out[mine.source(i)]! += passed(df(a[ra.source(i)]!, b[rb.source(i)]!), dy[i]!, stops);
				}
			},
			terms: uses,
			start,
			term(c, cell, s) {
				const both = sides(c);
				const i = both[k].repeat(cell, s);
				const cells = c.xs.map((x, m): Cell => [x, both[m]!.source(i)]);
				const local = spec.df[k](cells[0]![0].data[cells[0]![1]]!, cells[1]![0].data[cells[1]![1]]!);
				return slope(
					local,
					[c.dy!, i],
					spec.from[k].map((m) => cells[m]!),
					spec.dtex[k](val(cells[0]!), val(cells[1]!)),
					stops
				);
			},
			*uses(c, slot, index): Iterable<Use> {
				// y cell i is repetition s of the cell that it contributes to.
				const both = sides(c);
				const m = spec.from[k][slot];
				const times = m === undefined ? 1 : both[m]!.times;
				for (let r = 0; r < times; r++) {
					const i = m === undefined ? index : both[m]!.repeat(index, r);
					yield [both[k].source(i), both[k].rank(i)];
				}
			}
		});
	};
	const rules = [gradient(0), gradient(1)] as const;
	return {
		name: spec.name,
		family: 'arithmetic',
		summary: spec.summary,
		...factsOf(spec),
		inputs: ['a', 'b'],
		shape: ([a, b]) => broadcastShape(spec.name, a!, b!),
		forward,
		backward: (k) => rules[k as 0 | 1],
		example: () => ({
			xs: [
				{ shape: [2, 3], values: [1, 2, 3, 4, 5, 6] },
				{ shape: [3], values: [10, 20, 30] }
			],
			attrs: undefined
		}),
		sample(random) {
			const full = Array.from({ length: random.integer(0, 3) }, () => random.integer(1, 3));
			const thin = (shape: Shape) =>
				shape
					.map((d) => (random.next() < 0.3 ? 1 : d))
					.slice(random.next() < 0.3 ? random.integer(0, shape.length) : 0);
			const [a, b] = [thin(full), thin(full)];
			const values = (shape: Shape, draw = (r: Random) => r.between(-2, 2)) =>
				Array.from({ length: shape.reduce((x, y) => x * y, 1) }, () => draw(random));
			return {
				xs: [
					{ shape: a, values: values(a) },
					{ shape: b, values: values(b, spec.draw) }
				],
				attrs: undefined
			};
		}
	};
}
