import type { Call, Cell, Op, Use } from '../op.ts';
import { PADDING } from '../op.ts';
import { lines } from '../rules/lines.ts';
import type { Axis } from '../rules/softmax.ts';
import { product, sumRule } from '../rules/sum.ts';
import { sym } from '../tex.ts';
import { the } from '../words.ts';

const of = ({ xs: [x], attrs }: Call<Axis>) => lines('cumsum', x!.shape, attrs?.axis);

/** The number at place j + k·direction of a cell's line, or none beyond its end. */
const along = (c: Call<Axis>, cell: number, k: number, direction: 1 | -1): number => {
	const g = of(c);
	const place = direction === 1 ? g.n - 1 - k : k;
	const isBefore = direction === 1 ? place >= g.placeOf(cell) : place <= g.placeOf(cell);
	return isBefore ? cell + (place - g.placeOf(cell)) * g.stride : PADDING;
};

/** A sum of a line up to a place, or from it on; what lies on the other side adds nothing. */
const rule = (direction: 1 | -1) => {
	const read = (c: Call<Axis>) => (direction === 1 ? c.dy! : c.xs[0]!);
	return sumRule<Axis>({
		tex: (c) =>
			direction === 1
				? `${sym(c.out, 'j')} = \\sum_{k \\ge j} ${sym(read(c), 'k')}`
				: `${sym(c.out, 'j')} = \\sum_{k \\le j} ${sym(read(c), 'k')}`,
		about: (c) =>
			direction === 1
				? `Every number went into the sums from its place on, so it gets the gradients of those, added.`
				: `Every number of ${the(c.xs[0]!)} is added to all that come before it in its ${of(c).word}.`,
		reads: (c) => [read(c)],
		run(c, out) {
			const g = of(c);
			const { data } = read(c);
			for (let line = 0; line < g.count; line++) {
				let sum = 0;
				for (let k = 0; k < g.n; k++) {
					const i = g.start(line) + (direction === 1 ? g.n - 1 - k : k) * g.stride;
					out[i] = sum += data[i]!;
				}
			}
		},
		terms: (c) => of(c).n,
		term(c, cell, k) {
			const from: Cell = [read(c), along(c, cell, k, direction)];
			if (from[1] === PADDING)
				return {
					reads: [],
					value: 0,
					tex: '0',
					note: `what lies ${direction === 1 ? 'before' : 'beyond'} this place is not part of its sum, so 0 is added`
				};
			return product(from);
		},
		*uses(c, _, index): Iterable<Use> {
			const g = of(c);
			const place = g.placeOf(index);
			const s = direction === 1 ? g.n - 1 - place : place;
			const [from, to] = direction === 1 ? [0, place] : [place, g.n - 1];
			for (let j = from; j <= to; j++) yield [index + (j - place) * g.stride, s];
		}
	});
};
const [forward, gradient] = [rule(-1), rule(1)];

export const cumsum: Op<Axis> = {
	name: 'cumsum',
	family: 'reduction',
	summary: 'The sum of every number and all before it along an axis.',
	torch: "x.cumsum(a.get('axis', -1))",
	inputs: ['x'],
	attributes: { axis: 'the axis along which sums grow (−1, the last)' },
	shape([x], attrs) {
		lines('cumsum', x!, attrs?.axis);
		return x!;
	},
	forward,
	backward: () => gradient,
	example: () => ({ xs: [{ shape: [2, 4], values: [1, 2, 3, 4, -1, 1, 0, 5] }], attrs: {} }),
	sample(random) {
		const shape = Array.from({ length: random.integer(1, 3) }, () => random.integer(1, 4));
		const axis = random.integer(-shape.length, shape.length - 1);
		return { xs: [{ shape }], attrs: random.next() < 0.3 ? {} : { axis } };
	}
};
