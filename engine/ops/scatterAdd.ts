import type { Call, Cell, Op, Use } from '../op.ts';
import { fail } from '../errors.ts';
import { checkIndices, checkPlaces, mostNamed, named, namers, type Along } from '../rules/indexed.ts';
import { asItIs, product, slope, sumRule } from '../rules/sum.ts';
import { sameShape, shapeName, size } from '../tensor.ts';
import { sym } from '../tex.ts';
import { at, the, withValue } from '../words.ts';

const NAME = 'scatterAdd';

const targetOf = ({ xs: [x, indices], attrs }: Call<Along>) => named(NAME, x!.shape, indices!, attrs);

/** For each number of x that something is added to, the numbers of the source that are, in order. */
const addends = (c: Call<Along>) => namers(c.y, c.xs[1]!, targetOf(c));

/** A number of x, and then what the indices add to it; of −0, to which nothing is added, the sum is −0, as in PyTorch. */
const forward = sumRule<Along>({
	tex: ({ out, xs: [x, indices, source] }) =>
		`${sym(out, 'v')} = ${sym(x!, 'v')} + \\sum_{i:\\; ${sym(indices!, 'i')} = v} ${sym(source!, 'i')}`,
	about: ({ xs: [x, indices, source] }) =>
		`Every number of ${the(source!)} is added to the number of ${the(x!)} that its index in ${the(indices!)} names.`,
	reads: (c) => c.xs,
	run(c, out) {
		const [x, , source] = c.xs;
		const find = targetOf(c);
		out.set(x!.data);
		for (let i = 0; i < source!.data.length; i++) out[find(i)]! += source!.data[i]!;
	},
	terms: (c) => 1 + mostNamed(addends(c)),
	start: asItIs,
	term(c, cell, s) {
		const [x, indices, source] = c.xs;
		if (s === 0) return product([x!, cell]);
		const there = addends(c).get(cell) ?? [];
		const p = there[s - 1];
		if (p === undefined)
			return {
				reads: [],
				value: -0,
				tex: '0',
				note: `no ${there.length ? 'more indices name' : 'index names'} this number, so nothing is added`
			};
		const [index, added]: readonly [Cell, Cell] = [
			[indices!, p],
			[source!, p]
		];
		return {
			...product(added),
			reads: [index, added],
			note: `${at(index)} names this number, so ${withValue(added)} is added`
		};
	},
	*uses(c, slot, index): Iterable<Use> {
		if (slot === 0) return yield [index, 0];
		const cell = targetOf(c)(index);
		yield [cell, 1 + addends(c).get(cell)!.indexOf(index)];
	}
});

/** A number of x is the first term of its own cell. */
const ofInput = sumRule<Along>({
	tex: ({ out, dy }) => `${sym(out, 'v')} = 1 \\cdot ${sym(dy!, 'v')}`,
	about: ({ xs: [x] }) =>
		`Every number of ${the(x!)} was added once, so the gradient that arrives goes on as it is.`,
	reads: ({ dy }) => [dy!],
	run: (c, out) => out.set(c.dy!.data),
	terms: () => 1,
	start: asItIs,
	term: (c, cell) => slope(1, [c.dy!, cell]),
	uses: (_, __, index) => [[index, 0]]
});

/** A number of the source gets the gradient of the cell that it was added to. */
const ofSource = sumRule<Along>({
	tex: ({ out, xs: [, indices], dy }) => `${sym(out, 'i')} = 1 \\cdot ${sym(dy!, sym(indices!, 'i'))}`,
	about: ({ xs: [, indices, source] }) =>
		`Every number of ${the(source!)} gets the gradient of the number that its index in ${the(indices!)} names.`,
	reads: ({ xs: [, indices], dy }) => [indices!, dy!],
	run(c, out) {
		const find = targetOf(c);
		for (let i = 0; i < out.length; i++) out[i] = c.dy!.data[find(i)]!;
	},
	terms: () => 1,
	start: asItIs,
	term: (c, cell) => slope(1, [c.dy!, targetOf(c)(cell)], [[c.xs[1]!, cell]]),
	*uses(c, slot, index): Iterable<Use> {
		if (slot === 0) return yield [index, 0];
		for (const p of addends(c).get(index) ?? []) yield [p, 0];
	}
});

export const scatterAdd: Op<Along> = {
	name: NAME,
	family: 'matrix',
	summary:
		'Adds, along an axis, every number of a source to the number that its index names: how many are summed by group.',
	torch: "x.scatter_add(a.get('axis', -1), indices.long(), source)",
	inputs: ['x', 'indices', 'source'],
	ids: ['indices'],
	counts: ({ attrs }) => [0, attrs?.axis ?? -1],
	along: ({ y }) => y.shape.map((_, d) => [0, d]),
	attributes: { axis: 'the axis along which indices name a place (−1, the last)' },
	shape([x, indices, source], attrs) {
		checkIndices(NAME, x!, indices!, attrs);
		if (!sameShape(indices!, source!))
			fail(
				'shape',
				`${NAME}: the source has shape ${shapeName(source!)} and the indices ${shapeName(indices!)}: give one index for each number`
			);
		return x!;
	},
	check: ([x, indices], attrs) => checkPlaces(NAME, x!.shape, indices!, attrs),
	forward,
	backward: (k) => (k === 0 ? ofInput : k === 2 ? ofSource : null),
	example: () => ({
		xs: [
			{ shape: [3], values: [0, 0, 10] },
			{ shape: [4], values: [0, 2, 0, 2] },
			{ shape: [4], values: [1, 2, 3, 4] }
		],
		attrs: {}
	}),
	sample(random) {
		const shape = Array.from({ length: random.integer(1, 3) }, () => random.integer(1, 4));
		const axis = random.integer(-shape.length, shape.length - 1);
		const d = axis < 0 ? axis + shape.length : axis;
		const added = shape.map((n, k) => (k === d ? random.integer(1, 4) : random.integer(1, n)));
		const values = Array.from({ length: size(added) }, () => random.integer(0, shape[d]! - 1));
		return {
			xs: [{ shape }, { shape: added, values }, { shape: added }],
			attrs: random.next() < 0.3 && d === shape.length - 1 ? {} : { axis }
		};
	}
};
