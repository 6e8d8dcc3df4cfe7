/** The decoder of a Transformer: blocks that look back at their own sequence and across at what the encoder wrote. */
import { fail } from '../errors.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import {
	blockCache,
	decoderBlock,
	type BlockCache,
	type DecoderBlock,
	type DecoderBlockWeights
} from './decoderBlock.ts';
import { blockTag, finalNorm } from './encoder.ts';
import type { BlockOptions } from './encoderBlock.ts';
import { attentionMask, type MaskOptions } from './mask.ts';
import { inside, PLAIN, type Tag } from './naming.ts';
import type { Norm } from './residual.ts';
import { decoderBlockOf, layersIn, normIn, type StateDict } from './stateDict.ts';

export interface DecoderWeights {
	readonly blocks: readonly DecoderBlockWeights[];
	readonly norm?: Norm | undefined;
}

export interface DecoderOptions extends BlockOptions {
	/** Of self-attention; causal where left out. */
	self?: MaskOptions;
	/** Of cross-attention: the padding of the source. */
	cross?: MaskOptions;
	/** What the blocks remember, where positions come one at a time: one for each block. */
	caches?: readonly BlockCache[] | undefined;
}

export interface Decoder {
	/** Positions × d_model. */
	readonly output: Tensor;
	readonly weights: readonly DecoderBlock['weights'][];
}

export const decoderCaches = ({ blocks }: DecoderWeights): readonly BlockCache[] => blocks.map(blockCache);

/** Takes the weights of a decoder under PyTorch's names apart. */
export const decoderOf = (
	tape: Tape,
	named: StateDict,
	heads: number,
	prefix = 'decoder.',
	tag: Tag = PLAIN
): DecoderWeights =>
	tape.scope(
		'decoder weights',
		() => ({
			blocks: Array.from({ length: layersIn(named, prefix) }, (_, k) =>
				tape.scope(
					`block ${k + 1}`,
					() => decoderBlockOf(tape, named, `${prefix}layers.${k}.`, heads, blockTag(tag, 'dec', k)),
					{
						about: 'The weights of this block, each turned so that a row can be multiplied by it.',
						part: { kind: 'weights' }
					}
				)
			),
			norm: named[`${prefix}norm.weight`] && normIn(named, `${prefix}norm.`)
		}),
		{ about: 'The weights of the decoder, block by block.', part: { kind: 'weights' } }
	);

/** As torch.nn.TransformerDecoder. With caches, `y` holds only the positions that are new. */
export function decoder(
	tape: Tape,
	y: Tensor,
	memory: Tensor,
	{ blocks, norm }: DecoderWeights,
	{
		preNorm = false,
		activation = 'relu',
		tag = PLAIN,
		self = { causal: true },
		cross = {},
		caches
	}: DecoderOptions = {}
): Decoder {
	if (!blocks.length) fail('value', 'decoder: there are no blocks: give the weights of at least one');
	const build = (): Decoder => {
		const [queries, keys] = [y.shape[0]!, (caches?.[0]?.self.length ?? 0) + y.shape[0]!];
		const own = attentionMask(tape, queries, keys, self, tag);
		const across = attentionMask(
			tape,
			queries,
			memory.shape[0]!,
			cross,
			inside(tag, 'cross', 'cross-attention', '\\times')
		);
		const weights: DecoderBlock['weights'][] = [];
		let output = y;
		blocks.forEach((block, k) => {
			const options = {
				preNorm,
				activation,
				tag: blockTag(tag, 'dec', k),
				self: { mask: own },
				cross: { mask: across }
			};
			const done = tape.scope(
				`block ${k + 1}`,
				() => decoderBlock(tape, output, memory, block, { ...options, cache: caches?.[k] }),
				{
					about: k ? `Block ${k + 1} reads what block ${k} wrote.` : 'Block 1 reads the words so far.',
					part: { kind: 'block', side: 'decoder' }
				}
			);
			weights.push(done.weights);
			output = done.output;
		});
		if (norm) output = finalNorm(tape, output, norm, inside(tag, 'dec', 'the decoder', ''));
		return { output, weights };
	};
	return tape.scope('decoder', build, {
		about: 'Every position gathers from the words before it and from the whole source, block after block.',
		part: { kind: 'side', side: 'decoder' }
	});
}
