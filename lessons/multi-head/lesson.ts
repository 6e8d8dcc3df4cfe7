import { lesson } from '../lesson.ts';
import { sentence, trained } from '../shared/translation/transformerRuns.ts';
import { wordsOf } from '../shared/translation/words.ts';
import { facts } from './facts.ts';
import { choices, silenced } from './silence.ts';

export default lesson({
	title: 'Multi-head attention',
	family: 'Transformers',
	order: 31,
	summary:
		'Two heads of a trained translator look at the same words with projections of their own; silence one, and see what it was for.',
	notes: ['N3.18'],
	needs: ['self-attention'],
	afterwards: [
		'Say what a head is, and why several small ones cost no more than a large one.',
		'Name every shape from the projections to the concatenation and back to the width of the model.',
		'Find out what a head is for by silencing it.'
	],
	controls: {
		sentence: sentence('the cat sees him'),
		silent: {
			kind: 'choice',
			label: 'Silenced head',
			help: 'Its rows of W_o are set to 0, so that nothing it finds is heard.',
			value: 'none',
			options: choices
		}
	},
	build(tape, p) {
		const words = wordsOf(p.sentence);
		trained(tape, words, {}, silenced(p.silent));
	},
	open: { scope: 'forward/decoder/block 1/masked self-attention/head 1', grain: 5 },
	facts
});
