/** Weight decay as it is added to a gradient. */
import { sgdVelocity } from '../ops/sgdVelocity.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { partNamed } from './optimizer.ts';

/** The gradient with the pull of weight decay, λw, added; the gradient itself where there is none. */
export function decayed(tape: Tape, w: Tensor, gradient: Tensor, weightDecay = 0): Tensor {
	if (!weightDecay) return gradient;
	return tape.apply(
		sgdVelocity,
		[gradient, w],
		{ weightDecay },
		partNamed(w, 'decayed', 'decayed gradient of', 'g')
	);
}
