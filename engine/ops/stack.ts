import { fail } from '../errors.ts';
import { move } from '../rules/move.ts';
import { sameShape, shapeName, size, type Shape } from '../tensor.ts';
import { sym } from '../tex.ts';
import { named } from '../taken.ts';
import { axisNames, capital, the } from '../words.ts';

export interface Stack {
	/** Where the new axis goes; 0, before all others, where left out. */
	axis?: number;
}

/** As in PyTorch, a negative axis counts from the end of the output, which has one axis more. */
function newAxis(x: Shape, attrs: Stack | undefined): number {
	const axis = attrs?.axis ?? 0;
	if (!Number.isInteger(axis) || axis < -x.length - 1 || axis > x.length)
		fail(
			'attribute',
			`stack: a new axis ${axis} does not fit tensors of shape ${shapeName(x)}: choose one from ${-x.length - 1} to ${x.length}`
		);
	return axis < 0 ? axis + x.length + 1 : axis;
}

export const stack = move<Stack>({
	name: 'stack',
	summary: 'Puts tensors of one shape side by side along a new axis: the steps of a sequence.',
	variadic: true,
	attributes: { axis: 'where the new axis goes (0, before all others)' },
	shape(shapes, attrs) {
		const [first, ...others] = shapes as [Shape, ...Shape[]];
		for (const other of others) {
			if (!sameShape(first, other))
				fail(
					'shape',
					`stack: shapes ${shapeName(first)} and ${shapeName(other)} differ: they must be the same`
				);
		}
		const axis = newAxis(first, attrs);
		return [...first.slice(0, axis), shapes.length, ...first.slice(axis)];
	},
	about({ xs, out, attrs }) {
		const axis = newAxis(xs[0]!.shape, attrs);
		const noun = axisNames(out)[axis]!;
		const what = capital(named(xs));
		const gives = `which gives ${shapeName(out.shape)}`;
		if (xs.length === 1) return `${capital(the(xs[0]!))} gets a new axis, ${gives}.`;
		return noun.startsWith('axis')
			? `${what} are put along a new axis, ${gives}.`
			: `${what} are put together, each as one ${noun}, ${gives}.`;
	},
	tex: ({ xs, out }) => `${sym(out)} = \\left[\\,${xs.map((x) => sym(x)).join(',\\; ')}\\,\\right]`,
	from(xs, attrs) {
		const block = size(xs[0]!.shape.slice(newAxis(xs[0]!.shape, attrs)));
		const n = xs.length;
		return (cell) => {
			const place = Math.floor(cell / block);
			return [place % n, Math.floor(place / n) * block + (cell % block)];
		};
	},
	to(xs, attrs, _, k) {
		const block = size(xs[0]!.shape.slice(newAxis(xs[0]!.shape, attrs)));
		return (index) => (Math.floor(index / block) * xs.length + k) * block + (index % block);
	},
	block: ([x], attrs) => size(x!.shape.slice(newAxis(x!.shape, attrs))),
	example: () => ({
		xs: [
			{ shape: [2], values: [1, 2] },
			{ shape: [2], values: [10, 20] },
			{ shape: [2], values: [100, 200] }
		],
		attrs: {}
	}),
	sample(random) {
		const shape = Array.from({ length: random.integer(0, 3) }, () => random.integer(1, 3));
		const axis = random.integer(-shape.length - 1, shape.length);
		const xs = Array.from({ length: random.integer(1, 4) }, () => ({ shape }));
		return { xs, attrs: axis === 0 && random.next() < 0.5 ? {} : { axis } };
	}
});
