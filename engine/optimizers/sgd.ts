/**
 * Gradient descent as in torch.optim.SGD, without dampening and Nesterov: v′ = g + λw + μv, then w′ = w − ηv′.
 * A tensor is written once, so a step returns new parameters and leaves the old ones as they were.
 */
import { fail } from '../errors.ts';
import { sgdStep } from '../ops/sgdStep.ts';
import { sgdVelocity } from '../ops/sgdVelocity.ts';
import { expectFinite } from '../rules/update.ts';
import type { Naming, Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';

export interface Sgd {
	/** How long a step is for a slope of 1. */
	learningRate: number;
	/** How much of the velocity is kept from step to step; 0 where left out. */
	momentum?: number;
	/** How strongly parameters are pulled towards 0; 0 where left out. */
	weightDecay?: number;
}

export interface Updated {
	readonly parameters: Tensor[];
	/** To be given to the next step; null where a parameter has none, because momentum is 0. */
	readonly velocities: (Tensor | null)[];
}

/**
 * Records one step for every parameter, in an update-phase scope of its own that is named after it. Parameters must have
 * gradients: call `tape.backward` first. `velocities` are those that the step before returned; none in the first step.
 */
export function sgd(
	tape: Tape,
	parameters: readonly Tensor[],
	{ learningRate, momentum = 0, weightDecay = 0 }: Sgd,
	velocities: readonly (Tensor | null)[] = []
): Updated {
	expectFinite('sgd', 'learningRate', learningRate, 0, '0.1');
	expectFinite('sgd', 'momentum', momentum, 0, '0.9');
	expectFinite('sgd', 'weightDecay', weightDecay, 0, '0.0001');
	if (velocities.length && velocities.length !== parameters.length)
		fail(
			'value',
			`sgd: ${velocities.length} velocities for ${parameters.length} parameters: give those that the step before returned, or none`
		);
	const without = parameters.find((w) => !w.grad);
	if (without)
		fail(
			'value',
			`sgd: ${without.name} has no gradient: call backward on a loss that depends on it, or leave it out`
		);
	const about =
		'The parameter takes a step against its gradient, which makes the loss smaller if the step is short enough.';
	const updated = parameters.map((w, k) =>
		tape.scope(
			w.name,
			() => {
				const old = velocities[k] ?? null;
				const moving = momentum > 0 || weightDecay > 0;
				const direction = moving
					? tape.apply(
							sgdVelocity,
							old ? [w.grad!, w, old] : [w.grad!, w],
							{ momentum, weightDecay },
							named(w, 'velocity')
						)
					: w.grad!;
				const next = tape.apply(sgdStep, [w, direction], { learningRate }, named(w, 'new'));
				return { next, velocity: momentum > 0 ? direction : null };
			},
			{ phase: 'update', about }
		)
	);
	return { parameters: updated.map((u) => u.next), velocities: updated.map((u) => u.velocity) };
}

/** "W.new" with the symbol W′, "W.velocity" with v and the index W. */
function named(w: Tensor, part: 'new' | 'velocity'): Naming {
	return part === 'new'
		? { name: `${w.name}.new`, label: `new ${w.label}`, symbol: `{${w.symbol}}'` }
		: { name: `${w.name}.velocity`, label: `velocity of ${w.label}`, symbol: `v_{${w.symbol}}` };
}
