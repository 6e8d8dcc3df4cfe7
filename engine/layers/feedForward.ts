/** The feed-forward network of a Transformer: f(X·W₁ + b₁)·W₂ + b₂, the same for every position. */
import { gelu, type Gelu } from '../ops/gelu.ts';
import { relu } from '../ops/relu.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { linear, type Linear } from './linear.ts';
import { PLAIN, tagged, type Tag } from './naming.ts';

export interface FeedForwardWeights {
	/** d_model × d_ff. */
	readonly first: Linear;
	/** d_ff × d_model. */
	readonly second: Linear;
}

export interface FeedForwardOptions {
	/** 'relu' where left out; 'gelu', or 'gelu tanh' for its approximation. */
	activation?: 'relu' | 'gelu' | 'gelu tanh';
	tag?: Tag;
}

export function feedForward(
	tape: Tape,
	x: Tensor,
	weights: FeedForwardWeights,
	{ activation = 'relu', tag = PLAIN }: FeedForwardOptions = {}
): Tensor {
	const approximate: Gelu = { approximate: activation === 'gelu tanh' ? 'tanh' : 'none' };
	const wide = weights.first.w.shape[1];
	return tape.scope(
		'feed-forward',
		() => {
			const net = linear(tape, x, weights.first, tagged(tag, 'wide', 'net input', 'H'));
			const naming = tagged(tag, 'hidden', 'hidden numbers', `H_{\\text{${activation}}}`);
			const hidden =
				activation === 'relu'
					? tape.apply(relu, [net], undefined, naming)
					: tape.apply(gelu, [net], approximate, naming);
			return linear(tape, hidden, weights.second, tagged(tag, 'fed', 'feed-forward output', 'F'));
		},
		{
			about: `Every position by itself passes through ${wide} hidden numbers, with the same weights.`,
			part: { kind: 'feed-forward' }
		}
	);
}
