import type { Op } from '../op.ts';
import { inOrder, move } from '../rules/move.ts';
import { sym } from '../tex.ts';
import { the } from '../words.ts';

/** The numbers pass, the gradient does not: where backward through time is cut, and where an encoder is frozen. */
export const detach: Op<void> = {
	...move<void>({
		name: 'detach',
		summary: 'Passes every number on as it is, and no gradient back: backward ends here.',
		shape: ([x]) => x!,
		about: ({ xs: [x] }) =>
			`The numbers of ${the(x!)} go on unchanged, but no gradient comes back this way: it is cut here.`,
		tex: ({ xs: [x], out }) => `${sym(out)} = ${sym(x!)} \\qquad \\text{(no gradient)}`,
		...inOrder,
		example: () => ({ xs: [{ shape: [3], values: [1, 2, 3] }], attrs: undefined }),
		sample: (random) => ({ xs: [{ shape: [random.integer(1, 3), random.integer(1, 3)] }], attrs: undefined })
	}),
	backward: () => null
};
