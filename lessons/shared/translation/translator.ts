/** What the lessons `seq2seq`, `bahdanau` and `luong` do with a typed sentence; only their decoders differ. */
import type { Tape, Tensor } from '#engine';
import type { RecurrentDecoder, RecurrentDecoderOptions } from '#engine/layers/recurrentDecoder.ts';
import { concat } from '#engine/ops/concat.ts';
import { crossEntropy } from '#engine/ops/crossEntropy.ts';
import { embedding } from '#engine/ops/embedding.ts';
import { softmax } from '#engine/ops/softmax.ts';
import type { Control, Params } from '../../lesson.ts';
import type { Weights } from './recurrent.ts';
import { check, END, french, note, source, START, translation, wordsOf } from './words.ts';

/** How many words are written at most where the end does not come by itself. */
export const MOST = 12;

export const controls = {
	sentence: {
		kind: 'text',
		label: 'English sentence',
		help: 'Type one of your own. The network knows I, you, he, she, we, they, the man, woman, dog, cat, apple and car, black, green and red, the verbs love, see, hear and want, and do not.',
		value: 'I love you',
		longest: 240,
		check,
		note
	},
	teacherForcing: {
		kind: 'switch',
		label: 'Teacher forcing',
		help: 'On, as in training: each step of the decoder reads the right French word before, and there is a loss. Off: it reads what it chose itself. Where the corpus has no translation, it always does.',
		value: true
	}
} as const satisfies Readonly<Record<string, Control>>;

/** The right words, where the decoder is to read them; null where it reads its own. */
export const taught = (p: Params): readonly string[] | null =>
	p.teacherForcing ? translation(wordsOf(p.sentence as string)) : null;

export function translator(
	tape: Tape,
	p: Params,
	weights: Weights,
	decode: (xs: readonly Tensor[], options: RecurrentDecoderOptions) => RecurrentDecoder
): void {
	const words = wordsOf(p.sentence as string);
	const right = taught(p)?.map((word) => french.indexOf(word));
	const read = words.map((word, k) =>
		tape.constant(`word${k + 1}`, [1], [source.indexOf(word)], {
			label: source.labelOf(word),
			symbol: `w_{${k + 1}}^{\\mathrm{en}}`
		})
	);
	const logits = tape.scope(
		'forward',
		() => {
			const { logits: steps } = decode(lookedUp(tape, read, weights.source), {
				start: START,
				wordOf: (index) => french[index]!,
				...(right ? { targets: right } : { most: MOST, end: END })
			});
			// Not called "scores", as is the part of a step that attention has.
			const scores = tape.scope(
				'all scores',
				() =>
					tape.apply(concat, steps, {}, { name: 'logits', label: 'scores of all steps', symbol: '\\ell' }),
				{ about: 'The scores of all steps, put together: a row for each word.', part: { kind: 'concat' } }
			);
			tape.scope(
				'probabilities',
				() =>
					tape.apply(
						softmax,
						[scores],
						{ axis: 1 },
						{ name: 'p', label: 'probabilities', symbol: '\\hat{y}' }
					),
				{
					about: 'In each row, the scores of all French words become probabilities that add up to 1.',
					part: { kind: 'softmax' }
				}
			);
			return scores;
		},
		{
			about: 'The encoder reads the English sentence, then the decoder writes the French one.',
			part: { kind: 'network' }
		}
	);
	if (!right) return;
	const target = tape.constant('target', [right.length], right, { label: 'right words', symbol: 'k' });
	const loss = tape.scope(
		'loss',
		() => tape.apply(crossEntropy, [logits, target], { reduction: 'mean' }, { name: 'loss', symbol: 'L' }),
		{
			about: 'The mean cross-entropy over the steps: how improbable the right words were.',
			part: { kind: 'loss' }
		}
	);
	tape.backward(loss);
}

/** The row of each English word, a step for each. */
const lookedUp = (tape: Tape, read: readonly Tensor[], table: Tensor): readonly Tensor[] =>
	tape.scope(
		'embedding',
		() =>
			read.map((index, k) =>
				tape.scope(
					`t = ${k + 1}`,
					() => tape.apply(embedding, [table, index], {}, { name: `x${k + 1}`, label: `input x${k + 1}` }),
					{ about: `${index.label} is looked up in the table.`, part: { kind: 'step', t: k + 1 } }
				)
			),
		{
			about: 'Every English word is looked up in a table, where it has a row of numbers.',
			part: { kind: 'embedding' }
		}
	);
