/**
 * A recurrent decoder: at each step it reads the word before, and scores the next one. With teacher forcing the word before
 * is the right one; running freely, it is the one that the decoder chose itself. What happens in a step is up to who calls:
 * a plain cell in seq2seq.ts, attention in bahdanau.ts and luong.ts.
 */
import { fail } from '../errors.ts';
import { concat } from '../ops/concat.ts';
import { embedding } from '../ops/embedding.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import type { State } from './cell.ts';
import { choose, type ChoiceOptions } from './choice.ts';
import { linear, type Linear } from './linear.ts';
import { atStep, tagOf, type Tag } from './naming.ts';

export interface RecurrentDecoderOptions extends ChoiceOptions {
	/** The index of the word that every target begins with. */
	start: number;
	/** Teacher forcing: the right words; each step reads the one before. */
	targets?: readonly number[];
	/** Running freely: how many words are written at most; as many as there are targets where left out. */
	most?: number;
	/** Running freely: the index of the word after which nothing is written any more. */
	end?: number;
	/** Whether the word before is the right one; true where targets are given. */
	teacherForcing?: boolean;
}

export interface RecurrentDecoderWeights {
	/** Words of the target × features. */
	readonly words: Tensor;
	/** What a step found × words of the target. */
	readonly output: Linear;
}

export interface Stepped {
	readonly state: State;
	/** What the scores are computed from: 1 × features. */
	readonly features: Tensor;
	/** The attention weights of this step, where there are any. */
	readonly attention?: Tensor;
}

export interface RecurrentDecoder {
	/** For each step, the scores of all words: 1 × words. */
	readonly logits: readonly Tensor[];
	readonly states: readonly State[];
	/** Attention weights of every step, 1 × source positions each; empty where there are none. */
	readonly attention: readonly Tensor[];
	/** The words that were chosen; in teacher forcing none. */
	readonly words: readonly number[];
	/** Records all scores as one tensor, steps × words: what cross-entropy takes. */
	all(): Tensor;
}

export const DECODER: Tag = tagOf('dec', undefined, undefined, ' of the decoder');

export function recurrentDecoder(
	tape: Tape,
	initial: State,
	{ words: table, output }: RecurrentDecoderWeights,
	options: RecurrentDecoderOptions,
	step: (x: Tensor, state: State, t: number) => Stepped
): RecurrentDecoder {
	const { start, targets, end, teacherForcing = targets !== undefined } = options;
	const most = options.most ?? targets?.length ?? 0;
	if (teacherForcing && !targets)
		fail('value', 'Teacher forcing needs the right words: give targets, or let the decoder run freely');
	if (!Number.isInteger(most) || most < 1 || (teacherForcing && most > targets!.length))
		fail(
			'attribute',
			`The decoder is to write ${most} words: give targets, or most as a whole number from 1 up`
		);
	const word = (t: number, index: number) => {
		const name = options.wordOf?.(index);
		return tape.constant(`w${t}${DECODER.suffix}`, [1], [index], {
			label: name ? `“${name}”` : t ? `right word ${t}` : 'start word',
			symbol: `w_{${t}}`,
			...(name && { names: [name] })
		});
	};
	let [state, read] = [initial, word(0, start)];
	const [logits, states, attention, words]: [Tensor[], State[], Tensor[], number[]] = [[], [], [], []];
	for (let t = 1; t <= most; t++) {
		tape.scope(
			`t = ${t}`,
			() => {
				const x = tape.scope(
					'word before',
					() => tape.apply(embedding, [table, read], {}, atStep(DECODER, 'y', t - 1, 'embedded word')),
					{
						about:
							teacherForcing || t === 1
								? 'The word that came before is given.'
								: 'The word that was chosen in the step before.',
						part: { kind: 'embedding' }
					}
				);
				const found = step(x, state, t);
				state = found.state;
				states.push(state);
				if (found.attention) attention.push(found.attention);
				const scores = tape.scope(
					'output',
					() => linear(tape, found.features, output, atStep(DECODER, 'logits', t, 'scores', '\\ell')),
					{ about: 'Every word that could come next gets a score.', part: { kind: 'dense' } }
				);
				logits.push(scores);
				if (teacherForcing) {
					if (t < most) read = word(t, targets![t - 1]!);
					return;
				}
				const tag: Tag = { ...DECODER, suffix: `_t${t}`, above: `\\langle ${t} \\rangle`, of: `step ${t}` };
				read = choose(tape, scores, t, options, tag);
				words.push(read.data[0]!);
			},
			{
				about: `Step ${t} reads the word before and what is remembered, and scores the next word.`,
				part: { kind: 'step', t }
			}
		);
		if (words.length && words.at(-1) === end) break;
	}
	return {
		logits,
		states,
		attention,
		words,
		all: () =>
			tape.scope('scores', () => tape.apply(concat, logits, {}, 'logits'), {
				about: 'The scores of all steps, put together: a row for each word.',
				part: { kind: 'concat' }
			})
	};
}
