/** A block of a Transformer's encoder: self-attention and a feed-forward network, each with a shortcut and a norm. */
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { feedForward, type FeedForwardOptions, type FeedForwardWeights } from './feedForward.ts';
import type { MaskOptions } from './mask.ts';
import { multiHead, type MultiHeadWeights } from './multiHead.ts';
import { PLAIN, type Tag } from './naming.ts';
import { residual, type Norm, type ResidualOptions } from './residual.ts';

export interface EncoderBlockWeights {
	readonly attention: MultiHeadWeights;
	readonly norm1: Norm;
	readonly feedForward: FeedForwardWeights;
	readonly norm2: Norm;
}

export interface BlockOptions extends ResidualOptions, Pick<FeedForwardOptions, 'activation'> {
	tag?: Tag;
}

export interface EncoderBlock {
	/** Positions × d_model. */
	readonly output: Tensor;
	/** The attention weights of each head. */
	readonly weights: readonly Tensor[];
}

/** As torch.nn.TransformerEncoderLayer without dropout. */
export function encoderBlock(
	tape: Tape,
	x: Tensor,
	weights: EncoderBlockWeights,
	{ preNorm = false, activation = 'relu', tag = PLAIN, ...masks }: BlockOptions & MaskOptions = {}
): EncoderBlock {
	let heads: readonly Tensor[] = [];
	const look = (y: Tensor) => {
		const found = multiHead(tape, y, y, weights.attention, { name: 'self-attention', tag, ...masks });
		heads = found.weights;
		return found.output;
	};
	const feed = (y: Tensor) => feedForward(tape, y, weights.feedForward, { activation, tag });
	const options = { preNorm, tag };
	const middle = residual(tape, x, 1, weights.norm1, look, options);
	const output = residual(tape, middle, 2, weights.norm2, feed, options);
	return { output, weights: heads };
}
