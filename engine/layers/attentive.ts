/**
 * What a decoder with attention begins with, whenever it looks: all states of the encoder are kept, and each step turns its
 * scores into weights and averages the states with them. Bahdanau looks before a step and Luong after it.
 */
import { concat } from '../ops/concat.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { weighted } from './attention.ts';
import type { RecurrentCell, State } from './cell.ts';
import { attentionMask, masked } from './mask.ts';
import { atStep } from './naming.ts';
import {
	DECODER,
	recurrentDecoder,
	type RecurrentDecoder,
	type RecurrentDecoderOptions,
	type Stepped
} from './recurrentDecoder.ts';
import type { Recurrent } from './recurrence.ts';
import { decodeWith, readSource, type Seq2SeqWeights } from './seq2seq.ts';

export interface AttentiveOptions extends RecurrentDecoderOptions {
	/** How many positions of the source are real; the others get no attention. */
	length?: number;
}

export interface Attentive extends RecurrentDecoder {
	readonly encoder: Recurrent;
}

/** What a step has at hand. */
export interface Looking {
	/** Names a tensor of step t. */
	named(letter: string, what: string, symbol?: string): ReturnType<typeof atStep>;
	/** Turns the scores of step t, 1 × source positions, into weights, and averages the encoder states with them. */
	look(raw: Tensor): { readonly weights: Tensor; readonly mean: Tensor };
	/** Runs the cell. */
	run(x: Tensor, old: State): State;
}

export interface Style {
	/** What the decoder is for, in a sentence. */
	readonly about: string;
	/** What each encoder state can be found by; the same at every step, so it is computed once. */
	keys(states: Tensor): Tensor;
	step(keys: Tensor, x: Tensor, old: State, looking: Looking): Stepped;
}

export function attentive(
	tape: Tape,
	cell: RecurrentCell,
	source: Tensor | readonly Tensor[],
	weights: Seq2SeqWeights,
	{ length, ...options }: AttentiveOptions,
	style: Style
): Attentive {
	const read = readSource(tape, cell, source, weights.encoder);
	const states = tape.scope(
		'all encoder states',
		() => tape.apply(concat, read.hs, {}, { name: 'H', label: 'encoder states', symbol: 'H' }),
		{
			about: 'Every state of the encoder is kept, a row for each position, and not the last one alone.',
			part: { kind: 'concat' }
		}
	);
	const written = decodeWith(tape, cell, weights.decoder, style.about, (run) => {
		const keys = style.keys(states);
		const mask = attentionMask(tape, 1, states.shape[0]!, length === undefined ? {} : { length });
		return recurrentDecoder(tape, read.last[0]!, weights, options, (x, old, t) => {
			const named = (letter: string, what: string, symbol = letter) =>
				atStep(DECODER, letter, t, what, symbol);
			const look = (raw: Tensor) =>
				weighted(
					tape,
					masked(tape, raw, mask, named('e_masked', 'masked scores', 'e')),
					states,
					{
						weights: named('alpha', 'attention weights', '\\alpha'),
						mean: named('context', 'context', 'c')
					},
					{ masked: mask !== null, scope: 'context' }
				);
			return style.step(keys, x, old, { named, look, run: (input, state) => run(input, state, t) });
		});
	});
	return { ...written, encoder: read };
}
