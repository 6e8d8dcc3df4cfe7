import { concat } from '#engine/ops/concat.ts';
import { crossEntropy } from '#engine/ops/crossEntropy.ts';
import { lesson } from '../lesson.ts';
import { split } from '../words.ts';
import { facts } from './facts.ts';
import { inputs, tagger } from './network.ts';
import { check, note, truth } from './sentences.ts';

export default lesson({
	title: 'Bidirectional networks',
	family: 'Recurrent networks',
	order: 17,
	summary:
		'Is it a bank for money or the bank of a river? What decides may come later: one network reads from each end, and every word knows both sides.',
	notes: ['N3.14', 'N4.7'],
	needs: ['rnn'],
	afterwards: [
		'Say for which tasks a network may read from both ends, and for which it cannot.',
		'Follow a word’s two states and say what each has seen.',
		'Name the width of what is passed on, for every way in which both directions are combined.'
	],
	controls: {
		sentence: {
			kind: 'text',
			label: 'Sentence',
			help: 'Type one of your own, with the word bank. The network knows going to a bank to deposit money or to fish, and savings, national, river and grassy banks.',
			value: 'I went to the bank to fish',
			longest: 240,
			check,
			note
		},
		both: {
			kind: 'switch',
			label: 'Read both ways',
			help: 'Off: a second tagger, trained in the same way, that reads from left to right only, with a state twice as wide.',
			value: true
		}
	},
	build(tape, p) {
		const words = split(p.sentence);
		const read = inputs(tape, words);
		const run = tagger(tape, p.both ? 'both' : 'one', read);
		const target = tape.constant('target', [words.length], truth(words), {
			label: 'right tags',
			symbol: 'k'
		});
		const logits = tape.scope('forward', run, {
			about: 'A tag for every word of the sentence.',
			part: { kind: 'network' }
		});
		const loss = tape.scope(
			'loss',
			() => {
				const naming = { name: 'logits', label: 'scores of all words', symbol: 'y' };
				const all = logits.length === 1 ? logits[0]! : tape.apply(concat, logits, {}, naming);
				return tape.apply(crossEntropy, [all, target], { reduction: 'mean' }, { name: 'loss', symbol: 'L' });
			},
			{ about: 'The cross-entropy of all tags, as a mean over the words.', part: { kind: 'loss' } }
		);
		tape.backward(loss);
	},
	// At “bank”, both networks' states are put side by side.
	open: { scope: 'forward/bidirectional rnn/both directions/t = 5', grain: 4, overview: true },
	facts
});
