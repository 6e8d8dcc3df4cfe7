/**
 * Additive attention; Bahdanau et al., 2015. Before each step the decoder looks at all states of the encoder with the state
 * it had: e = vᵀ·tanh(W_s·s₋₁ + W_h·hᵢ), α = softmax(e), c = Σ αᵢ·hᵢ; then s = RNN(s₋₁, [y₋₁, c]).
 */
import { add } from '../ops/add.ts';
import { concat } from '../ops/concat.ts';
import { matmul } from '../ops/matmul.ts';
import { tanh } from '../ops/tanh.ts';
import { transpose } from '../ops/transpose.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { weighted } from './attention.ts';
import type { RecurrentCell } from './cell.ts';
import { attentionMask, masked } from './mask.ts';
import { atStep } from './naming.ts';
import {
	DECODER,
	recurrentDecoder,
	type RecurrentDecoder,
	type RecurrentDecoderOptions
} from './recurrentDecoder.ts';
import type { Recurrent } from './recurrence.ts';
import { decodeWith, readSource, type Seq2SeqWeights } from './seq2seq.ts';

export interface BahdanauWeights extends Seq2SeqWeights {
	/** Decoder state × attention. */
	readonly W_s: Tensor;
	/** Encoder state × attention. */
	readonly W_h: Tensor;
	/** Attention × 1. */
	readonly v: Tensor;
}

export interface AttentiveOptions extends RecurrentDecoderOptions {
	/** How many positions of the source are real; the others get no attention. */
	length?: number;
}

export interface Attentive extends RecurrentDecoder {
	readonly encoder: Recurrent;
}

/** All states of the encoder as one tensor, a row for each position. */
export const statesOf = (tape: Tape, read: Recurrent): Tensor =>
	tape.scope(
		'all encoder states',
		() => tape.apply(concat, read.hs, {}, { name: 'H', label: 'encoder states', symbol: 'H' }),
		{ about: 'Every state of the encoder is kept, a row for each position, and not the last one alone.' }
	);

export function bahdanau(
	tape: Tape,
	cell: RecurrentCell,
	source: Tensor | readonly Tensor[],
	weights: BahdanauWeights,
	{ length, ...options }: AttentiveOptions
): Attentive {
	const read = readSource(tape, cell, source, weights.encoder);
	const states = statesOf(tape, read);
	const about = 'Before each step the decoder looks at all states of the encoder, with the state it had.';
	const written = decodeWith(tape, cell, weights.decoder, about, (run) => {
		// The same at every step, so computed once.
		const keys = tape.scope(
			'keys',
			() => tape.apply(matmul, [states, weights.W_h], undefined, { name: 'K', label: 'keys', symbol: 'K' }),
			{ about: 'What each encoder state can be found by: its product with W_h, the same at every step.' }
		);
		const mask = attentionMask(tape, 1, states.shape[0]!, length === undefined ? {} : { length });
		return recurrentDecoder(tape, read.last[0]!, weights, options, (x, old, t) => {
			const named = (letter: string, what: string, symbol = letter) =>
				atStep(DECODER, letter, t, what, symbol);
			const raw = tape.scope(
				'scores',
				() => {
					const query = tape.apply(matmul, [old.h, weights.W_s], undefined, named('q', 'query'));
					const met = tape.apply(add, [keys, query], undefined, named('met', 'keys with query', 'u'));
					const bent = tape.apply(tanh, [met], undefined, named('bent', 'squeezed sums', '\\hat{u}'));
					const column = tape.apply(
						matmul,
						[bent, weights.v],
						undefined,
						named('column', 'scores as a column', '{e^{\\top}}')
					);
					return tape.apply(transpose, [column], {}, named('e', 'scores'));
				},
				{ about: 'A small network scores how well each encoder state fits the state the decoder had.' }
			);
			const scores = masked(tape, raw, mask, named('e_masked', 'masked scores', 'e'));
			const { weights: attention, mean } = weighted(
				tape,
				scores,
				states,
				{ weights: named('alpha', 'attention weights', '\\alpha'), mean: named('context', 'context', 'c') },
				'context'
			);
			const input = tape.scope(
				'input',
				() => tape.apply(concat, [x, mean], { axis: 1 }, named('in', 'word and context', 'x')),
				{ about: 'The word before and the context are put side by side: what the cell reads.' }
			);
			const state = tape.scope(cell.name, () => run(input, old, t), {
				about: 'The cell reads the word before and the context, and updates its state.'
			});
			return { state, features: state.h, attention };
		});
	});
	return { ...written, encoder: read };
}
