/** Embedding, a recurrent layer, and an output layer wherever the plan wants an answer. */
import type { Tape, Tensor } from '#engine';
import { rnn } from '#engine/layers/rnn.ts';
import { add } from '#engine/ops/add.ts';
import { embedding } from '#engine/ops/embedding.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { softmax } from '#engine/ops/softmax.ts';
import { the } from '#engine/words.ts';
import { parametersOf, turned } from '../stored.ts';
import { classes, vocabulary } from './sentences.ts';
import type { Plan } from './shapes.ts';
import weights from './weights.json' with { type: 'json' };

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
	parametersOf(tape, stored, given, { E: vocabulary.tokens, b_y: classes });

/** What is read at every step: the index of a word, or zeros where there is none. */
export function inputs(tape: Tape, plan: Plan): readonly Tensor[] {
	const nothing = plan.some(({ word }) => word === null)
		? tape.constant('nothing', [1, stored.E[1].shape[1]!], [0, 0, 0], { label: 'empty input', symbol: '0' })
		: null;
	return plan.map(({ word }, k) => {
		if (word === null) return nothing!;
		const naming = { label: vocabulary.labelOf(word), symbol: `w_{${k + 1}}` };
		return tape.constant(`word${k + 1}`, [1], [vocabulary.indexOf(word)], naming);
	});
}

/** The scores of every answer. `tag` is appended to the names of all tensors, where the network runs a second time. */
export function network(
	tape: Tape,
	plan: Plan,
	read: readonly Tensor[],
	{ E, W_xh, W_hh, b_h, W_hy, b_y }: Weights,
	tag?: string
): readonly Tensor[] {
	const suffix = tag ? `_${tag}` : '';
	const lookUp = (index: Tensor, t: number) =>
		tape.scope(
			`t = ${t}`,
			() => tape.apply(embedding, [E, index], {}, { name: `x${t}${suffix}`, label: `input x${t}` }),
			{ about: `${index.label} is looked up in the table.`, part: { kind: 'step', t } }
		);
	const xs = tape.scope(
		'embedding',
		() => read.map((index, k) => (plan[k]!.word === null ? index : lookUp(index, k + 1))),
		{
			about: 'Every word is looked up in a table, where it has a row of numbers.',
			part: { kind: 'embedding' }
		}
	);
	const { hs } = rnn(
		tape,
		xs,
		{ h: { x: W_xh, h: W_hh, b: b_h } },
		tag ? { tag, said: ' with the new weights' } : {}
	);
	const several = plan.filter(({ answers }) => answers).length > 1;
	const answer = (h: Tensor, t: number) => {
		const end = `${several ? t : ''}${suffix}`;
		const index = several ? `_{${t}}` : '';
		const dense = () => {
			const product = tape.apply(matmul, [h, W_hy], undefined, {
				name: `product${end}`,
				label: 'weighted memory',
				symbol: `s${index}`
			});
			return tape.apply(add, [product, b_y], undefined, {
				name: `logits${end}`,
				label: 'scores',
				symbol: `y${index}`
			});
		};
		const probabilities = (logits: Tensor) =>
			tape.apply(
				softmax,
				[logits],
				{ axis: 1 },
				{ name: `p${end}`, label: 'probabilities', symbol: `\\hat{y}${index}` }
			);
		if (several)
			return tape.scope(
				`t = ${t}`,
				() => {
					const logits = dense();
					probabilities(logits);
					return logits;
				},
				{ about: `What the network answers at step ${t}, from ${the(h)} alone.`, part: { kind: 'step', t } }
			);
		const logits = tape.scope('output', dense, {
			about: `Every class weighs the numbers of ${the(h)}: three scores.`,
			part: { kind: 'dense' }
		});
		tape.scope('softmax', () => probabilities(logits), {
			about: 'Three scores become three probabilities that add up to 1.',
			part: { kind: 'softmax' }
		});
		return logits;
	};
	const all = () => hs.flatMap((h, k) => (plan[k]!.answers ? [answer(h, k + 1)] : []));
	return several
		? tape.scope('output', all, {
				about: 'The same output layer answers at several steps.',
				part: { kind: 'dense' }
			})
		: all();
}
