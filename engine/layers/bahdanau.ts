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
import { attentive, type Attentive, type AttentiveOptions } from './attentive.ts';
import type { RecurrentCell } from './cell.ts';
import type { Seq2SeqWeights } from './seq2seq.ts';

export interface BahdanauWeights extends Seq2SeqWeights {
	/** Decoder state × attention. */
	readonly W_s: Tensor;
	/** Encoder state × attention. */
	readonly W_h: Tensor;
	/** Attention × 1. */
	readonly v: Tensor;
}

export const bahdanau = (
	tape: Tape,
	cell: RecurrentCell,
	source: Tensor | readonly Tensor[],
	weights: BahdanauWeights,
	options: AttentiveOptions
): Attentive =>
	attentive(tape, cell, source, weights, options, {
		about: 'Before each step the decoder looks at all states of the encoder, with the state it had.',
		keys: (states) =>
			tape.scope(
				'keys',
				() => tape.apply(matmul, [states, weights.W_h], undefined, { name: 'K', label: 'keys', symbol: 'K' }),
				{
					about: 'What each encoder state can be found by: its product with W_h, the same at every step.',
					part: { kind: 'projection', of: 'key' }
				}
			),
		step(keys, x, old, { named, look, run }) {
			const scores = tape.scope(
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
				{
					about: 'A small network scores how well each encoder state fits the state the decoder had.',
					part: { kind: 'scores' }
				}
			);
			const { weights: attention, mean } = look(scores);
			const input = tape.scope(
				'input',
				() => tape.apply(concat, [x, mean], { axis: 1 }, named('in', 'word and context', 'x')),
				{
					about: 'The word before and the context are put side by side: what the cell reads.',
					part: { kind: 'concat' }
				}
			);
			const state = tape.scope(cell.name, () => run(input, old), {
				about: 'The cell reads the word before and the context, and updates its state.',
				part: { kind: 'cell', cell: cell.name }
			});
			return { state, features: state.h, attention };
		}
	});
