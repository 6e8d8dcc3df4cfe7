import type { Cell, Op, Rule } from '../op.ts';

import { expectFinite } from '../rules/update.ts';
import { expectSameShape } from '../tensor.ts';
import { num, plain, sym, val, valueOf } from '../tex.ts';
import { capital, the, withValue } from '../words.ts';

export interface SgdStep {
	learningRate: number;
}

/** w′ = w − ηv. The old parameter stays as it was: an updated one is a new tensor. */
const forward: Rule<SgdStep> = {
	tex: ({ out, xs: [w, v], attrs }) =>
		`${sym(out, 'i')} = ${sym(w!, 'i')} - ${num(attrs.learningRate)} \\cdot ${sym(v!, 'i')}`,
	about: ({ xs: [w], attrs }) =>
		`Every number of ${the(w!)} moves against its gradient, by ${plain(attrs.learningRate)} times the gradient.`,
	reads: (c) => c.xs,
	run({ xs, attrs }, out) {
		const [w, v] = [xs[0]!.data, xs[1]!.data];
		const { learningRate } = attrs;
		for (let i = 0; i < out.length; i++) out[i] = w[i]! - learningRate * v[i]!;
	},
	steps: () => 1,
	step({ xs: [w, v], attrs }, i) {
		const [old, direction]: [Cell, Cell] = [
			[w!, i],
			[v!, i]
		];
		const change = attrs.learningRate * valueOf(direction);
		const value = valueOf(old) - change;
		return {
			reads: [old, direction],
			value,
			term: change,
			tex: `${val(old, false)} - ${num(attrs.learningRate)} \\times ${val(direction)} = ${num(value)}`,
			text: `${capital(withValue(old))} minus the learning rate ${plain(attrs.learningRate)} times ${withValue(direction)} is ${plain(value)}.`
		};
	},
	uses: (_, __, index) => [[index, 0]]
};

export const sgdStep: Op<SgdStep> = {
	name: 'sgdStep',
	family: 'update',
	summary: 'One step of gradient descent: a parameter minus the learning rate times a direction.',
	inputs: ['parameter', 'direction'],
	attributes: { learningRate: 'how long a step is for a slope of 1' },
	shape([parameter, direction], attrs) {
		expectFinite('sgdStep', 'learningRate', attrs?.learningRate, 0, '0.1');
		expectSameShape('sgdStep', parameter!, direction!, 'parameter and direction');
		return parameter!;
	},
	forward,
	// An update has no gradient of its own: it comes after backward.
	backward: () => null,
	example: () => ({
		xs: [
			{ shape: [3], values: [1, 2, -3] },
			{ shape: [3], values: [0.5, -1, 2] }
		],
		attrs: { learningRate: 0.1 }
	}),
	sample(random) {
		const shape = Array.from({ length: random.integer(0, 2) }, () => random.integer(1, 3));
		return { xs: [{ shape }, { shape }], attrs: { learningRate: random.next() } };
	}
};
