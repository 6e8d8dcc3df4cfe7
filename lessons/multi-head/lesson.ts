import { Tape } from '#engine';
import { crossEntropy } from '#engine/ops/crossEntropy.ts';
import type { Lesson } from '../lesson.ts';
import { inference, training, written } from '../translation/transformerRuns.ts';
import { check, note, translation, wordsOf } from '../translation/words.ts';
import { facts } from './facts.ts';
import { choices, silenced } from './silence.ts';

export const lesson: Lesson = {
	title: 'Multi-head attention',
	family: 'Transformers',
	order: 31,
	summary:
		'Two heads of a trained translator look at the same words with projections of their own; silence one, and see what it was for.',
	notes: ['N3.18'],
	controls: {
		sentence: {
			kind: 'text',
			label: 'English sentence',
			help: 'The translator knows I, you, he, she, we, they, the man, woman, cat, dog, car and apple, the verbs love, see, want and hear, red, black and green, and not.',
			value: 'the cat sees him',
			longest: 120,
			check,
			note
		},
		silent: {
			kind: 'choice',
			label: 'Silenced head',
			help: 'Its rows of W_o are set to 0, so that nothing it finds is heard.',
			value: 'none',
			options: choices
		}
	},
	build(tape, p) {
		const words = wordsOf(p.sentence as string);
		// Where the corpus has no translation, the network's own stands in for it.
		const right = translation(words) ?? written(inference(new Tape(), words, { cache: true }));
		const { logits, said } = training(tape, words, right, {}, silenced(p.silent as string));
		const loss = tape.scope(
			'loss',
			() => tape.apply(crossEntropy, [logits, said], { reduction: 'mean' }, { name: 'loss', symbol: 'L' }),
			{ about: 'The cross-entropy of the right French word at every position, as a mean.' }
		);
		tape.backward(loss);
	},
	open: { scope: 'forward/decoder/block 1/masked self-attention/head 1', grain: 5 },
	facts
};
