import { fail } from '../errors.ts';
import { inOrder, move } from '../rules/move.ts';
import { shapeName, size, type Shape } from '../tensor.ts';
import { sym } from '../tex.ts';
import { the } from '../words.ts';

export interface Reshape {
	/** The new sizes; one of them may be −1, which stands for what is left. */
	shape: Shape;
}

function resolve(x: Shape, attrs: Reshape): Shape {
	const wanted = attrs?.shape;
	if (!Array.isArray(wanted))
		fail('attribute', 'reshape needs a shape: give a list of sizes, such as [2, 3]');
	const bad = wanted.find((d) => !Number.isInteger(d) || (d < 0 && d !== -1));
	if (bad !== undefined || wanted.filter((d) => d === -1).length > 1) {
		fail(
			'attribute',
			`reshape: shape is ${JSON.stringify(wanted)}: give whole numbers from 0 up, and −1 at most once, for the size that follows from the others`
		);
	}
	const given = size(wanted.filter((d) => d !== -1));
	const total = size(x);
	const free = wanted.includes(-1);
	if (free && given === 0)
		fail(
			'attribute',
			`reshape: beside a 0, the −1 of ${JSON.stringify(wanted)} could be any size: give that size`
		);
	if (free ? total % given !== 0 : total !== given) {
		fail(
			'shape',
			`reshape: ${shapeName(x)} holds ${total} numbers, but ${JSON.stringify(wanted)} ${free ? `only takes multiples of ${given}` : `takes ${given}`}: choose sizes whose product is ${total}`
		);
	}
	return wanted.map((d) => (d === -1 ? total / given : d));
}

export const reshape = move<Reshape>({
	name: 'reshape',
	summary: 'Gives the same numbers, in the same order, another shape.',
	attributes: { shape: 'the new sizes; one may be −1, which stands for what is left' },
	shape: ([x], attrs) => resolve(x!, attrs),
	about: ({ xs: [x], out }) =>
		`The numbers of ${the(x!)} keep their order; only the shape changes, from ${shapeName(x!.shape)} to ${shapeName(out.shape)}.`,
	tex: ({ xs: [x], out }) =>
		`${sym(out)} = ${sym(x!)} \\text{ as } ${out.shape.join(' \\times ') || '\\text{a single number}'}`,
	...inOrder,
	example: () => ({ xs: [{ shape: [2, 3], values: [1, 2, 3, 4, 5, 6] }], attrs: { shape: [3, -1] } }),
	sample(random) {
		const shape = Array.from({ length: random.integer(0, 3) }, () => random.integer(1, 3));
		const sizes = [...shape].reverse();
		if (sizes.length && random.next() < 0.5) sizes[random.integer(0, sizes.length - 1)] = -1;
		else if (random.next() < 0.5) sizes.push(1);
		return { xs: [{ shape }], attrs: { shape: sizes } };
	}
});
