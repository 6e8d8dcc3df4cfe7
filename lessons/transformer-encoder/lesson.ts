import { Tape } from '#engine';
import { crossEntropy } from '#engine/ops/crossEntropy.ts';
import type { Lesson } from '../lesson.ts';
import { inference, training, written } from '../translation/transformerRuns.ts';
import { check, note, translation, wordsOf } from '../translation/words.ts';
import { facts, optionsOf } from './facts.ts';

export const lesson: Lesson = {
	title: 'The encoder',
	family: 'Transformers',
	order: 34,
	summary:
		'Attention, a shortcut, a norm, a small network, a shortcut, a norm: one block of a trained translator, forward and back.',
	notes: ['N3.18'],
	controls: {
		sentence: {
			kind: 'text',
			label: 'English sentence',
			help: 'The translator knows I, you, he, she, we, they, the man, woman, cat, dog, car and apple, the verbs love, see, want and hear, red, black and green, and not.',
			value: 'you love me',
			longest: 120,
			check,
			note
		},
		preNorm: {
			kind: 'switch',
			label: 'Norm before each part (pre-LN)',
			help: 'Off: the norm comes after each shortcut, as in the notes and as it was trained. On: before each part, as most newer networks do it; with these weights it only shows the wiring.',
			value: false
		},
		activation: {
			kind: 'choice',
			label: 'Activation of the small network',
			help: 'The network was trained with ReLU; GELU shows how little the choice changes.',
			value: 'relu',
			options: { relu: 'ReLU', gelu: 'GELU' }
		},
		positions: {
			kind: 'switch',
			label: 'Add positions',
			help: 'Off: the encoder cannot tell in which order the words came.',
			value: true
		}
	},
	build(tape, p) {
		const words = wordsOf(p.sentence as string);
		// Where the corpus has no translation, the network's own stands in for it.
		const right = translation(words) ?? written(inference(new Tape(), words, { cache: true }));
		const { logits, said } = training(tape, words, right, optionsOf(p));
		const loss = tape.scope(
			'loss',
			() => tape.apply(crossEntropy, [logits, said], { reduction: 'mean' }, { name: 'loss', symbol: 'L' }),
			{ about: 'The cross-entropy of the right French word at every position, as a mean.' }
		);
		tape.backward(loss);
	},
	open: { scope: 'forward/encoder/block 1/self-attention', grain: 4 },
	facts
};
