import { lesson } from '../lesson.ts';
import { sentence, trained } from '../shared/translation/transformerRuns.ts';
import { wordsOf } from '../shared/translation/words.ts';
import { facts, optionsOf } from './facts.ts';

export default lesson({
	title: 'The encoder',
	family: 'Transformers',
	order: 34,
	summary:
		'Attention, a shortcut, a norm, a small network, a shortcut, a norm: one block of a trained translator, forward and back.',
	notes: ['N3.18'],
	needs: ['multi-head', 'positional-encoding', 'normalization'],
	afterwards: [
		'Name the parts of an encoder block in their order, each with its shapes.',
		'Say what a shortcut does for the gradient, and how pre-LN differs from post-LN.',
		'Say what the feed-forward network does to each word by itself.'
	],
	controls: {
		sentence: sentence('the man does not see the red car'),
		preNorm: {
			kind: 'switch',
			label: 'Norm before each part (pre-LN)',
			help: 'Off: the norm comes after each shortcut, as in the notes and as it was trained. On: before each part, as most newer networks do it; with these weights it only shows the wiring.',
			value: false
		},
		activation: {
			kind: 'choice',
			label: 'Activation of the small network',
			help: 'The network was trained with ReLU, so its weights fit GELU less well.',
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
		const words = wordsOf(p.sentence);
		trained(tape, words, optionsOf(p));
	},
	// The head that ties words to those they belong to.
	open: { scope: 'forward/encoder/block 1/self-attention/head 1', grain: 5 },
	facts
});
