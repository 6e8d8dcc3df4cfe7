import { elementwiseLoss } from '../rules/loss.ts';
import { plain, valueOf } from '../tex.ts';
import { withValue } from '../words.ts';

/** The mean absolute error. At a difference of 0 the slope is 0, as in PyTorch. */
export const l1 = elementwiseLoss({
	name: 'l1',
	summary: 'The mean absolute error: how far the numbers lie from the target, averaged.',
	range: [0, Infinity],
	torch: "F.l1_loss(x, target, reduction=a.get('reduction', 'mean'))",
	inputs: ['x', 'target'],
	f: (x, target) => Math.abs(x - target),
	tex: (x, target) => `\\left|${x} - ${target}\\right|`,
	says: (x, target, loss) =>
		`${withValue(x)} minus ${withValue(target)} is ${plain(valueOf(x) - valueOf(target))}, which is ${plain(loss)} away from 0`,
	df: [(x, target) => Math.sign(x - target), (x, target) => -Math.sign(x - target)],
	dtex: [
		(x, target) => `\\operatorname{sign}\\left(${x} - ${target}\\right)`,
		(x, target) => `\\left(-\\operatorname{sign}\\left(${x} - ${target}\\right)\\right)`
	],
	example: [
		[0.5, 2, -1],
		[1, 2, 1]
	],
	draw: [(random) => random.between(-2, -0.1), (random) => random.between(0.1, 2)]
});
