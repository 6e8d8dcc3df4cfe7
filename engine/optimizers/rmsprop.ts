/**
 * RMSprop as in torch.optim.RMSprop, not centred: a′ = αa + (1 − α)g², d′ = μd + g / (√a′ + ε), w′ = w − ηd′.
 * Hinton, Neural Networks for Machine Learning, lecture 6, 2012.
 */
import { rmspropAverage } from '../ops/rmspropAverage.ts';
import { rmspropDirection } from '../ops/rmspropDirection.ts';
import { expectFinite } from '../rules/update.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { decayed } from './decay.ts';
import { stepAgainst } from './descend.ts';
import { optimize, partNamed, type Optimized, type OptimizerOptions } from './optimizer.ts';

export interface Rmsprop extends OptimizerOptions {
	learningRate: number;
	/** How much of the average of squares is kept; 0.99 where left out. */
	alpha?: number;
	/** How much of the direction is kept from step to step; 0 where left out. */
	momentum?: number;
	/** Keeps the divisor away from 0; 10⁻⁸ where left out. */
	epsilon?: number;
}

/** What RMSprop keeps of a parameter; a direction only where there is momentum. */
export interface Scales {
	readonly average: Tensor;
	readonly direction: Tensor | null;
}

const ABOUT =
	'The parameter moves against its gradient, divided by how large its gradients usually are: so every number takes steps of a similar length.';

/** Records one step for every parameter; `scales` are the state that the step before returned; none in the first. */
export function rmsprop(
	tape: Tape,
	parameters: readonly Tensor[],
	options: Rmsprop,
	scales: readonly (Scales | null)[] = []
): Optimized<Scales> {
	const { learningRate, alpha = 0.99, momentum = 0, epsilon = 1e-8, weightDecay = 0 } = options;
	expectFinite('rmsprop', 'learningRate', learningRate, 0, '0.01');
	expectFinite('rmsprop', 'weightDecay', weightDecay, 0, '0.0001');
	return optimize<Scales>(tape, parameters, options, scales, {
		name: 'rmsprop',
		states: 'scales',
		about: ABOUT,
		step(w, gradient, old) {
			const g = decayed(tape, w, gradient, weightDecay);
			const average = tape.apply(
				rmspropAverage,
				old ? [g, old.average] : [g],
				{ alpha },
				partNamed(w, 'average', 'average square of', 'a')
			);
			const direction = tape.apply(
				rmspropDirection,
				old?.direction ? [g, average, old.direction] : [g, average],
				{ momentum, epsilon },
				partNamed(w, 'direction', 'direction of', 'd')
			);
			const next = stepAgainst(tape, w, direction, learningRate);
			return { next, state: { average, direction: momentum > 0 ? direction : null } };
		}
	});
}
