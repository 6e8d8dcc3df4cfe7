import type { Call, Op } from '../op.ts';
import { product, sumRule } from '../rules/sum.ts';
import { expectSameShape } from '../tensor.ts';
import { joined, sym } from '../tex.ts';
import { capital } from '../words.ts';

/** A tensor that is used n times receives n gradients; the chain rule for several variables adds them. */
const forward = sumRule<void>({
	tex: (c) => `${sym(c.out, 'i')} = ${joined(c.xs.length, (k) => partTex(c, k))}`,
	about: ({ xs, out }) =>
		out.gradientOf
			? `${capital(out.gradientOf.label)} was used ${xs.length} times, so ${xs.length} gradients arrive, and they are added.`
			: `${xs.length} tensors of the same shape are added number by number.`,
	reads: (c) => c.xs,
	run({ xs }, out) {
		// Four at once, still in order: a weight of a recurrent layer receives one gradient for every time step.
		let k = 0;
		for (; k + 4 <= xs.length; k += 4) {
			const [a, b, c, d] = [xs[k]!.data, xs[k + 1]!.data, xs[k + 2]!.data, xs[k + 3]!.data];
			if (k === 0) for (let i = 0; i < out.length; i++) out[i] = 0 + a[i]! + b[i]! + c[i]! + d[i]!;
			else for (let i = 0; i < out.length; i++) out[i] = out[i]! + a[i]! + b[i]! + c[i]! + d[i]!;
		}
		if (k === 0) out.fill(0);
		for (; k < xs.length; k++) {
			const { data } = xs[k]!;
			for (let i = 0; i < out.length; i++) out[i]! += data[i]!;
		}
	},
	terms: (c) => c.xs.length,
	term: ({ xs }, cell, s) => product([xs[s]!, cell]),
	uses: (_, slot, index) => [[index, slot]]
});

const partTex = ({ xs, out }: Call<void>, k: number) =>
	out.gradientOf ? `${sym(xs[k]!, 'i')}\\Big|_{${k + 1}}` : sym(xs[k]!, 'i');

const gradient = sumRule<void>({
	tex: (c) => `${sym(c.out, 'i')} = 1 \\cdot ${sym(c.dy!, 'i')}`,
	about: () => 'Adding passes the gradient that arrives on to every part as it is.',
	reads: (c) => [c.dy!],
	run(c, out) {
		const dy = c.dy!.data;
		for (let i = 0; i < out.length; i++) out[i] = 0 + dy[i]!;
	},
	terms: () => 1,
	term: (c, cell) => ({
		reads: [[c.dy!, cell]],
		value: c.dy!.data[cell]!,
		local: 1,
		upstream: [c.dy!, cell]
	}),
	uses: (_, __, index) => [[index, 0]]
});

export const accumulate: Op<void> = {
	name: 'accumulate',
	family: 'arithmetic',
	summary:
		'Adds any number of tensors of one shape, one elementary step for each: how gradients of a tensor used twice meet.',
	inputs: ['x'],
	variadic: true,
	shape([first, ...others]) {
		for (const other of others) expectSameShape('accumulate', first!, other, 'its inputs');
		return first!;
	},
	forward,
	backward: () => gradient,
	example: () => ({ xs: [1, 10, 100].map((n) => ({ shape: [2], values: [n, 2 * n] })), attrs: undefined }),
	sample(random) {
		const shape = [random.integer(1, 3), random.integer(1, 3)];
		return { xs: Array.from({ length: random.integer(1, 4) }, () => ({ shape })), attrs: undefined };
	}
};
