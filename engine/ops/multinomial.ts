import { fail } from '../errors.ts';
import type { Call, Cell, Op, Rule, Use } from '../op.ts';
import { random as seeded } from '../random.ts';
import { lines } from '../rules/lines.ts';
import { running } from '../rules/running.ts';
import { shapeName, size } from '../tensor.ts';
import { num, plain, sym, val, valueOf } from '../tex.ts';
import { capital, where, withValue, the } from '../words.ts';

export interface Multinomial {
	/** The same seed draws the same places; 0 where left out. */
	seed?: number;
}

const rowsOf = ({ xs: [x] }: Call<Multinomial>) => lines('multinomial', x!.shape);

/** The sum of the first n numbers of a row. */
const upTo = running<Call<Multinomial>, number>(
	() => 0,
	(c, row) => {
		const start = rowsOf(c).start(row);
		const { data } = c.xs[0]!;
		return (sum, k) => sum + data[start + k]!;
	}
);

/** Laid end to end, the numbers of a row cover a line: the place on which the random point of the row falls. */
function drawn(c: Call<Multinomial>, row: number) {
	const { n } = rowsOf(c);
	const point = c.saved[row]! * upTo(c, row, n);
	let place = 0;
	while (place < n - 1 && upTo(c, row, place + 1) <= point) place++;
	return { point, place };
}

const forward: Rule<Multinomial> = {
	tex: ({ out, xs: [x] }) =>
		`${sym(out)} = \\min\\Big\\{ j : \\sum_{k \\le j} ${sym(x!, 'k')} > u \\sum_k ${sym(x!, 'k')} \\Big\\} \\qquad u \\sim \\mathcal{U}(0, 1)`,
	about: ({ xs: [x] }) =>
		`From every row of ${the(x!)} one place is drawn at random, each as likely as its share of the row.`,
	reads: (c) => c.xs,
	run(c, out) {
		const { next } = seeded(c.attrs?.seed ?? 0);
		for (let row = 0; row < out.length; row++) {
			c.saved[row] = next();
			out[row] = drawn(c, row).place;
		}
	},
	steps: (c) => rowsOf(c).n + 1,
	step(c, row, s) {
		const { n, start } = rowsOf(c);
		const before = upTo(c, row, s);
		if (s === n) {
			const { point, place } = drawn(c, row);
			const [from, to] = [upTo(c, row, place), upTo(c, row, place + 1)];
			return {
				reads: [],
				value: place,
				term: point,
				tex: `${num(from)} \\le ${num(point)} < ${num(to)} \\;\\Rightarrow\\; ${place}`,
				text: `The random number ${plain(point)} falls between ${plain(from)} and ${plain(to)}, the part of place ${place}, so ${place} is drawn.`
			};
		}
		const read: Cell = [c.xs[0]!, start(row) + s];
		const value = before + valueOf(read);
		return {
			reads: [read],
			value,
			working: true,
			term: valueOf(read),
			tex: `${s === 0 ? '' : `\\underbrace{${num(before)}}_{\\text{so far}} + `}${val(read)} = ${num(value)}`,
			text: capital(`${withValue(read)} covers the line from ${plain(before)} to ${plain(value)}.`)
		};
	},
	*uses(c, _, index): Iterable<Use> {
		const g = rowsOf(c);
		yield [g.lineOf(index), g.placeOf(index)];
	}
};

/** What is drawn is a whole number, and there is no gradient through it. */
export const multinomial: Op<Multinomial> = {
	name: 'multinomial',
	family: 'reduction',
	summary: 'Draws one place of each row at random, each as likely as its number says.',
	inputs: ['p'],
	ids: ['y'],
	counts: () => [0, -1],
	along: ({ y }) => y.shape.map((_, d) => [0, d]),
	attributes: { seed: 'a whole number: the same seed draws the same places (0)' },
	shape([p], attrs) {
		if (!p!.length)
			fail('shape', 'multinomial: the input is a single number, which has no row: reshape it to [1]');
		if (p!.at(-1) === 0)
			fail(
				'shape',
				`multinomial: the rows of shape ${shapeName(p!)} hold no number to draw: give rows of one number at least`
			);
		if (!Number.isInteger(attrs?.seed ?? 0))
			fail('attribute', `multinomial: seed is ${attrs!.seed}: give a whole number, such as 1`);
		return p!.slice(0, -1);
	},
	check([p]) {
		const bad = p!.data.findIndex((v) => !(v >= 0 && v < Infinity));
		const place = where(p!, Math.max(0, bad));
		if (bad >= 0)
			fail(
				'value',
				`multinomial: ${p!.name} holds ${p!.data[bad]}${place && ` at ${place}`}: give probabilities, from 0 up; a softmax before makes them so`
			);
		const n = p!.shape.at(-1)!;
		for (let row = 0; row < p!.data.length / n; row++)
			if (p!.data.subarray(row * n, (row + 1) * n).every((v) => v === 0))
				fail(
					'value',
					`multinomial: row ${row} of ${p!.name} is 0 throughout, so nothing can be drawn: give at least one number above 0`
				);
	},
	saves: ([p]) => size(p!) / p!.at(-1)!,
	forward,
	backward: () => null,
	example: () => ({
		xs: [{ shape: [2, 3], values: [0.2, 0.5, 0.3, 0.1, 0.1, 0.8] }],
		attrs: { seed: 1 }
	}),
	sample(random) {
		const shape = Array.from({ length: random.integer(1, 3) }, () => random.integer(1, 4));
		const values = Array.from({ length: size(shape) }, () => random.between(0.05, 1));
		return { xs: [{ shape, values }], attrs: random.next() < 0.2 ? {} : { seed: random.integer(0, 99) } };
	}
};
