/** Gradient descent with nothing beside it, w′ = w − ηg: torch.optim.SGD without momentum and weight decay. */
import { sgdStep } from '../ops/sgdStep.ts';
import { expectFinite } from '../rules/update.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { optimize, successor, type Optimized, type OptimizerOptions } from './optimizer.ts';

export interface Descent extends Pick<OptimizerOptions, 'gradients'> {
	/** How long a step is for a slope of 1. */
	learningRate: number;
}

export const ABOUT =
	'The parameter takes a step against its gradient, which makes the loss smaller if the step is short enough.';

/** A new version of a parameter: a step against a direction of its shape. */
export const stepAgainst = (tape: Tape, w: Tensor, direction: Tensor, learningRate: number): Tensor =>
	tape.apply(sgdStep, [w, direction], { learningRate }, successor(w));

/** What `sgd` records where it is asked for nothing but a learning rate. Parameters must have gradients, or `gradients` gives them. */
export function descend(
	tape: Tape,
	parameters: readonly Tensor[],
	{ learningRate, ...options }: Descent
): Optimized<never> {
	expectFinite('descend', 'learningRate', learningRate, 0, '0.1');
	return optimize<never>(tape, parameters, options, [], {
		name: 'descend',
		states: 'velocities',
		about: ABOUT,
		step: (w, gradient) => ({ next: stepAgainst(tape, w, gradient, learningRate), state: null })
	});
}
