import type { Op } from '../op.ts';
import { sym } from '../tex.ts';

/** The 1 that backward starts from: the derivative of the loss with respect to itself. */
export const onesLike: Op<void> = {
	name: 'onesLike',
	family: 'arithmetic',
	summary: 'A tensor of ones in the shape of another. Backward starts from it: ∂L/∂L = 1.',
	torch: 'torch.ones_like(x)',
	inputs: ['x'],
	shape: ([x]) => x!,
	forward: {
		tex: (c) => `${sym(c.out)} = 1`,
		about: (c) =>
			c.out.gradientOf
				? 'Backward starts here: the loss changes exactly as much as itself, so its own gradient is 1.'
				: 'Every number is 1.',
		reads: () => [],
		run: (_, out) => out.fill(1),
		steps: () => 1,
		step: (c) => ({ reads: [], value: 1, tex: `${sym(c.out)} = 1`, text: c.op.forward.about(c) }),
		uses: () => []
	},
	backward: () => null,
	example: () => ({ xs: [{ shape: [3], values: [2, 5, 7] }], attrs: undefined }),
	sample: (random) => ({ xs: [{ shape: [random.integer(1, 4), random.integer(1, 4)] }], attrs: undefined })
};
