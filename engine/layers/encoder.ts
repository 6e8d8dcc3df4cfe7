/** The encoder of a Transformer: blocks on top of each other, and a norm after the last where there is one. */
import { fail } from '../errors.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { encoderBlock, type BlockOptions, type EncoderBlockWeights } from './encoderBlock.ts';
import { attentionMask, type MaskOptions } from './mask.ts';
import { inside, PLAIN, type Tag } from './naming.ts';
import { normed, type Norm } from './residual.ts';
import { encoderBlockOf, layersIn, normIn, type StateDict } from './stateDict.ts';

export interface EncoderWeights {
	readonly blocks: readonly EncoderBlockWeights[];
	readonly norm?: Norm | undefined;
}

export interface Encoder {
	/** Positions × d_model. */
	readonly output: Tensor;
	/** The attention weights of each head of each block. */
	readonly weights: readonly (readonly Tensor[])[];
}

export const blockTag = (tag: Tag, side: string, k: number): Tag =>
	inside(tag, `${side}${k + 1}`, `block ${k + 1}`, `[${k + 1}]`);

/** Takes the weights of an encoder under PyTorch's names apart. */
export const encoderOf = (
	tape: Tape,
	named: StateDict,
	heads: number,
	prefix = 'encoder.',
	tag: Tag = PLAIN
): EncoderWeights =>
	tape.scope(
		'encoder weights',
		() => ({
			blocks: Array.from({ length: layersIn(named, prefix) }, (_, k) =>
				tape.scope(
					`block ${k + 1}`,
					() => encoderBlockOf(tape, named, `${prefix}layers.${k}.`, heads, blockTag(tag, 'enc', k)),
					{
						about: 'The weights of this block, each turned so that a row can be multiplied by it.',
						part: { kind: 'weights' }
					}
				)
			),
			norm: named[`${prefix}norm.weight`] && normIn(named, `${prefix}norm.`)
		}),
		{ about: 'The weights of the encoder, block by block.', part: { kind: 'weights' } }
	);

/** As torch.nn.TransformerEncoder. The mask is one for all blocks. */
export function encoder(
	tape: Tape,
	x: Tensor,
	{ blocks, norm }: EncoderWeights,
	{ preNorm = false, activation = 'relu', tag = PLAIN, ...masks }: BlockOptions & MaskOptions = {}
): Encoder {
	if (!blocks.length) fail('value', 'encoder: there are no blocks: give the weights of at least one');
	const build = (): Encoder => {
		const mask = attentionMask(tape, x.shape[0]!, x.shape[0]!, masks, tag);
		const weights: (readonly Tensor[])[] = [];
		let output = x;
		blocks.forEach((block, k) => {
			const options = { mask, preNorm, activation, tag: blockTag(tag, 'enc', k) };
			const done = tape.scope(`block ${k + 1}`, () => encoderBlock(tape, output, block, options), {
				about: k ? `Block ${k + 1} reads what block ${k} wrote.` : 'Block 1 reads the input.',
				part: { kind: 'block', side: 'encoder' }
			});
			weights.push(done.weights);
			output = done.output;
		});
		if (norm) output = finalNorm(tape, output, norm, inside(tag, 'enc', 'the encoder', ''));
		return { output, weights };
	};
	return tape.scope('encoder', build, {
		about: 'Every position gathers what it needs from the others, block after block; all positions at once.',
		part: { kind: 'side', side: 'encoder' }
	});
}

export const finalNorm = (tape: Tape, x: Tensor, norm: Norm, tag: Tag): Tensor =>
	tape.scope('final norm', () => normed(tape, x, norm, tag, ''), {
		about: 'After the last block each position is moved to mean 0 and scaled to variance 1 once more.',
		part: { kind: 'norm', norm: 'layer' }
	});
