/**
 * The loss of a yes-or-no answer, from its probability. As in PyTorch, logarithms are clamped at −100, so that an answer
 * that is sure and wrong costs 100 and not ∞, and the gradient divides by p(1 − p) or 10⁻¹², whichever is larger: at p = 0 or
 * 1 exactly it is at most 10¹² and never NaN. Working from logits avoids both.
 */
import type { Cell } from '../op.ts';
import { log } from '../math.ts';
import { elementwiseLoss, expectUnit } from '../rules/loss.ts';
import { plain, valueOf } from '../tex.ts';
import { withValue } from '../words.ts';

const NAME = 'binaryCrossEntropy';
/** What p(1 − p) is at least where it divides: in PyTorch, a constant of single precision, 0.99999999600 · 10⁻¹². */
const LEAST = Math.fround(1e-12);
const clamped = (p: number): number => {
	const value = log(p);
	return value < -100 ? -100 : value;
};

/** Whether a logarithm that takes part was below −100. */
const isClamped = (p: Cell, target: Cell) =>
	(valueOf(target) > 0 && log(valueOf(p)) < -100) || (valueOf(target) < 1 && log(1 - valueOf(p)) < -100);

export const binaryCrossEntropy = elementwiseLoss({
	name: NAME,
	summary: 'The cross-entropy of probabilities and yes-or-no targets, which may lie in between.',
	range: [0, Infinity],
	byHand: false,
	inputs: ['p', 'target'],
	check([p, target]) {
		expectUnit(
			NAME,
			'probability',
			p!,
			'put a sigmoid before it, or give logits to binaryCrossEntropyWithLogits'
		);
		expectUnit(NAME, 'target', target!, 'give 0 for no, 1 for yes, or something in between');
	},
	f: (p, target) => -(target * clamped(p) + (1 - target) * clamped(1 - p)),
	tex: (p, target) => `\\left(-${target} \\ln ${p} - (1 - ${target}) \\ln (1 - ${p})\\right)`,
	says: (p, target, loss) =>
		`${withValue(p)}, measured against ${withValue(target)}, costs ${plain(loss)}${isClamped(p, target) ? ', because no logarithm counts as less than −100' : ''}`,
	df: [(p, target) => (p - target) / Math.max(p * (1 - p), LEAST), null],
	dtex: [(p, target) => `\\frac{${p} - ${target}}{\\max(${p} (1 - ${p}),\\; 10^{-12})}`, null],
	example: [
		[0.9, 0.2, 0.6],
		[1, 0, 0]
	],
	draw: [(random) => random.between(0.1, 0.9), (random) => random.pick([0, 1, random.next()])]
});
