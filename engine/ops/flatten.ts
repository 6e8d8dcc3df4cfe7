import { fail } from '../errors.ts';
import { inOrder, move } from '../rules/move.ts';
import { axisOf, shapeName, size } from '../tensor.ts';
import { sym } from '../tex.ts';
import { the } from '../words.ts';

export interface Flatten {
	/** The first axis to join; 1 where left out, so that the images of a batch stay apart. */
	from?: number;
}

export const flatten = move<Flatten>({
	name: 'flatten',
	summary: 'Joins axes into one: the numbers of every image become one long row.',
	attributes: { from: 'the first axis to join with those after it (1)' },
	shape([x], attrs) {
		const from = attrs?.from ?? 1;
		if (!x!.length)
			fail('shape', 'flatten: the input is a single number, which has no axes: reshape it to [1]');
		const first = axisOf(x!, from, 'flatten');
		return [...x!.slice(0, first), size(x!.slice(first))];
	},
	about: ({ xs: [x], out }) =>
		`The numbers of ${the(x!)} keep their order; ${shapeName(x!.shape)} becomes ${shapeName(out.shape)}.`,
	tex: ({ xs: [x], out }) => `${sym(out)} = \\operatorname{flatten}(${sym(x!)})`,
	...inOrder,
	example: () => ({ xs: [{ shape: [1, 2, 2, 2], values: [1, 2, 3, 4, 5, 6, 7, 8] }], attrs: {} }),
	sample(random) {
		const shape = Array.from({ length: random.integer(2, 4) }, () => random.integer(1, 3));
		const from = random.integer(-shape.length, shape.length - 1);
		return { xs: [{ shape }], attrs: random.next() < 0.3 ? {} : { from } };
	}
});
