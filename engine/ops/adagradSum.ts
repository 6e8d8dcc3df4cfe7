import type { Cell, Op } from '../op.ts';
import { computed, sumRule } from '../rules/sum.ts';
import { expectSameShape } from '../tensor.ts';
import { sym, plain, val, valueOf } from '../tex.ts';
import { withValue } from '../words.ts';

/** s′ = s + g². In the first step there is no sum yet. */
const forward = sumRule<void>({
	tex: (c) => `${sym(c.out, 'i')} = ${c.xs[1] ? `${sym(c.xs[1], 'i')} + ` : ''}{${sym(c.xs[0]!, 'i')}}^2`,
	about: ({ xs }) =>
		xs[1]
			? 'The squares of all gradients so far are added up.'
			: 'The squares of the gradients, which begin the sum.',
	reads: ({ xs: [g, s] }) => (s ? [s, g!] : [g!]),
	run({ xs: [g, s] }, out) {
		for (let i = 0; i < out.length; i++) out[i] = (s ? 0 + s.data[i]! : 0) + g!.data[i]! * g!.data[i]!;
	},
	terms: ({ xs }) => xs.length,
	term({ xs: [g, s] }, i, k) {
		const old = s !== undefined && k === 0;
		const cell: Cell = [old ? s : g!, i];
		const value = old ? valueOf(cell) : valueOf(cell) * valueOf(cell);
		return computed(
			value,
			[cell],
			old ? val(cell, false) : `${val(cell)}^2`,
			old ? `so far there is ${withValue(cell)}` : `the square of ${withValue(cell)} is ${plain(value)}`
		);
	},
	uses: (_, slot, index) => [[index, slot]]
});

export const adagradSum: Op<void> = {
	name: 'adagradSum',
	family: 'update',
	summary: 'What AdaGrad divides by, squared: the sum of all squared gradients so far.',
	inputs: ['gradient', 'sum'],
	optional: true,
	torch: 'xs[0] ** 2 + (xs[1] if len(xs) > 1 else 0)',
	shape([gradient, sum]) {
		if (sum) expectSameShape('adagradSum', gradient!, sum, 'gradient and sum');
		return gradient!;
	},
	forward,
	// An update has no gradient of its own: it comes after backward.
	backward: () => null,
	example: () => ({
		xs: [
			{ shape: [3], values: [0.5, -1, 2] },
			{ shape: [3], values: [0.25, 1, 0] }
		],
		attrs: undefined
	}),
	sample(random) {
		const shape = Array.from({ length: random.integer(0, 2) }, () => random.integer(1, 3));
		return { xs: Array.from({ length: random.integer(1, 2) }, () => ({ shape })), attrs: undefined };
	}
};
