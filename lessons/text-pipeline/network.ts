/** From words to answers: indices, padding, embedding, a recurrent layer with or without its mask, an output layer. */
import type { Tape, Tensor } from '#engine';
import { rnn } from '#engine/layers/rnn.ts';
import { add } from '#engine/ops/add.ts';
import { concat } from '#engine/ops/concat.ts';
import { embedding } from '#engine/ops/embedding.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { softmax } from '#engine/ops/softmax.ts';
import { stack } from '#engine/ops/stack.ts';
import { parametersOf, turned } from '../stored.ts';
import weights from './weights.json' with { type: 'json' };
import { classes, indices, letters } from './words.ts';

/** The trained weights; PyTorch's second bias is 0 and left out. */
const stored = {
	E: ['embedding table', weights.tensors['embedding.weight']],
	W_xh: ['input weights', turned(weights.tensors['rnn.weight_ih_l0'])],
	W_hh: ['memory weights', turned(weights.tensors['rnn.weight_hh_l0'])],
	b_h: ['bias', weights.tensors['rnn.bias_ih_l0']],
	W_hy: ['output weights', turned(weights.tensors['output.weight'])],
	b_y: ['output bias', weights.tensors['output.bias']]
} as const;

export type Weights = Readonly<Record<keyof typeof stored, Tensor>>;

/** Parameters from the stored numbers, or from those of another trace. */
export const parameters = (tape: Tape, given?: (name: string) => ArrayLike<number>): Weights =>
	parametersOf(tape, stored, given, { E: letters.tokens, b_y: classes });

/** Every word as the rows of its letters: given tensors, as long as their words. */
export const inputs = (tape: Tape, words: readonly string[]): readonly Tensor[] =>
	words.map((word, k) => {
		const rows = indices(word);
		return tape.constant(`word${k + 1}`, [rows.length], rows, {
			label: `“${word}”`,
			symbol: `w_{${k + 1}}`
		});
	});

/** The scores of every word, words × classes. */
export function network(
	tape: Tape,
	words: readonly Tensor[],
	{ E, W_xh, W_hh, b_h, W_hy, b_y }: Weights,
	masked: boolean
): Tensor {
	const lengths = words.map(({ shape }) => shape[0]!);
	const longest = Math.max(...lengths);
	const padded = (word: Tensor, k: number) => {
		const missing = longest - lengths[k]!;
		if (!missing) return word;
		const zeros = tape.constant(`pad${k + 1}`, [missing], new Float64Array(missing), {
			label: 'padding',
			symbol: '0'
		});
		return tape.apply(
			concat,
			[word, zeros],
			{},
			{
				name: `padded${k + 1}`,
				label: `padded ${word.label}`,
				symbol: `\\bar{w}_{${k + 1}}`
			}
		);
	};
	const batch = tape.scope(
		'padding',
		() => tape.apply(stack, words.map(padded), { axis: 1 }, { name: 'batch', label: 'batch', symbol: 'B' }),
		{
			about:
				'Shorter words are filled up with 0, so that all fit one block: a row for each time step, a column for each word.'
		}
	);
	const X = tape.scope(
		'embedding',
		() => tape.apply(embedding, [E, batch], {}, { name: 'X', label: 'embedded batch' }),
		{
			about: 'Every number of the batch is replaced by the row of the table that it names.',
			part: { kind: 'embedding' }
		}
	);
	const layer = { h: { x: W_xh, h: W_hh, b: b_h } };
	const { last } = rnn(tape, X, layer, masked ? { lengths } : {});
	const { h } = last[0]!;
	const logits = tape.scope(
		'output',
		() => {
			const product = tape.apply(matmul, [h, W_hy], undefined, {
				name: 'product',
				label: 'weighted memory',
				symbol: 's'
			});
			return tape.apply(add, [product, b_y], undefined, { name: 'logits', label: 'scores', symbol: 'y' });
		},
		{ about: 'From the last state of every word, a score for each class.', part: { kind: 'dense' } }
	);
	tape.scope(
		'softmax',
		() =>
			tape.apply(softmax, [logits], { axis: 1 }, { name: 'p', label: 'probabilities', symbol: '\\hat{y}' }),
		{ about: 'The scores of every word become probabilities that add up to 1.', part: { kind: 'softmax' } }
	);
	return logits;
}
