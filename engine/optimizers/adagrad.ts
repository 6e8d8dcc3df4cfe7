/**
 * AdaGrad as in torch.optim.Adagrad: s′ = s + g², w′ = w − η g / (√s′ + ε). Numbers whose gradients were large take ever
 * shorter steps. Duchi, Hazan and Singer, 2011.
 */
import { adagradSum } from '../ops/adagradSum.ts';
import { rmspropDirection } from '../ops/rmspropDirection.ts';
import { expectFinite } from '../rules/update.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { decayed } from './decay.ts';
import { stepAgainst } from './descend.ts';
import { optimize, partNamed, type Optimized, type OptimizerOptions } from './optimizer.ts';

export interface Adagrad extends OptimizerOptions {
	learningRate: number;
	/** Keeps the divisor away from 0; 10⁻¹⁰ where left out. */
	epsilon?: number;
}

const ABOUT =
	'The parameter moves against its gradient, divided by the root of all its squared gradients so far: steps become shorter, most where gradients were large.';

/** Records one step for every parameter; `sums` are the state that the step before returned; none in the first. */
export function adagrad(
	tape: Tape,
	parameters: readonly Tensor[],
	options: Adagrad,
	sums: readonly (Tensor | null)[] = []
): Optimized<Tensor> {
	const { learningRate, epsilon = 1e-10, weightDecay = 0 } = options;
	expectFinite('adagrad', 'learningRate', learningRate, 0, '0.01');
	expectFinite('adagrad', 'weightDecay', weightDecay, 0, '0.0001');
	return optimize<Tensor>(tape, parameters, options, sums, {
		name: 'adagrad',
		states: 'sums',
		about: ABOUT,
		step(w, gradient, old) {
			const g = decayed(tape, w, gradient, weightDecay);
			const sum = tape.apply(
				adagradSum,
				old ? [g, old] : [g],
				undefined,
				partNamed(w, 'squares', 'sum of squared gradients of', 's')
			);
			const direction = tape.apply(
				rmspropDirection,
				[g, sum],
				{ epsilon },
				partNamed(w, 'direction', 'direction of', 'd')
			);
			return { next: stepAgainst(tape, w, direction, learningRate), state: sum };
		}
	});
}
