/**
 * The Transformer of Vaswani et al., 2017: an encoder that reads the source, and a decoder that scores the next word of the
 * target at every position. In training the right words are known and all positions are computed at once (teacher forcing);
 * decoding.ts writes one word at a time.
 */
import { embedding } from '../ops/embedding.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { decoder, decoderOf, type Decoder, type DecoderOptions, type DecoderWeights } from './decoder.ts';
import { encoder, encoderOf, type Encoder, type EncoderWeights } from './encoder.ts';
import type { BlockOptions } from './encoderBlock.ts';
import { linear, turned, type Linear } from './linear.ts';
import { PLAIN, tagged, type Tag } from './naming.ts';
import { addPositions } from './positional.ts';
import type { StateDict } from './stateDict.ts';

export interface TransformerWeights {
	/** Words × d_model. */
	readonly source: Tensor;
	readonly target: Tensor;
	readonly encoder: EncoderWeights;
	readonly decoder: DecoderWeights;
	/** d_model × words of the target. */
	readonly output: Linear;
}

export interface TransformerOptions extends Omit<BlockOptions, 'tag'> {
	/** How many words of the source are real; what follows is padding. */
	sourceLength?: number;
	/** Whether positions are added to the embeddings; true where left out. */
	positions?: boolean;
}

export interface Transformer {
	/** Positions × words of the target. */
	readonly logits: Tensor;
	readonly encoder: Encoder;
	readonly decoder: Decoder;
}

/** Takes weights under the names of `transformerShapes` apart, once, before they are used. */
export const transformerOf = (tape: Tape, named: StateDict, heads: number): TransformerWeights =>
	tape.scope(
		'weights',
		() => ({
			source: named['source.weight']!,
			target: named['target.weight']!,
			encoder: encoderOf(tape, named, heads),
			decoder: decoderOf(tape, named, heads),
			output: turned(tape, named['output.weight']!, named['output.bias'])
		}),
		{
			about: 'The weights are taken apart, head by head, and turned so that a row can be multiplied by them.',
			part: { kind: 'weights' }
		}
	);

/** Words become vectors, and to each is added where it stands. */
export function embed(
	tape: Tape,
	words: Tensor,
	table: Tensor,
	{ positions = true, from = 0, tag = PLAIN }: { positions?: boolean; from?: number; tag?: Tag } = {}
): Tensor {
	const x = tape.scope(
		'embedding',
		() =>
			tape.apply(embedding, [table, words], {}, tagged(tag, 'embedded', 'embeddings', 'X_{\\text{words}}')),
		{ about: 'Every word is replaced by its row of the table.', part: { kind: 'embedding' } }
	);
	return positions ? addPositions(tape, x, { from, tag }) : x;
}

const side = (name: string): Tag => ({ ...PLAIN, suffix: `_${name}`, of: `the ${name}` });

/** What the decoder looks at: the source, read once. */
export function encode(
	tape: Tape,
	words: Tensor,
	weights: TransformerWeights,
	options: TransformerOptions = {}
): Encoder {
	const { positions = true, sourceLength, ...rest } = options;
	const x = tape.scope(
		'source',
		() => embed(tape, words, weights.source, { positions, tag: side('source') }),
		{
			about: 'The words of the source become vectors.'
		}
	);
	return encoder(tape, x, weights.encoder, {
		...rest,
		...(sourceLength !== undefined && { length: sourceLength })
	});
}

/** Options of the decoder that follow from those of the whole. */
export const decoderOptions = ({
	preNorm,
	activation,
	sourceLength
}: TransformerOptions): DecoderOptions => ({
	...(preNorm !== undefined && { preNorm }),
	...(activation && { activation }),
	...(sourceLength !== undefined && { cross: { length: sourceLength } })
});

/** A score for each word of the target, at each position. */
export const scoreWords = (tape: Tape, x: Tensor, output: Linear, tag: Tag = PLAIN): Tensor =>
	tape.scope('output', () => linear(tape, x, output, tagged(tag, 'logits', 'logits', '\\ell')), {
		about: 'Each position gets a score for every word that could come next.',
		part: { kind: 'dense' }
	});

/** Source and target words as indices; at each position of the target, the scores of the word after it. */
export function transformer(
	tape: Tape,
	source: Tensor,
	target: Tensor,
	weights: TransformerWeights,
	options: TransformerOptions = {}
): Transformer {
	const read = encode(tape, source, weights, options);
	const { positions = true } = options;
	const y = tape.scope(
		'target',
		() => embed(tape, target, weights.target, { positions, tag: side('target') }),
		{
			about: 'The words of the target, each the one before the word to be scored, become vectors.'
		}
	);
	const written = decoder(tape, y, read.output, weights.decoder, decoderOptions(options));
	const logits = scoreWords(tape, written.output, weights.output);
	return { logits, encoder: read, decoder: written };
}
