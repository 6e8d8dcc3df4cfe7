import type { Call, Op } from '../op.ts';
import { expectFinite } from '../rules/update.ts';
import { computed, product, sumRule, type Term } from '../rules/sum.ts';
import { expectSameShape } from '../tensor.ts';
import { num, plain, sym, val, valueOf, wrap } from '../tex.ts';
import { withValue, the } from '../words.ts';
import type { Cell } from '../op.ts';

export interface SgdVelocity {
	/** How much of the velocity is kept; 0 where left out. */
	momentum?: number;
	/** How strongly the parameter is pulled towards 0; 0 where left out. */
	weightDecay?: number;
}

/** A number times a cell, and why it is added. */
function times(factor: number, name: string, cell: Cell): Term {
	const value = factor * valueOf(cell);
	return computed(
		value,
		[cell],
		`${wrap(factor)} \\times ${val(cell)}`,
		`${name} ${plain(factor)} times ${withValue(cell)} is ${plain(value)}`
	);
}

type Part = 'gradient' | 'weightDecay' | 'momentum';

/** What is added, in order: parts that an attribute of 0 or a missing velocity rules out take no step. */
function parts({ xs, attrs }: Call<SgdVelocity>): Part[] {
	const decays = attrs?.weightDecay ? (['weightDecay'] as const) : [];
	const moves = xs[2] && attrs?.momentum ? (['momentum'] as const) : [];
	return ['gradient', ...decays, ...moves];
}

const SLOT = { gradient: 0, weightDecay: 1, momentum: 2 } as const;

/** v′ = g + λw + μv: as in torch.optim.SGD, without dampening. In the first step there is no velocity yet. */
const forward = sumRule<SgdVelocity>({
	tex(c) {
		const terms = parts(c).map((part) => {
			const symbol = sym(c.xs[SLOT[part]]!, 'i');
			return part === 'gradient' ? symbol : `${num(c.attrs[part]!)}\\, ${symbol}`;
		});
		return `${sym(c.out, 'i')} = ${terms.join(' + ')}`;
	},
	about: (c) =>
		`The direction in which ${the(c.xs[1]!)} will move: ${parts(c)
			.map(
				(part) =>
					({
						gradient: 'its gradient',
						weightDecay: 'a pull towards 0',
						momentum: 'what is left of the velocity of the step before'
					})[part]
			)
			.join(', plus ')}.`,
	reads: (c) => parts(c).map((part) => c.xs[SLOT[part]]!),
	run(c, out) {
		const [gradient, parameter, velocity] = c.xs;
		const { momentum = 0, weightDecay = 0 } = c.attrs ?? {};
		for (let i = 0; i < out.length; i++) {
			let sum = 0 + gradient!.data[i]!;
			if (weightDecay) sum += weightDecay * parameter!.data[i]!;
			if (velocity && momentum) sum += momentum * velocity.data[i]!;
			out[i] = sum;
		}
	},
	terms: (c) => parts(c).length,
	term(c, i, s) {
		const part = parts(c)[s]!;
		const cell: Cell = [c.xs[SLOT[part]]!, i];
		if (part === 'gradient') return product(cell);
		return times(c.attrs[part]!, part === 'momentum' ? 'momentum' : 'weight decay', cell);
	},
	uses: (_, slot, index) => [[index, slot]]
});

export const sgdVelocity: Op<SgdVelocity> = {
	name: 'sgdVelocity',
	family: 'update',
	summary: 'The direction of a step of gradient descent: the gradient, weight decay and momentum.',
	inputs: ['gradient', 'parameter', 'velocity'],
	optional: true,
	attributes: {
		momentum: 'how much of the velocity is kept (0)',
		weightDecay: 'how strongly the parameter is pulled towards 0 (0)'
	},
	shape([gradient, parameter, velocity], attrs) {
		expectFinite('sgdVelocity', 'momentum', attrs?.momentum ?? 0, 0, '0.9');
		expectFinite('sgdVelocity', 'weightDecay', attrs?.weightDecay ?? 0, 0, '0.0001');
		expectSameShape('sgdVelocity', parameter!, gradient!, 'parameter and gradient');
		if (velocity) expectSameShape('sgdVelocity', parameter!, velocity, 'parameter and velocity');
		return parameter!;
	},
	forward,
	// An update has no gradient of its own: it comes after backward.
	backward: () => null,
	example: () => ({
		xs: [
			{ shape: [3], values: [0.5, -1, 2] },
			{ shape: [3], values: [1, 2, -3] },
			{ shape: [3], values: [0.2, 0.1, 0] }
		],
		attrs: { momentum: 0.9, weightDecay: 0.01 }
	}),
	sample(random) {
		const shape = Array.from({ length: random.integer(0, 2) }, () => random.integer(1, 3));
		const attrs = {
			...(random.next() < 0.7 && { momentum: random.next() }),
			...(random.next() < 0.7 && { weightDecay: random.next() })
		};
		return { xs: Array.from({ length: random.integer(2, 3) }, () => ({ shape })), attrs };
	}
};
