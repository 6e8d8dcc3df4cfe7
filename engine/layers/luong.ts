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
import { attentive, type Attentive, type AttentiveOptions } from './attentive.ts';
import type { RecurrentCell } from './cell.ts';
import { linear, type Linear } from './linear.ts';
import type { Seq2SeqWeights } from './seq2seq.ts';

export interface LuongWeights extends Seq2SeqWeights {
	/** [context; state] × features. */
	readonly combine: Linear;
}

export const luong = (
	tape: Tape,
	cell: RecurrentCell,
	source: Tensor | readonly Tensor[],
	weights: LuongWeights,
	options: AttentiveOptions
): Attentive =>
	attentive(tape, cell, source, weights, options, {
		about: 'After each step the decoder looks at all states of the encoder, with the state it has now.',
		keys: (states) =>
			tape.scope(
				'keys',
				() => {
					const naming = { name: 'H.turned', label: 'turned encoder states', symbol: 'H^{\\top}' };
					return tape.apply(transpose, [states], {}, naming);
				},
				{
					about: 'Encoder states as columns, so that a row can be multiplied by them.',
					part: { kind: 'weights' }
				}
			),
		step(keys, x, old, { named, look, run }) {
			const state = tape.scope(cell.name, () => run(x, old), {
				about: 'The cell reads the word before and updates its state.',
				part: { kind: 'cell', cell: cell.name }
			});
			if (state.h.shape[1] !== keys.shape[0])
				fail(
					'shape',
					`luong: decoder states have ${state.h.shape[1]} numbers and encoder states ${keys.shape[0]}: their dot product needs as many`
				);
			const scores = tape.scope(
				'scores',
				() => tape.apply(matmul, [state.h, keys], undefined, named('e', 'scores')),
				{
					about:
						'The new state meets every encoder state: the more they point the same way, the higher the score.',
					part: { kind: 'scores' }
				}
			);
			const { weights: attention, mean } = look(scores);
			const features = tape.scope(
				'combine',
				() => {
					const both = [mean, state.h];
					const joined = tape.apply(concat, both, { axis: 1 }, named('both', 'context and state', '[c; s]'));
					const net = named('combined_net', 'net input of the attentive state', '\\tilde{z}');
					const mixed = linear(tape, joined, weights.combine, net);
					return tape.apply(tanh, [mixed], undefined, named('combined', 'attentive state', '\\tilde{s}'));
				},
				{
					about:
						'Context and state are put side by side, mixed, and squeezed: what the scores are computed from.',
					part: { kind: 'dense' }
				}
			);
			return { state, features, attention };
		}
	});
