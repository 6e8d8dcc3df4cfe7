import { lesson } from '../lesson.ts';
import { wordsOf } from '../shared/translation/words.ts';
import { facts } from './facts.ts';
import { inference, sentence, trained } from '../shared/translation/transformerRuns.ts';

export default lesson({
	title: 'The decoder',
	family: 'Transformers',
	order: 35,
	summary:
		'A trained translator in training, where all positions are computed at once, and in use, where it writes one word after the other; the steps of both are counted.',
	notes: ['N3.18'],
	needs: ['transformer-encoder', 'seq2seq'],
	afterwards: [
		'Name the three parts of a decoder block, and say which looks at what.',
		'Say why training computes all positions at once while writing goes one word at a time.',
		'Count what a cache of keys and values saves.'
	],
	controls: {
		sentence: sentence('I love you'),
		training: {
			kind: 'switch',
			label: 'Training',
			help: 'On: the decoder reads the right words, all positions at once (teacher forcing). Off: it reads what it wrote itself, one word at a time.',
			value: true
		},
		cache: {
			kind: 'switch',
			label: 'Remember keys and values',
			help: 'With it, each new word costs its own position only; without it, all positions so far are computed again.',
			value: true
		},
		sampled: {
			kind: 'switch',
			label: 'Draw the words at random',
			help: 'Off: always the most probable word.',
			value: false
		},
		temperature: {
			kind: 'number',
			label: 'Temperature τ',
			help: 'The scores are divided by it: below 1 probable words are preferred more, above 1 less.',
			value: 1,
			min: 0.1,
			max: 5,
			step: 0.1
		},
		seed: {
			kind: 'integer',
			label: 'Seed',
			help: 'The same seed draws the same words.',
			value: 1,
			min: 0,
			max: 99
		}
	},
	shown: {
		cache: ({ training }) => !training,
		sampled: ({ training }) => !training,
		temperature: ({ training, sampled }) => !training && sampled === true,
		seed: ({ training, sampled }) => !training && sampled === true
	},
	build(tape, p) {
		const words = wordsOf(p.sentence);
		if (!p.training) {
			inference(tape, words, {
				cache: p.cache,
				...(p.sampled && { temperature: p.temperature, seed: p.seed })
			});
			return;
		}
		trained(tape, words);
	},
	open: { scope: 'forward/decoder/block 1/masked self-attention/head 1', grain: 5 },
	facts
});
