/**
 * Sequence to sequence; Sutskever et al., 2014. An encoder reads the source, and all that the decoder gets of it is the last
 * state, the context vector: however long the source, everything has to pass through these numbers.
 */
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { the } from '../words.ts';
import type { Gates, RecurrentCell, State } from './cell.ts';
import {
	DECODER,
	recurrentDecoder,
	type RecurrentDecoder,
	type RecurrentDecoderOptions,
	type RecurrentDecoderWeights
} from './recurrentDecoder.ts';
import { recurrence, type Recurrent } from './recurrence.ts';
import { gatesOf, type Packed } from './weights.ts';

export interface Seq2SeqWeights extends RecurrentDecoderWeights {
	readonly encoder: Packed | Gates;
	readonly decoder: Packed | Gates;
}

export interface Seq2Seq extends RecurrentDecoder {
	readonly encoder: Recurrent;
	/** The context vector: the state that the encoder ends with and the decoder begins with. */
	readonly context: State;
}

/** Reads a source of one sequence, time × features. */
export const readSource = (
	tape: Tape,
	cell: RecurrentCell,
	source: Tensor | readonly Tensor[],
	weights: Packed | Gates
): Recurrent =>
	recurrence(tape, cell, source, weights, { name: 'encoder', tag: 'enc', said: ' of the encoder' });

/** Runs `build` in the scope of the decoder, with the gates of its cell taken apart before the first step. */
export function decodeWith<T>(
	tape: Tape,
	cell: RecurrentCell,
	weights: Packed | Gates,
	about: string,
	build: (run: ReturnType<RecurrentCell['begin']>) => T
): T {
	return tape.scope(
		'decoder',
		() => build(cell.begin(tape, gatesOf(tape, cell, weights, DECODER), DECODER)),
		{ about, part: { kind: 'side', side: 'decoder' } }
	);
}

export function seq2seq(
	tape: Tape,
	cell: RecurrentCell,
	source: Tensor | readonly Tensor[],
	weights: Seq2SeqWeights,
	options: RecurrentDecoderOptions
): Seq2Seq {
	const read = readSource(tape, cell, source, weights.encoder);
	const context = read.last[0]!;
	const about = `All that the decoder knows of the source is ${the(context.h)}, with which it begins.`;
	const written = decodeWith(tape, cell, weights.decoder, about, (run) =>
		recurrentDecoder(tape, context, weights, options, (x, old, t) => {
			const state = run(x, old, t);
			return { state, features: state.h };
		})
	);
	return { ...written, encoder: read, context };
}
