import { elementwiseLoss } from '../rules/loss.ts';
import { plain, valueOf } from '../tex.ts';
import { beyond, withValue } from '../words.ts';

/** The mean squared error. Both inputs have gradients, as in PyTorch. */
export const mse = elementwiseLoss({
	name: 'mse',
	summary: 'The mean squared error: the differences from the target, squared and averaged.',
	range: [0, Infinity],
	inputs: ['x', 'target'],
	f: (x, target) => (x - target) * (x - target),
	tex: (x, target) => `\\left(${x} - ${target}\\right)^2`,
	says: (x, target, loss) =>
		`${withValue(x)} minus ${withValue(target)} is ${plain(valueOf(x) - valueOf(target))}, and its square is ${plain(loss)}${beyond(loss, valueOf(x), valueOf(target))}`,
	df: [(x, target) => 2 * (x - target), (x, target) => 2 * (target - x)],
	dtex: [
		(x, target) => `2 \\left(${x} - ${target}\\right)`,
		(x, target) => `2 \\left(${target} - ${x}\\right)`
	],
	example: [
		[0.5, 2, -1],
		[1, 2, 1]
	],
	draw: [(random) => random.between(-2, 2), (random) => random.between(-2, 2)]
});
