/**
 * The loss of a yes-or-no answer, from the number before the sigmoid. (1 − y)x + max(−x, 0) + ln(1 + e^−|x|) equals
 * −y ln σ(x) − (1 − y) ln(1 − σ(x)), but never takes the logarithm of 0. In this form, which is that of PyTorch, ∞ and −∞
 * give the same as there.
 */
import { exp, log1p, sigmoid } from '../math.ts';
import { elementwiseLoss, expectUnit } from '../rules/loss.ts';
import { plain } from '../tex.ts';
import { withValue } from '../words.ts';

const NAME = 'binaryCrossEntropyWithLogits';

export const binaryCrossEntropyWithLogits = elementwiseLoss({
	name: NAME,
	summary: 'A sigmoid and the binary cross-entropy in one, which stays exact for numbers far from 0.',
	range: [0, Infinity],
	byHand: false,
	inputs: ['logits', 'target'],
	check: ([, target]) =>
		expectUnit(NAME, 'target', target!, 'give 0 for no, 1 for yes, or something in between'),
	f: (x, target) => (1 - target) * x + Math.max(-x, 0) + log1p(exp(-Math.abs(x))),
	tex: (x, target) => `\\left((1 - ${target}) \\cdot ${x} + \\max(0, -${x}) + \\ln(1 + e^{-|${x}|})\\right)`,
	says: (x, target, loss) => `for ${withValue(target)}, the logit ${withValue(x)} costs ${plain(loss)}`,
	df: [(x, target) => sigmoid(x) - target, null],
	dtex: [(x, target) => `\\left(\\sigma\\left(${x}\\right) - ${target}\\right)`, null],
	example: [
		[2, -1, 0.5],
		[1, 0, 0]
	],
	// The graph of max(0, −x) has a kink at 0 that the rest of the sum smooths out, except to the eye of a difference.
	draw: [(random) => random.between(-3, 3), (random) => random.pick([0, 1, random.next()])]
});
