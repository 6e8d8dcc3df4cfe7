/**
 * Dot-product attention; Luong et al., 2015. First the decoder takes its step, s = RNN(s₋₁, y₋₁); then it looks at the states
 * of the encoder with the state it has now: e = sᵀ·hᵢ, α = softmax(e), c = Σ αᵢ·hᵢ, and s̃ = tanh(W_c·[c; s]) is scored.
 */
import { fail } from '../errors.ts';
import { concat } from '../ops/concat.ts';
import { matmul } from '../ops/matmul.ts';
import { tanh } from '../ops/tanh.ts';
import { transpose } from '../ops/transpose.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { weighted } from './attention.ts';
import { statesOf, type Attentive, type AttentiveOptions } from './bahdanau.ts';
import type { RecurrentCell } from './cell.ts';
import { linear, type Linear } from './linear.ts';
import { attentionMask, masked } from './mask.ts';
import { atStep } from './naming.ts';
import { DECODER, recurrentDecoder } from './recurrentDecoder.ts';
import { decodeWith, readSource, type Seq2SeqWeights } from './seq2seq.ts';

export interface LuongWeights extends Seq2SeqWeights {
	/** [context; state] × features. */
	readonly combine: Linear;
}

export function luong(
	tape: Tape,
	cell: RecurrentCell,
	source: Tensor | readonly Tensor[],
	weights: LuongWeights,
	{ length, ...options }: AttentiveOptions
): Attentive {
	const read = readSource(tape, cell, source, weights.encoder);
	const states = statesOf(tape, read);
	const about = 'After each step the decoder looks at all states of the encoder, with the state it has now.';
	const written = decodeWith(tape, cell, weights.decoder, about, (run) => {
		const keys = tape.scope(
			'keys',
			() =>
				tape.apply(
					transpose,
					[states],
					{},
					{ name: 'H.turned', label: 'turned encoder states', symbol: 'H^{\\top}' }
				),
			{ about: 'Encoder states as columns, so that a row can be multiplied by them.' }
		);
		const mask = attentionMask(tape, 1, states.shape[0]!, length === undefined ? {} : { length });
		return recurrentDecoder(tape, read.last[0]!, weights, options, (x, old, t) => {
			const named = (letter: string, what: string, symbol = letter) =>
				atStep(DECODER, letter, t, what, symbol);
			const state = tape.scope(cell.name, () => run(x, old, t), {
				about: 'The cell reads the word before and updates its state.'
			});
			if (state.h.shape[1] !== keys.shape[0])
				fail(
					'shape',
					`luong: decoder states have ${state.h.shape[1]} numbers and encoder states ${keys.shape[0]}: their dot product needs as many`
				);
			const raw = tape.scope(
				'scores',
				() => tape.apply(matmul, [state.h, keys], undefined, named('e', 'scores')),
				{
					about:
						'The new state meets every encoder state: the more they point the same way, the higher the score.'
				}
			);
			const scores = masked(tape, raw, mask, named('e_masked', 'masked scores', 'e'));
			const { weights: attention, mean } = weighted(
				tape,
				scores,
				states,
				{ weights: named('alpha', 'attention weights', '\\alpha'), mean: named('context', 'context', 'c') },
				'context'
			);
			const features = tape.scope(
				'combine',
				() => {
					const naming = named('combined', 'attentive state', '\\tilde{s}');
					const both = tape.apply(
						concat,
						[mean, state.h],
						{ axis: 1 },
						named('both', 'context and state', '[c; s]')
					);
					return tape.apply(
						tanh,
						[
							linear(
								tape,
								both,
								weights.combine,
								named('combined_net', 'net input of the attentive state', '\\tilde{z}')
							)
						],
						undefined,
						naming
					);
				},
				{
					about:
						'Context and state are put side by side, mixed, and squeezed: what the scores are computed from.'
				}
			);
			return { state, features, attention };
		});
	});
	return { ...written, encoder: read };
}
