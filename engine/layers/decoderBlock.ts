/**
 * A block of a Transformer's decoder: masked self-attention, cross-attention to what the encoder wrote, and a feed-forward
 * network, each with a shortcut and a norm.
 */
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { KeyValueCache } from './cache.ts';
import type { BlockOptions, EncoderBlockWeights } from './encoderBlock.ts';
import { feedForward } from './feedForward.ts';
import type { MaskOptions } from './mask.ts';
import { multiHead, type MultiHeadWeights } from './multiHead.ts';
import { inside, PLAIN } from './naming.ts';
import { residual, type Norm } from './residual.ts';

export interface DecoderBlockWeights extends EncoderBlockWeights {
	/** Queries from the decoder, keys and values from the encoder. */
	readonly crossAttention: MultiHeadWeights;
	readonly norm3: Norm;
}

/** What a block remembers between positions that are decoded one at a time. */
export interface BlockCache {
	readonly self: KeyValueCache;
	readonly cross: KeyValueCache;
}

export const blockCache = (): BlockCache => ({
	self: new KeyValueCache(true),
	cross: new KeyValueCache(false)
});

export interface DecoderBlockOptions extends BlockOptions {
	/** Of self-attention; causal where left out. */
	self?: MaskOptions;
	/** Of cross-attention: the padding of the source. */
	cross?: MaskOptions;
	cache?: BlockCache | undefined;
}

export interface DecoderBlock {
	readonly output: Tensor;
	/** The attention weights of each head, to its own sequence and to the encoder's. */
	readonly weights: { readonly self: readonly Tensor[]; readonly cross: readonly Tensor[] };
}

/** As torch.nn.TransformerDecoderLayer without dropout. */
export function decoderBlock(
	tape: Tape,
	y: Tensor,
	memory: Tensor,
	weights: DecoderBlockWeights,
	{
		preNorm = false,
		activation = 'relu',
		tag = PLAIN,
		self = { causal: true },
		cross = {},
		cache
	}: DecoderBlockOptions = {}
): DecoderBlock {
	const found: { self: readonly Tensor[]; cross: readonly Tensor[] } = { self: [], cross: [] };
	const lookBack = (x: Tensor) => {
		const about = 'Each position looks at itself and at what came before.';
		const name = 'masked self-attention';
		const heads = multiHead(tape, x, x, weights.attention, { name, about, tag, cache: cache?.self, ...self });
		found.self = heads.weights;
		return heads.output;
	};
	const lookAcross = (x: Tensor) => {
		const about = 'Each position of the decoder asks; the positions of the encoder answer.';
		const across = inside(tag, 'cross', 'cross-attention', '\\times');
		const options = { name: 'cross-attention', about, tag: across, cache: cache?.cross, ...cross };
		const heads = multiHead(tape, x, memory, weights.crossAttention, options);
		found.cross = heads.weights;
		return heads.output;
	};
	const feed = (x: Tensor) => feedForward(tape, x, weights.feedForward, { activation, tag });
	const options = { preNorm, tag };
	const first = residual(tape, y, 1, weights.norm1, lookBack, options);
	const second = residual(tape, first, 2, weights.norm2, lookAcross, options);
	const output = residual(tape, second, 3, weights.norm3, feed, options);
	return { output, weights: found };
}
