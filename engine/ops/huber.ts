import { elementwiseLoss } from '../rules/loss.ts';
import { plain, valueOf } from '../tex.ts';
import { withValue } from '../words.ts';

const inside = (x: number, target: number) => Math.abs(x - target) < 1;

/** Also called smooth L1, with the bend at a difference of 1: ½d² within it, |d| − ½ beyond. */
export const huber = elementwiseLoss({
	name: 'huber',
	summary:
		'Squares small differences from the target and takes large ones as they are, so that outliers count less.',
	range: [0, Infinity],
	torch: "F.smooth_l1_loss(x, target, reduction=a.get('reduction', 'mean'))",
	inputs: ['x', 'target'],
	f: (x, target) => (inside(x, target) ? 0.5 * (x - target) * (x - target) : Math.abs(x - target) - 0.5),
	tex: (x, target) => `h\\left(${x} - ${target}\\right)`,
	says: (x, target, loss) =>
		`${withValue(x)} minus ${withValue(target)} is ${plain(valueOf(x) - valueOf(target))}, ${inside(valueOf(x), valueOf(target)) ? 'and half of its square' : 'and its size less a half'} is ${plain(loss)}`,
	df: [
		(x, target) => (inside(x, target) ? x - target : Math.sign(x - target)),
		(x, target) => (inside(x, target) ? target - x : Math.sign(target - x))
	],
	dtex: [
		(x, target) => `\\operatorname{clamp}_{-1}^{1}\\left(${x} - ${target}\\right)`,
		(x, target) => `\\operatorname{clamp}_{-1}^{1}\\left(${target} - ${x}\\right)`
	],
	example: [
		[0.5, 2, -3],
		[1, 2, 1]
	],
	draw: [(random) => random.integer(-1, 2) + random.between(0.05, 0.4), (random) => random.integer(-1, 2)]
});
