import { fail } from '../errors.ts';
import type { Call, Cell, Op, Rule, Use } from '../op.ts';
import { broadcastShape, repetition } from '../rules/broadcast.ts';
import { slope, sumRule } from '../rules/sum.ts';
import { PADDING } from '../op.ts';
import { size, type Shape } from '../tensor.ts';
import { plain, sym, symAt, val, valueOf } from '../tex.ts';
import { at, capital, where as placeOf, withValue, the } from '../words.ts';

const sides = ({ xs, y }: Call<void>) => xs.map((x) => repetition(y.shape, x.shape));
const outputShape = ([condition, a, b]: readonly Shape[]) =>
	broadcastShape('where', condition!, broadcastShape('where', a!, b!));

/** Which of a and b, inputs 1 and 2, an output cell takes. */
const chosen = (condition: number) => (condition === 0 ? 2 : 1);

const forward: Rule<void> = {
	tex({ out, xs: [condition, a, b] }) {
		const [c, x, y] = [condition!, a!, b!].map((t) => symAt(t, 'i'));
		return `${symAt(out, 'i')} = \\begin{cases} ${x} & ${c} = 1 \\\\ ${y} & ${c} = 0 \\end{cases}`;
	},
	about: ({ xs: [condition, a, b] }) =>
		`Where ${the(condition!)} is 1, the number of ${the(a!)} is taken, and elsewhere ${b!.shape.length ? `that of ${the(b!)}` : plain(b!.data[0]!)}.`,
	reads: (c) => c.xs,
	run(c, out) {
		const [condition, a, b] = c.xs.map((x) => x.data) as [Float64Array, Float64Array, Float64Array];
		const [rc, ra, rb] = sides(c);
		for (let i = 0; i < out.length; i++)
			out[i] = condition[rc!.source(i)] === 0 ? b[rb!.source(i)]! : a[ra!.source(i)]!;
	},
	steps: () => 1,
	step(c, i) {
		const all = sides(c);
		const condition: Cell = [c.xs[0]!, all[0]!.source(i)];
		const k = chosen(valueOf(condition));
		const winner: Cell = [c.xs[k]!, all[k]!.source(i)];
		return {
			reads: [condition, winner],
			value: valueOf(winner),
			tex: `${val(condition, false)} \\;\\Rightarrow\\; ${sym(c.out, String(i))} = ${val(winner, false)}`,
			text: capital(
				`${at(condition)} is ${plain(valueOf(condition))}, so ${withValue(winner)} is taken, and not ${c.xs[3 - k]!.label}.`
			),
			winner
		};
	},
	*uses(c, slot, index): Iterable<Use> {
		const all = sides(c);
		const { times, repeat } = all[slot]!;
		for (let r = 0; r < times; r++) {
			const i = repeat(index, r);
			if (slot === 0 || chosen(c.xs[0]!.data[all[0]!.source(i)]!) === slot) yield [i, 0];
		}
	}
};

/** The number that was taken gets the whole gradient, the other one exactly none. */
function gradient(k: 1 | 2): Rule<void> {
	const taken = (c: Call<void>, i: number, all = sides(c)) => chosen(c.xs[0]!.data[all[0]!.source(i)]!) === k;
	const times = ({ xs, y }: Call<void>) => size(y.shape) / size(xs[k]!.shape);
	const start = (c: Call<void>) => (times(c) === 1 ? -0 : 0);
	return sumRule<void>({
		tex(c) {
			const sum = size(c.y.shape) === size(c.xs[k]!.shape) ? '' : '\\sum_{\\text{repeats}} ';
			return `${sym(c.out, 'i')} = ${sum}[${sym(c.xs[0]!, 'i')} = ${k === 1 ? 1 : 0}] \\cdot ${sym(c.dy!, 'i')}`;
		},
		about: ({ xs }) =>
			`Where the number of ${the(xs[k]!)} was taken, the gradient that arrives goes to it; elsewhere it gets exactly none.`,
		reads: (c) => [c.xs[0]!, c.dy!],
		run(c, out) {
			const all = sides(c);
			const mine = all[k]!;
			const condition = c.xs[0]!.data;
			const dy = c.dy!.data;
			out.fill(start(c));
			for (let i = 0; i < dy.length; i++) {
				out[mine.source(i)]! += chosen(condition[all[0]!.source(i)]!) === k ? dy[i]! : 0;
			}
		},
		terms: times,
		start,
		term(c, cell, s) {
			const all = sides(c);
			const i = all[k]!.repeat(cell, s);
			const condition: Cell = [c.xs[0]!, all[0]!.source(i)];
			if (taken(c, i, all))
				return slope(1, [c.dy!, i], [condition], `[${val(condition, false)} = ${k === 1 ? 1 : 0}]`);
			const place = placeOf(c.y, i);
			const note = `${the(c.xs[k]!)} was not taken${place && ` for ${place}`}, so 0 comes from there`;
			return { reads: [condition], value: 0, local: 0, upstream: [c.dy!, PADDING], note };
		},
		*uses(c, slot, index): Iterable<Use> {
			const all = sides(c);
			if (slot === 1) {
				if (taken(c, index, all)) yield [all[k]!.source(index), all[k]!.rank(index)];
				return;
			}
			for (let r = 0; r < all[0]!.times; r++) {
				const i = all[0]!.repeat(index, r);
				yield [all[k]!.source(i), all[k]!.rank(i)];
			}
		}
	});
}

const rules = [null, gradient(1), gradient(2)];

export const where: Op<void> = {
	name: 'where',
	family: 'arithmetic',
	summary: 'Takes each number from one tensor where a mask is 1, and from another where it is 0.',
	inputs: ['condition', 'a', 'b'],
	shape: outputShape,
	check([condition]) {
		const bad = condition!.data.findIndex((value) => value !== 0 && value !== 1);
		if (bad < 0) return;
		const place = placeOf(condition!, bad);
		fail(
			'value',
			`where: the condition ${condition!.name} holds ${condition!.data[bad]}${place && ` at ${place}`}: give 1 for "take a" or 0 for "take b"`
		);
	},
	forward,
	backward: (k) => rules[k]!,
	example: () => ({
		xs: [
			{ shape: [2, 1], values: [1, 0] },
			{ shape: [2, 3], values: [1, 2, 3, 4, 5, 6] },
			{ shape: [3], values: [10, 20, 30] }
		],
		attrs: undefined
	}),
	sample(random) {
		const full = Array.from({ length: random.integer(0, 3) }, () => random.integer(1, 3));
		const thin = () => full.map((d) => (random.next() < 0.3 ? 1 : d)).slice(random.next() < 0.3 ? 1 : 0);
		const condition = thin();
		const values = Array.from({ length: size(condition) }, () => random.integer(0, 1));
		return { xs: [{ shape: condition, values }, { shape: thin() }, { shape: thin() }], attrs: undefined };
	}
};
