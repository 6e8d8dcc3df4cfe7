/**
 * Adam as in torch.optim.Adam: running averages of the gradient and of its square, both corrected for having begun at
 * 0; m′ = β₁m + (1 − β₁)g, v′ = β₂v + (1 − β₂)g², w′ = w − η m̂ / (√v̂ + ε). Kingma and Ba, 2015.
 */
import { adamFirst } from '../ops/adamFirst.ts';
import { adamSecond } from '../ops/adamSecond.ts';
import { adamStep } from '../ops/adamStep.ts';
import { expectFinite } from '../rules/update.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { decayed } from './decay.ts';
import { optimize, partNamed, successor, type Optimized, type OptimizerOptions } from './optimizer.ts';

export interface Adam extends OptimizerOptions {
	learningRate: number;
	/** How much of the average of gradients is kept; 0.9 where left out. */
	beta1?: number;
	/** How much of the average of squares is kept; 0.999 where left out. */
	beta2?: number;
	/** Keeps the divisor away from 0; 10⁻⁸ where left out. */
	epsilon?: number;
}

/** What Adam keeps of a parameter: both averages, and how many steps they have seen. */
export interface Moments {
	readonly first: Tensor;
	readonly second: Tensor;
	readonly step: number;
}

const ABOUT =
	'The parameter moves against the average of its gradients, divided by how large they usually are: so every number takes steps of a similar length.';

/** Records one step for every parameter; `moments` are the state that the step before returned; none in the first. */
export function adam(
	tape: Tape,
	parameters: readonly Tensor[],
	options: Adam,
	moments: readonly (Moments | null)[] = []
): Optimized<Moments> {
	const { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
	expectFinite('adam', 'learningRate', learningRate, 0, '0.001');
	expectFinite('adam', 'weightDecay', weightDecay, 0, '0.0001');
	return optimize<Moments>(tape, parameters, options, moments, {
		name: 'adam',
		states: 'moments',
		about: ABOUT,
		step(w, gradient, old) {
			const g = decayed(tape, w, gradient, weightDecay);
			const seen = (average?: Tensor) => (average ? [g, average] : [g]);
			const first = tape.apply(
				adamFirst,
				seen(old?.first),
				{ beta1 },
				partNamed(w, 'first', 'average gradient of', 'm')
			);
			const second = tape.apply(
				adamSecond,
				seen(old?.second),
				{ beta2 },
				partNamed(w, 'second', 'average square of', 'v')
			);
			const step = (old?.step ?? 0) + 1;
			const attrs = { learningRate, step, beta1, beta2, epsilon };
			const next = tape.apply(adamStep, [w, first, second], attrs, successor(w));
			return { next, state: { first, second, step } };
		}
	});
}
