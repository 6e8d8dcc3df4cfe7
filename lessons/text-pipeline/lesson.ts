import { crossEntropy } from '#engine/ops/crossEntropy.ts';
import { lesson } from '../lesson.ts';
import { split } from '../words.ts';
import { facts } from './facts.ts';
import { inputs, network, parameters } from './network.ts';
import { check, note, truth } from './words.ts';

export default lesson({
	title: 'From text to numbers',
	family: 'Recurrent networks',
	order: 12,
	summary:
		'Words of different lengths become one block of numbers: letters, indices, padding, embedding, and the mask that keeps padding out of the answer.',
	notes: ['N3.11', 'N1', 'N0'],
	needs: [],
	afterwards: [
		'Turn words of different lengths into one block of numbers: tokens, indices, padding, embedding.',
		'Say why padding needs a mask, and show what goes wrong without one.',
		'Read the shape of a batch of texts: how many, how long, how wide.'
	],
	controls: {
		words: {
			kind: 'text',
			label: 'Words',
			help: 'One batch: up to 8 words. The network says which form of a regular verb each one is.',
			value: 'asked add walked jumping play',
			longest: 160,
			check,
			note
		},
		mask: {
			kind: 'switch',
			label: 'Use the mask',
			help: 'With it, a word that has ended keeps its state. Without it, the network goes on reading padding.',
			value: true
		}
	},
	build(tape, p) {
		const words = split(p.words);
		const given = parameters(tape);
		const read = inputs(tape, words);
		const target = tape.constant('target', [words.length], words.map(truth), {
			label: 'classes by ending',
			names: words,
			symbol: 'k'
		});
		const logits = tape.scope('forward', () => network(tape, read, given, p.mask), {
			about: 'From words of different lengths to one answer for each of them.',
			part: { kind: 'network' }
		});
		const loss = tape.scope(
			'loss',
			() => tape.apply(crossEntropy, [logits, target], { reduction: 'mean' }, { name: 'loss', symbol: 'L' }),
			{ about: 'The cross-entropy, as a mean over the words.', part: { kind: 'loss' } }
		);
		tape.backward(loss);
	},
	open: { scope: 'forward/padding/stack', grain: 'op' },
	facts
});
