import { concat } from '#engine/ops/concat.ts';
import { crossEntropy } from '#engine/ops/crossEntropy.ts';
import { lesson } from '../lesson.ts';
import { facts } from './facts.ts';
import { inputs, network, parameters } from './network.ts';
import { check, classes, classOf, followers, MOST, note, split } from './words.ts';

const drops = (p: { dropout: number }) => p.dropout > 0;

export default lesson({
	title: 'Stacked networks',
	family: 'Recurrent networks',
	order: 18,
	summary:
		'Three recurrent layers on top of each other read a word letter by letter and guess the next letter; the gradient comes back through time and down through the layers.',
	notes: ['N3.15'],
	needs: ['rnn', 'bptt'],
	afterwards: [
		'Say what a layer passes up to the next, and what it keeps to itself.',
		'Follow a gradient on both of its ways: back through time, and down through the layers.',
		'Name the shape of the weights of every layer, and where dropout acts.'
	],
	controls: {
		word: {
			kind: 'text',
			label: 'Letters',
			help: `The beginning of an English word, or all of it: 1 to ${MOST} letters. Each is one time step.`,
			value: 'car',
			longest: 24,
			check,
			note
		},
		next: {
			kind: 'choice',
			label: 'What comes after the last letter',
			help: 'The right answer of the last step. At every step before it, the right answer is the next typed letter.',
			value: 'end',
			options: Object.fromEntries([['end', 'the end of the word'], ...classes.slice(1).map((c) => [c, c])])
		},
		dropout: {
			kind: 'number',
			label: 'Dropout between layers p',
			help: 'How likely a number on its way from one layer to the next is dropped. The network was trained without dropout.',
			value: 0,
			min: 0,
			max: 0.6,
			step: 0.1
		},
		training: {
			kind: 'switch',
			label: 'Training',
			help: 'In training, numbers are dropped. Off is inference: the same network with everything passed on.',
			value: true
		},
		seed: {
			kind: 'integer',
			label: 'Seed',
			help: 'Which numbers are dropped: the same seed drops the same ones.',
			value: 1,
			min: 1,
			max: 99
		}
	},
	shown: {
		training: drops,
		seed: (p) => drops(p) && p.training
	},
	build(tape, p) {
		const letters = split(p.word);
		const given = parameters(tape);
		const read = inputs(tape, letters);
		const following = followers(letters, p.next);
		const target = tape.constant('target', [letters.length], following.map(classOf), {
			label: 'right next letters',
			symbol: 'k'
		});
		const dropped = {
			dropout: p.dropout,
			seed: p.seed,
			training: p.training
		};
		const logits = tape.scope('forward', () => network(tape, read, given, dropped), {
			about: 'From letters to guesses: every layer reads the whole sequence that the layer below wrote.',
			part: { kind: 'network' }
		});
		const loss = tape.scope(
			'loss',
			() => {
				const naming = { name: 'logits', label: 'scores of all steps', symbol: 'y' };
				const all = logits.length === 1 ? logits[0]! : tape.apply(concat, logits, {}, naming);
				return tape.apply(crossEntropy, [all, target], { reduction: 'mean' }, { name: 'loss', symbol: 'L' });
			},
			{ about: 'The cross-entropy of every next letter, as a mean over the steps.', part: { kind: 'loss' } }
		);
		tape.backward(loss);
	},
	// The second layer has a memory of its own, and the first layer below it.
	open: { scope: 'forward/stacked rnn/layer 2/t = 2', grain: 4 },
	facts
});
