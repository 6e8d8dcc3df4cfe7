import type { Call, Cell, Op } from '../op.ts';
import { computed, sumRule } from '../rules/sum.ts';
import { expectFinite } from '../rules/update.ts';
import { expectSameShape, size } from '../tensor.ts';
import { num, plain, sym, val, valueOf, wrap } from '../tex.ts';
import { withValue } from '../words.ts';

export interface RmspropDirection {
	/** How much of the old direction is kept; 0 where left out. */
	momentum?: number;
	/** Keeps the divisor away from 0; 10⁻⁸ where left out. */
	epsilon?: number;
}

const epsilon = (attrs: RmspropDirection | undefined) => attrs?.epsilon ?? 1e-8;
const kept = (attrs: RmspropDirection | undefined) => attrs?.momentum ?? 0;
const moves = ({ xs, attrs }: Call<RmspropDirection>) => xs.length === 3 && kept(attrs) > 0;

/** g / (√a + ε), and momentum as in torch.optim.RMSprop: the part that is kept is added first. */
const forward = sumRule<RmspropDirection>({
	tex(c) {
		const [g, a, d] = c.xs.map((x) => sym(x, 'i'));
		const before = moves(c) ? `${num(kept(c.attrs))}\\, ${d} + ` : '';
		return `${sym(c.out, 'i')} = ${before}\\frac{${g}}{\\sqrt{${a}} + ${num(epsilon(c.attrs))}}`;
	},
	about: (c) =>
		`Every gradient is divided by how large it usually is, so that all numbers take steps of a similar length${moves(c) ? '; a part of the direction of the step before is kept' : ''}.`,
	reads: (c) => (moves(c) ? c.xs : c.xs.slice(0, 2)),
	run(c, out) {
		const [g, a, d] = c.xs.map((x) => x.data);
		const [eps, momentum] = [epsilon(c.attrs), moves(c) ? kept(c.attrs) : 0];
		for (let i = 0; i < out.length; i++) {
			const sum = momentum ? 0 + momentum * d![i]! : 0;
			out[i] = sum + g![i]! / (Math.sqrt(a![i]!) + eps);
		}
	},
	terms: (c) => (moves(c) ? 2 : 1),
	term(c, i, s) {
		const [g, a, d]: Cell[] = c.xs.map((x): Cell => [x, i]);
		if (moves(c) && s === 0) {
			const value = kept(c.attrs) * valueOf(d!);
			const note = `momentum ${plain(kept(c.attrs))} times ${withValue(d!)} is ${plain(value)}`;
			return computed(value, [d!], `${wrap(kept(c.attrs))} \\times ${val(d!)}`, note);
		}
		const eps = epsilon(c.attrs);
		const value = valueOf(g!) / (Math.sqrt(valueOf(a!)) + eps);
		return computed(
			value,
			[g!, a!],
			`\\frac{${val(g!, false)}}{\\sqrt{${val(a!, false)}} + ${num(eps)}}`,
			`${withValue(g!)} divided by the root of ${withValue(a!)} plus ε, ${plain(eps)}, is ${plain(value)}`
		);
	},
	*uses(c, slot, index) {
		if (slot === 2) yield [index, 0];
		else yield [index, moves(c) ? 1 : 0];
	}
});

export const rmspropDirection: Op<RmspropDirection> = {
	name: 'rmspropDirection',
	family: 'update',
	summary: 'The direction of a step of RMSprop: the gradient divided by the root of its average square.',
	byHand: false,
	inputs: ['gradient', 'average', 'direction'],
	optional: true,
	attributes: {
		momentum: 'how much of the old direction is kept (0)',
		epsilon: 'keeps the divisor away from 0 (10⁻⁸)'
	},
	shape([gradient, average, direction], attrs) {
		expectFinite('rmspropDirection', 'momentum', kept(attrs), 0, '0.9');
		expectFinite('rmspropDirection', 'epsilon', epsilon(attrs), 0, '1e-8');
		expectSameShape('rmspropDirection', gradient!, average!, 'gradient and average');
		if (direction) expectSameShape('rmspropDirection', gradient!, direction, 'gradient and direction');
		return gradient!;
	},
	forward,
	// An update has no gradient of its own: it comes after backward.
	backward: () => null,
	example: () => ({
		xs: [
			{ shape: [3], values: [0.5, -1, 2] },
			{ shape: [3], values: [0.25, 4, 0.01] }
		],
		attrs: {}
	}),
	sample(random) {
		const shape = Array.from({ length: random.integer(0, 2) }, () => random.integer(1, 3));
		const average = { shape, values: Array.from({ length: size(shape) }, () => random.between(0, 2)) };
		const attrs = {
			...(random.next() < 0.7 && { momentum: random.next() }),
			...(random.next() < 0.7 && { epsilon: random.pick([1e-8, 1e-3]) })
		};
		return { xs: [{ shape }, average, ...(random.next() < 0.5 ? [{ shape }] : [])], attrs };
	}
};
