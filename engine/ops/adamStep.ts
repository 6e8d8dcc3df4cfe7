import { fail } from '../errors.ts';
import { pow } from '../math.ts';
import type { Cell, Op, Rule } from '../op.ts';

import { expectFinite, expectShare } from '../rules/update.ts';
import { expectSameShape, size } from '../tensor.ts';
import { num, plain, sym, val, valueOf } from '../tex.ts';
import { capital, withValue, the } from '../words.ts';

export interface AdamStep {
	learningRate: number;
	/** The how-many-th step this is, from 1: early averages are too small and are corrected for it. */
	step: number;
	beta1?: number;
	beta2?: number;
	/** Keeps the divisor away from 0; 10⁻⁸ where left out. */
	epsilon?: number;
}

const epsilon = (attrs: AdamStep) => attrs.epsilon ?? 1e-8;
/** What the averages are divided by: they began at 0, and have seen only this share of the gradients' weight. */
const corrections = ({ step, beta1 = 0.9, beta2 = 0.999 }: AdamStep) =>
	[1 - pow(beta1, step), 1 - pow(beta2, step)] as const;

const moved = (w: number, m: number, v: number, attrs: AdamStep) =>
	w - (attrs.learningRate * m) / (Math.sqrt(v) + epsilon(attrs));

/** m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ), w′ = w − η m̂ / (√v̂ + ε), one elementary step each; Kingma and Ba, 2015. */
const forward: Rule<AdamStep> = {
	tex(c) {
		const [w, m, v] = c.xs.map((x) => sym(x, 'i'));
		const { attrs } = c;
		const share = (beta: number, t: string) => `(1 - ${num(beta)}^{${t}})`;
		const [one, two] = [attrs.beta1 ?? 0.9, attrs.beta2 ?? 0.999].map((b) => share(b, String(attrs.step)));
		return `${sym(c.out, 'i')} = ${w} - ${num(attrs.learningRate)} \\cdot \\frac{${m} / ${one}}{\\sqrt{${v} / ${two}} + ${num(epsilon(attrs))}}`;
	},
	about: ({ xs: [w] }) =>
		`Every number of ${the(w!)} moves against the average of its gradients, divided by how large they usually are; both averages are first corrected for having begun at 0.`,
	reads: (c) => c.xs,
	run({ xs: [w, m, v], attrs }, out) {
		const [first, second] = corrections(attrs);
		for (let i = 0; i < out.length; i++)
			out[i] = moved(w!.data[i]!, m!.data[i]! / first, v!.data[i]! / second, attrs);
	},
	steps: () => 3,
	step(c, i, s) {
		const [w, m, v] = c.xs.map((x): Cell => [x, i]) as [Cell, Cell, Cell];
		const by = corrections(c.attrs);
		if (s < 2) return corrected(s === 0 ? m : v, by[s as 0 | 1]);
		const [first, second] = [valueOf(m) / by[0], valueOf(v) / by[1]];
		const value = moved(valueOf(w), first, second, c.attrs);
		const { learningRate } = c.attrs;
		return {
			reads: [w],
			value,
			term: valueOf(w) - value,
			tex: `${val(w, false)} - ${num(learningRate)} \\cdot \\frac{${num(first)}}{\\sqrt{${num(second)}} + ${num(epsilon(c.attrs))}} = ${num(value)}`,
			text: capital(
				`${withValue(w)} minus the learning rate ${plain(learningRate)} times ${plain(first)}, divided by the root of ${plain(second)} plus ε, ${plain(epsilon(c.attrs))}, is ${plain(value)}.`
			)
		};
	},
	uses: (_, slot, index) => [[index, (slot + 2) % 3]]
};

function corrected(cell: Cell, by: number) {
	const value = valueOf(cell) / by;
	return {
		reads: [cell],
		value,
		term: by,
		tex: `\\frac{${val(cell, false)}}{${num(by)}} = ${num(value)}`,
		text: capital(`${withValue(cell)} divided by ${plain(by)}, because it began at 0, is ${plain(value)}.`)
	};
}

export const adamStep: Op<AdamStep> = {
	name: 'adamStep',
	family: 'update',
	summary: 'One step of Adam: a parameter minus its average gradient over the root of its average square.',
	byHand: false,
	inputs: ['parameter', 'first', 'second'],
	attributes: {
		learningRate: 'about how long a step is',
		step: 'the how-many-th step this is, from 1',
		beta1: 'how much of the average of gradients is kept (0.9)',
		beta2: 'how much of the average of squares is kept (0.999)',
		epsilon: 'keeps the divisor away from 0 (10⁻⁸)'
	},
	shape([parameter, first, second], attrs) {
		expectFinite('adamStep', 'learningRate', attrs?.learningRate, 0, '0.001');
		expectShare('adamStep', 'beta1', attrs.beta1 ?? 0.9);
		expectShare('adamStep', 'beta2', attrs.beta2 ?? 0.999);
		expectFinite('adamStep', 'epsilon', epsilon(attrs), 0, '1e-8');
		if (!Number.isInteger(attrs.step) || attrs.step < 1)
			fail('attribute', `adamStep: step is ${attrs.step}: give a whole number from 1 up`);
		expectSameShape('adamStep', parameter!, first!, 'parameter and first');
		expectSameShape('adamStep', parameter!, second!, 'parameter and second');
		return parameter!;
	},
	forward,
	// An update has no gradient of its own: it comes after backward.
	backward: () => null,
	example: () => ({
		xs: [
			{ shape: [3], values: [1, 2, -3] },
			{ shape: [3], values: [0.05, -0.1, 0.2] },
			{ shape: [3], values: [0.0003, 0.001, 0.004] }
		],
		attrs: { learningRate: 0.1, step: 1 }
	}),
	sample(random) {
		const shape = Array.from({ length: random.integer(0, 2) }, () => random.integer(1, 3));
		const second = { shape, values: Array.from({ length: size(shape) }, () => random.between(0, 2)) };
		const attrs = {
			learningRate: random.next(),
			step: random.integer(1, 20),
			...(random.next() < 0.5 && { beta1: random.next(), beta2: random.next() })
		};
		return { xs: [{ shape }, { shape }, second], attrs };
	}
};
