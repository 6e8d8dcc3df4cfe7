import { PADDING, type Call, type Cell, type Op, type Rule, type Use } from '../op.ts';
import { checkIndices, checkPlaces, mostNamed, named, namers, type Along } from '../rules/indexed.ts';
import { slope, sumRule } from '../rules/sum.ts';
import { axisOf, size } from '../tensor.ts';
import { plain, sym, val, valueOf } from '../tex.ts';
import { at, capital, the, withValue } from '../words.ts';

const NAME = 'gather';

const sourceOf = ({ xs: [x, indices], attrs }: Call<Along>) => named(NAME, x!.shape, indices!, attrs);

/** For each number of x that was taken, the cells that took it, in order. */
const takers = (c: Call<Along>) => namers(c.y, c.xs[1]!, sourceOf(c));

const forward: Rule<Along> = {
	tex: ({ out, xs: [x, indices] }) => `${sym(out, 'i')} = ${sym(x!, sym(indices!, 'i'))}`,
	about: ({ xs: [x, indices] }) =>
		`Every index in ${the(indices!)} takes the number of ${the(x!)} that it names.`,
	reads: (c) => c.xs,
	run(c, out) {
		const find = sourceOf(c);
		const { data } = c.xs[0]!;
		for (let i = 0; i < out.length; i++) out[i] = data[find(i)]!;
	},
	steps: () => 1,
	step(c, cell) {
		const [x, indices] = c.xs;
		const index: Cell = [indices!, cell];
		const read: Cell = [x!, sourceOf(c)(cell)];
		return {
			reads: [index, read],
			value: valueOf(read),
			tex: `${sym(x!, val(index, false))} = ${val(read, false)}`,
			text: capital(
				`${at(index)} is ${plain(valueOf(index))}, so ${withValue(read)} is taken, and becomes ${at([c.out, cell])}.`
			)
		};
	},
	*uses(c, slot, index): Iterable<Use> {
		if (slot === 1) return yield [index, 0];
		for (const p of takers(c).get(index) ?? []) yield [p, 0];
	}
};

/** A number's gradient is the sum over the cells that took it, one elementary step for each. */
const gradient = sumRule<Along>({
	tex: ({ out, xs: [, indices], dy }) =>
		`${sym(out, 'v')} = \\sum_{i:\\; ${sym(indices!, 'i')} = v} ${sym(dy!, 'i')}`,
	about: ({ xs: [x] }) =>
		`Every number of ${the(x!)} gets the gradients of all cells that took it, added; one that nobody took gets 0.`,
	reads: ({ xs, dy }) => [xs[1]!, dy!],
	run(c, out) {
		const find = sourceOf(c);
		const dy = c.dy!.data;
		out.fill(0);
		for (let i = 0; i < dy.length; i++) out[find(i)]! += dy[i]!;
	},
	terms: (c) => Math.max(1, mostNamed(takers(c))),
	term(c, cell, s) {
		const cells = takers(c).get(cell) ?? [];
		const p = cells[s];
		if (p === undefined)
			return {
				reads: [],
				value: 0,
				local: 0,
				upstream: [c.dy!, PADDING],
				note: `${cells.length ? 'no more cells' : 'no cell'} took this number, so ${cells.length ? 'nothing is added' : 'its gradient is 0'}`
			};
		return {
			...slope(1, [c.dy!, p], [[c.xs[1]!, p]]),
			note: `${at([c.xs[1]!, p])} took this number, so ${withValue([c.dy!, p])} is added`
		};
	},
	*uses(c, _, index): Iterable<Use> {
		const cell = sourceOf(c)(index);
		yield [cell, takers(c).get(cell)!.indexOf(index)];
	}
});

export const gather: Op<Along> = {
	name: NAME,
	family: 'matrix',
	summary: 'Takes, along an axis, the number that each index names: the score of the right class.',
	torch: "x.gather(a.get('axis', -1), indices.long())",
	inputs: ['x', 'indices'],
	ids: ['indices'],
	counts: ({ attrs }) => [0, attrs?.axis ?? -1],
	along: ({ xs: [x], attrs }) =>
		x!.shape.map((_, d) => [d === axisOf(x!.shape, attrs?.axis ?? -1, 'gather') ? 1 : 0, d]),
	attributes: { axis: 'the axis along which indices name a place (−1, the last)' },
	shape([x, indices], attrs) {
		checkIndices(NAME, x!, indices!, attrs);
		return indices!;
	},
	check: ([x, indices], attrs) => checkPlaces(NAME, x!.shape, indices!, attrs),
	forward,
	backward: (k) => (k === 0 ? gradient : null),
	example: () => ({
		xs: [
			{ shape: [2, 3], values: [0.1, 0.7, 0.2, 0.5, 0.2, 0.3] },
			{ shape: [2, 1], values: [1, 0] }
		],
		attrs: {}
	}),
	sample(random) {
		const shape = Array.from({ length: random.integer(1, 3) }, () => random.integer(1, 4));
		const axis = random.integer(-shape.length, shape.length - 1);
		const d = axis < 0 ? axis + shape.length : axis;
		const taken = shape.map((n, k) => (k === d ? random.integer(1, 4) : random.integer(1, n)));
		const values = Array.from({ length: size(taken) }, () => random.integer(0, shape[d]! - 1));
		return {
			xs: [{ shape }, { shape: taken, values }],
			attrs: random.next() < 0.3 && d === shape.length - 1 ? {} : { axis }
		};
	}
};
