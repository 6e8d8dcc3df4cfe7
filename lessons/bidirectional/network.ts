/** Embedding, a layer that reads both ways or one way, and a tag for every word. */
import type { Tape, Tensor } from '#engine';
import { bidirectional } from '#engine/layers/bidirectional.ts';
import { rnn, rnnCell } from '#engine/layers/rnn.ts';
import { add } from '#engine/ops/add.ts';
import { embedding } from '#engine/ops/embedding.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { softmax } from '#engine/ops/softmax.ts';
import { parametersOf, turned } from '../stored.ts';
import { tags, vocabulary } from './sentences.ts';
import weights from './weights.json' with { type: 'json' };

const { bothWays: both, oneWay: one } = weights.tensors;

/** The trained weights of both taggers; PyTorch's second bias is 0 and left out. */
const stored = {
	both: {
		E: ['embedding table', both['embedding.weight']],
		W_xh_forward: [
			'left-to-right input weights',
			turned(both['rnn.weight_ih_l0']),
			'\\overrightarrow{W}_{xh}'
		],
		W_hh_forward: [
			'left-to-right memory weights',
			turned(both['rnn.weight_hh_l0']),
			'\\overrightarrow{W}_{hh}'
		],
		b_h_forward: ['left-to-right bias', both['rnn.bias_ih_l0'], '\\overrightarrow{b}_{h}'],
		W_xh_reverse: [
			'right-to-left input weights',
			turned(both['rnn.weight_ih_l0_reverse']),
			'\\overleftarrow{W}_{xh}'
		],
		W_hh_reverse: [
			'right-to-left memory weights',
			turned(both['rnn.weight_hh_l0_reverse']),
			'\\overleftarrow{W}_{hh}'
		],
		b_h_reverse: ['right-to-left bias', both['rnn.bias_ih_l0_reverse'], '\\overleftarrow{b}_{h}'],
		W_hy: ['output weights', turned(both['output.weight'])],
		b_y: ['output bias', both['output.bias']]
	},
	one: {
		E: ['embedding table', one['embedding.weight']],
		W_xh: ['input weights', turned(one['rnn.weight_ih_l0'])],
		W_hh: ['memory weights', turned(one['rnn.weight_hh_l0'])],
		b_h: ['bias', one['rnn.bias_ih_l0']],
		W_hy: ['output weights', turned(one['output.weight'])],
		b_y: ['output bias', one['output.bias']]
	}
} as const;

export type Ways = keyof typeof stored;

/** Every word of a sentence as the row of the table that is looked up for it. */
export const inputs = (tape: Tape, words: readonly string[]): readonly Tensor[] =>
	words.map((word, k) => {
		const naming = { label: vocabulary.labelOf(word), symbol: `w_{${k + 1}}` };
		return tape.constant(`word${k + 1}`, [1], [vocabulary.indexOf(word)], naming);
	});

/** The scores of every word's tags, 1 × tags each; weights are the stored ones, or those of another trace. */
export function tagger(
	tape: Tape,
	ways: Ways,
	words: readonly Tensor[],
	given?: (name: string) => ArrayLike<number>
): () => readonly Tensor[] {
	const weights = parametersOf<string>(tape, stored[ways], given, { E: vocabulary.tokens, b_y: tags });
	const w = (name: string) => weights[name]!;
	const layer = (tag: string) => ({
		h: { x: w(`W_xh${tag}`), h: w(`W_hh${tag}`), b: w(`b_h${tag}`) }
	});
	return () => {
		const lookUp = (index: Tensor, t: number) =>
			tape.scope(
				`t = ${t}`,
				() => tape.apply(embedding, [w('E'), index], {}, { name: `x${t}`, label: `input x${t}` }),
				{ about: `${index.label} is looked up in the table.`, part: { kind: 'step', t } }
			);
		const xs = tape.scope('embedding', () => words.map((index, k) => lookUp(index, k + 1)), {
			about: 'Every word is looked up in a table, where it has a row of numbers.',
			part: { kind: 'embedding' }
		});
		const { hs } =
			ways === 'both'
				? bidirectional(tape, rnnCell(), xs, [layer('_forward'), layer('_reverse')])
				: rnn(tape, xs, layer(''));
		const tag = (h: Tensor, t: number) =>
			tape.scope(
				`t = ${t}`,
				() => {
					const product = tape.apply(matmul, [h, w('W_hy')], undefined, {
						name: `product${t}`,
						label: 'weighted states',
						symbol: `s_{${t}}`
					});
					const logits = tape.apply(add, [product, w('b_y')], undefined, {
						name: `logits${t}`,
						label: 'scores',
						symbol: `y_{${t}}`
					});
					const naming = { name: `p${t}`, label: 'probabilities', symbol: `\\hat{y}_{${t}}` };
					tape.apply(softmax, [logits], { axis: 1 }, naming);
					return logits;
				},
				{ about: `The tag of word ${t}, from the states at step ${t}.`, part: { kind: 'step', t } }
			);
		return tape.scope('output', () => hs.map((h, k) => tag(h, k + 1)), {
			about: 'The same output layer gives every word a tag.',
			part: { kind: 'dense' }
		});
	};
}
