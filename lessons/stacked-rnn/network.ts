/** Embedding, three recurrent layers on top of each other, and an output layer that guesses the next letter at every step. */
import type { Naming, Tape, Tensor } from '#engine';
import { rnnCell } from '#engine/layers/rnn.ts';
import { stacked } from '#engine/layers/stacked.ts';
import { add } from '#engine/ops/add.ts';
import { embedding } from '#engine/ops/embedding.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { softmax } from '#engine/ops/softmax.ts';
import { the } from '#engine/words.ts';
import { turned, type Stored } from '../stored.ts';
import weights from './weights.json' with { type: 'json' };
import { classes, letters as vocabulary } from './words.ts';

const { tensors } = weights;

/** The trained weights; PyTorch's second biases are 0 and left out. It counts layers from 0, and so do the names. */
const layers = [
	[tensors['rnn.weight_ih_l0'], tensors['rnn.weight_hh_l0'], tensors['rnn.bias_ih_l0']],
	[tensors['rnn.weight_ih_l1'], tensors['rnn.weight_hh_l1'], tensors['rnn.bias_ih_l1']],
	[tensors['rnn.weight_ih_l2'], tensors['rnn.weight_hh_l2'], tensors['rnn.bias_ih_l2']]
] as const;

export const LAYERS = layers.length;

export interface Weights {
	readonly E: Tensor;
	readonly layers: readonly { readonly h: { readonly x: Tensor; readonly h: Tensor; readonly b: Tensor } }[];
	readonly W_hy: Tensor;
	readonly b_y: Tensor;
}

/** Parameters from the stored numbers, or from those of another trace. */
export function parameters(tape: Tape, given?: (name: string) => ArrayLike<number>): Weights {
	const parameter = (name: string, { shape, data }: Stored, naming: Naming) =>
		tape.parameter(name, shape, given?.(name) ?? data, naming);
	return {
		E: parameter('E', tensors['embedding.weight'], { label: 'embedding table', names: vocabulary.tokens }),
		layers: layers.map(([input, memory, bias], k) => {
			const above = `^{(${k + 1})}`;
			const of = (what: string) => `${what} of layer ${k + 1}`;
			return {
				h: {
					x: parameter(`W_xh_l${k}`, turned(input), { label: of('input weights'), symbol: `W_{xh}${above}` }),
					h: parameter(`W_hh_l${k}`, turned(memory), {
						label: of('memory weights'),
						symbol: `W_{hh}${above}`
					}),
					b: parameter(`b_h_l${k}`, bias, { label: of('bias'), symbol: `b_h${above}` })
				}
			};
		}),
		W_hy: parameter('W_hy', turned(tensors['output.weight']), { label: 'output weights' }),
		b_y: parameter('b_y', tensors['output.bias'], { label: 'output bias', names: classes })
	};
}

/** For every letter, the number of its row of the table. */
export const inputs = (tape: Tape, letters: readonly string[]): readonly Tensor[] =>
	letters.map((letter, k) =>
		tape.constant(`letter${k + 1}`, [1], [vocabulary.indexOf(letter)], {
			label: vocabulary.labelOf(letter),
			symbol: `w_{${k + 1}}`
		})
	);

export interface Dropout {
	readonly dropout: number;
	readonly seed: number;
	readonly training: boolean;
}

/** The scores of what comes next, one tensor for each step. */
export function network(
	tape: Tape,
	letters: readonly Tensor[],
	{ E, layers, W_hy, b_y }: Weights,
	dropped?: Dropout
): readonly Tensor[] {
	const xs = tape.scope(
		'embedding',
		() =>
			letters.map((letter, k) =>
				tape.scope(
					`t = ${k + 1}`,
					() => tape.apply(embedding, [E, letter], {}, { name: `x${k + 1}`, label: `input x${k + 1}` }),
					{ about: `${letter.label} is looked up in the table.`, part: { kind: 'step', t: k + 1 } }
				)
			),
		{
			about: 'Every letter is looked up in a table, where it has a row of numbers.',
			part: { kind: 'embedding' }
		}
	);
	const { hs } = stacked(tape, rnnCell(), xs, layers, dropped);
	const answer = (h: Tensor, t: number) => {
		const named = (name: string, label: string, symbol: string) => ({
			name: `${name}${t}`,
			label,
			symbol: `${symbol}_{${t}}`
		});
		const product = tape.apply(matmul, [h, W_hy], undefined, named('product', 'weighted memory', 's'));
		const logits = tape.apply(add, [product, b_y], undefined, named('logits', 'scores', 'y'));
		tape.apply(softmax, [logits], { axis: 1 }, named('p', 'probabilities', '\\hat{y}'));
		return logits;
	};
	return tape.scope(
		'output',
		() =>
			hs.map((h, k) =>
				tape.scope(`t = ${k + 1}`, () => answer(h, k + 1), {
					about: `What comes after ${letters[k]!.label}: a guess from ${the(h)}.`,
					part: { kind: 'step', t: k + 1 }
				})
			),
		{
			about: 'The same output layer guesses the next letter at every step, from the top layer alone.',
			part: { kind: 'dense' }
		}
	);
}
