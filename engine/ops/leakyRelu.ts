import { fail } from '../errors.ts';
import { pointwise } from '../rules/pointwise.ts';
import { wrap } from '../tex.ts';

export interface LeakyRelu {
	negativeSlope?: number;
}

const slopeOf = (attrs: LeakyRelu | undefined) => attrs?.negativeSlope ?? 0.01;

/** The slope at 0 is the negative slope, as in PyTorch. */
export const leakyRelu = pointwise<LeakyRelu>({
	name: 'leakyRelu',
	called: 'the leaky ReLU',
	family: 'activation',
	summary: 'Keeps positive numbers and shrinks the others, so that a little gradient always leaks through.',
	attributes: { negativeSlope: 'what numbers below 0 are multiplied by (0.01)' },
	check(attrs) {
		const a = slopeOf(attrs);
		if (!Number.isFinite(a))
			fail('attribute', `leakyRelu: negativeSlope is ${a}: give a finite number, such as 0.01`);
	},
	f: (x, attrs) => (x > 0 ? x : slopeOf(attrs) * x),
	tex: (x, attrs) => `\\max(0, ${x}) + ${wrap(slopeOf(attrs))} \\cdot \\min(0, ${x})`,
	df: (x, _, attrs) => (x > 0 ? 1 : slopeOf(attrs)),
	dtex: (x, _, attrs) => `\\big([${x} > 0] + ${wrap(slopeOf(attrs))} \\cdot [${x} \\le 0]\\big)`,
	from: 'x',
	example: [-2, -1, -0.5, 0, 0.5, 1, 2],
	exampleAttrs: { negativeSlope: 0.1 },
	attrs: (random) => (random.next() < 0.3 ? {} : { negativeSlope: random.between(-0.5, 0.9) }),
	draw: (random) => random.pick([-1, 1]) * random.between(0.05, 2)
});
