import { fail } from '../errors.ts';
import { PADDING } from '../op.ts';
import { move } from '../rules/move.ts';
import { axisOf, shapeName, size, type Shape } from '../tensor.ts';
import { sym } from '../tex.ts';
import { placesOn } from '../taken.ts';
import { the } from '../words.ts';

export interface Select {
	/** 0, the first, where left out. */
	axis?: number;
	/** The one place taken; negative ones count from the end. */
	index: number;
}

/** Along the axis, a tensor lies in blocks of `n` places of `block` numbers; of each, place `at` is taken. */
function layout(x: Shape, attrs: Select | undefined) {
	if (!x.length) fail('shape', 'select: the input is a single number, which has no axis: reshape it to [1]');
	const axis = axisOf(x, attrs?.axis ?? 0, 'select');
	const n = x[axis]!;
	const index = attrs?.index;
	if (!Number.isInteger(index) || index! < -n || index! >= n)
		fail(
			'attribute',
			`select: index is ${index}, but axis ${axis} of ${shapeName(x)} has length ${n}: give a whole number from ${-n} to ${n - 1}`
		);
	return { axis, n, at: index! < 0 ? index! + n : index!, block: size(x.slice(axis + 1)) };
}

export const select = move<Select>({
	name: 'select',
	summary: 'Takes one place along an axis, which then is gone: one time step of a sequence.',
	attributes: {
		axis: 'the axis along which a place is taken (0, the first)',
		index: 'the place; negative ones count from the end'
	},
	shape([x], attrs) {
		const { axis } = layout(x!, attrs);
		return x!.filter((_, d) => d !== axis);
	},
	about({ xs: [x], attrs }) {
		const { axis, at } = layout(x!.shape, attrs);
		return `Of ${the(x!)}, ${placesOn(x!, axis, at, 1)} is taken.`;
	},
	tex({ xs: [x], out, attrs }) {
		const { axis, at } = layout(x!.shape, attrs);
		return `${sym(out)} = ${sym(x!, x!.shape.map((_, d) => (d === axis ? at : '\\cdot')).join(','))}`;
	},
	from([x], attrs) {
		const { n, at, block } = layout(x!.shape, attrs);
		return (cell) => [0, (Math.floor(cell / block) * n + at) * block + (cell % block)];
	},
	to([x], attrs) {
		const { n, at, block } = layout(x!.shape, attrs);
		return (index) => {
			const place = Math.floor(index / block);
			return place % n === at ? Math.floor(place / n) * block + (index % block) : PADDING;
		};
	},
	block: ([x], attrs) => layout(x!.shape, attrs).block,
	example: () => ({
		xs: [{ shape: [3, 2], values: [1, 2, 3, 4, 5, 6] }],
		attrs: { index: 1 }
	}),
	sample(random) {
		const shape = Array.from({ length: random.integer(1, 3) }, () => random.integer(1, 4));
		const axis = random.integer(-shape.length, shape.length - 1);
		const n = shape.at(axis < 0 ? axis : axis - shape.length)!;
		const index = random.integer(-n, n - 1);
		return { xs: [{ shape }], attrs: axis === 0 && random.next() < 0.5 ? { index } : { axis, index } };
	}
});
