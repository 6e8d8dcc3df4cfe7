import { fail } from '../errors.ts';
import type { Call, Cell, Op, Rule, Use } from '../op.ts';
import { lines } from '../rules/lines.ts';
import { largest } from '../rules/softmax.ts';
import { placesOf } from '../places.ts';
import { shapeName, type Tensor } from '../tensor.ts';
import { sym, val, valueOf } from '../tex.ts';
import { at, capital, compared, the, withValue } from '../words.ts';

const rowsOf = ({ xs: [x] }: Call<void>) => lines('argmax', x!.shape);

/** The place in its row of the first largest among the first n numbers of a row. */
const best = (c: Call<void>, row: number, n?: number) => {
	const g = rowsOf(c);
	return largest(c.xs[0]!.data, g, row, n) - g.start(row);
};

/** "place 3", or by its name. */
const leader = (x: Tensor, k: number) => {
	const name = placesOf(x).at(-1)?.[k];
	return name === undefined ? `place ${k}` : `“${name}”`;
};

const forward: Rule<void> = {
	tex: ({ out, xs: [x] }) => `${sym(out)} = \\operatorname{arg\\,max}_k ${sym(x!, 'k')}`,
	about: ({ xs: [x] }) =>
		`Of every row of ${the(x!)}, the place of the largest number is taken; of equal ones, the first.`,
	reads: (c) => c.xs,
	run(c, out) {
		for (let row = 0; row < out.length; row++) out[row] = best(c, row);
	},
	steps: (c) => rowsOf(c).n,
	step(c, row, k) {
		const g = rowsOf(c);
		const [x, start] = [c.xs[0]!, g.start(row)];
		const read: Cell = [x, start + k];
		const value = best(c, row, k + 1);
		const winner: Cell = [x, start + value];
		const before: Cell = [x, start + best(c, row, k)];
		const text =
			k === 0
				? `${withValue(read)} is the first number, and so far the largest`
				: value === k
					? `${compared(read, before, true)}, so ${leader(x, k)} leads now`
					: `${compared(read, before, false)}: ${at(winner)} stays the largest`;
		return {
			reads: [read],
			value,
			term: valueOf(read),
			winner,
			tex:
				k === 0
					? `${val(read, false)} \\;\\Rightarrow\\; ${value}`
					: `${val(read, false)} ${value === k ? '>' : '\\le'} ${val(before, false)} \\;\\Rightarrow\\; ${value}`,
			text: capital(`${text}.`)
		};
	},
	*uses(c, _, index): Iterable<Use> {
		const g = rowsOf(c);
		yield [g.lineOf(index), g.placeOf(index)];
	}
};

/** A place is a whole number: moving a score a little does not move it, so there is no gradient. */
export const argmax: Op<void> = {
	name: 'argmax',
	family: 'reduction',
	summary: 'The place of the largest number of each row: the choice of a greedy decoder.',
	inputs: ['x'],
	ids: ['y'],
	counts: () => [0, -1],
	along: ({ y }) => y.shape.map((_, d) => [0, d]),
	shape([x]) {
		if (x!.at(-1) === 0)
			fail(
				'shape',
				`argmax: the rows of shape ${shapeName(x!)} hold no number, and so no largest: give rows of one number at least`
			);
		return x!.slice(0, -1);
	},
	forward,
	backward: () => null,
	example: () => ({ xs: [{ shape: [2, 4], values: [1, 3, 2, 0, -1, -4, -1, -2] }], attrs: undefined }),
	sample: (random) => ({
		xs: [{ shape: Array.from({ length: random.integer(1, 3) }, () => random.integer(1, 4)) }],
		attrs: undefined
	})
};
