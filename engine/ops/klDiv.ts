import { log } from '../math.ts';
import { elementwiseLoss } from '../rules/loss.ts';
import { plain } from '../tex.ts';
import { withValue } from '../words.ts';

/**
 * The Kullback–Leibler divergence of a target distribution from one that is given by its logarithms, as
 * torch.nn.functional.kl_div. A target of 0 adds 0, since t·ln t goes to 0 with t.
 */
export const klDiv = elementwiseLoss({
	name: 'klDiv',
	summary: 'How far a distribution, given by its logarithms, lies from a target distribution.',
	byHand: false,
	torch: "F.kl_div(logs, target, reduction=a.get('reduction', 'mean'))",
	inputs: ['logs', 'target'],
	f: (x, target) => (target === 0 ? 0 : target * (log(target) - x)),
	tex: (x, target) => `${target} \\left(\\ln ${target} - ${x}\\right)`,
	says: (x, target, loss) =>
		`${withValue(target)} times what its logarithm lies above ${withValue(x)} is ${plain(loss)}`,
	df: [(_, target) => -target, null],
	dtex: [(_, target) => `\\left(-${target}\\right)`, null],
	example: [
		[-1.6, -1.2, -0.7],
		[0.1, 0.3, 0.6]
	],
	draw: [(random) => random.between(-3, -0.1), (random) => random.between(0.05, 1)]
});
