/**
 * Gradient descent as in torch.optim.SGD, without dampening and Nesterov: v′ = g + λw + μv, then w′ = w − ηv′.
 * A tensor is written once, so a step returns new parameters and leaves the old ones as they were.
 */
import { sgdVelocity } from '../ops/sgdVelocity.ts';
import { expectFinite } from '../rules/update.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { ABOUT, stepAgainst } from './descend.ts';
import { optimize, partNamed, type Optimized, type OptimizerOptions } from './optimizer.ts';

export interface Sgd extends OptimizerOptions {
	/** How long a step is for a slope of 1. */
	learningRate: number;
	/** How much of the velocity is kept from step to step; 0 where left out. */
	momentum?: number;
	/** How strongly parameters are pulled towards 0; 0 where left out. */
	weightDecay?: number;
}

export interface Updated extends Optimized<Tensor> {
	/** The state under its own name; null where a parameter has no velocity, because momentum is 0. */
	readonly velocities: (Tensor | null)[];
}

/**
 * Records one step for every parameter, in an update-phase scope of its own that is named after it. Parameters must have
 * gradients: call `tape.backward` first. `velocities` are those that the step before returned; none in the first step.
 */
export function sgd(
	tape: Tape,
	parameters: readonly Tensor[],
	options: Sgd,
	velocities: readonly (Tensor | null)[] = []
): Updated {
	const { learningRate, momentum = 0, weightDecay = 0 } = options;
	expectFinite('sgd', 'learningRate', learningRate, 0, '0.1');
	expectFinite('sgd', 'momentum', momentum, 0, '0.9');
	expectFinite('sgd', 'weightDecay', weightDecay, 0, '0.0001');
	const updated = optimize<Tensor>(tape, parameters, options, velocities, {
		name: 'sgd',
		states: 'velocities',
		about: ABOUT,
		step(w, gradient, old) {
			const direction =
				momentum > 0 || weightDecay > 0
					? tape.apply(
							sgdVelocity,
							old ? [gradient, w, old] : [gradient, w],
							{ momentum, weightDecay },
							partNamed(w, 'velocity', 'velocity of', 'v')
						)
					: gradient;
			const next = stepAgainst(tape, w, direction, learningRate);
			return { next, state: momentum > 0 ? direction : null };
		}
	});
	return { parameters: updated.parameters, state: updated.state, velocities: updated.state };
}
