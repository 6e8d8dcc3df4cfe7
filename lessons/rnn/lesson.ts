import type { Tape, Tensor } from '#engine';
import { concat } from '#engine/ops/concat.ts';
import { crossEntropy } from '#engine/ops/crossEntropy.ts';
import { sgd } from '#engine/optimizers/sgd.ts';
import { lesson } from '../lesson.ts';
import { split } from '../words.ts';
import { facts } from './facts.ts';
import { inputs, network, parameters, type Weights } from './network.ts';
import { check, classes, note, truth } from './sentences.ts';
import { planOf, shapes } from './shapes.ts';

const answers: Readonly<Record<string, string>> = {
	given: 'by the toy grammar',
	...Object.fromEntries(classes.map((name) => [name, name]))
};

export default lesson({
	title: 'Recurrent networks',
	family: 'Recurrent networks',
	order: 13,
	summary:
		'A small trained network reads a sentence word by word, remembers what matters, and says who attacks; then the gradient travels back through time.',
	notes: ['N3.11', 'N4.5', 'N0', 'N2'],
	needs: ['text-pipeline'],
	afterwards: [
		'Write the step of a recurrent network and work out one hidden state from the last and the word that is read.',
		'Say why the order of words matters to it, and not to a network that adds them up.',
		'Tell which weights all time steps share, and what that means for their gradients.'
	],
	controls: {
		sentence: {
			kind: 'text',
			label: 'Sentence',
			help: 'Type one of your own. The network knows the, man, woman, dog, cat, bites, hurts, sees, likes, never, bitten and by.',
			value: 'dog bites man',
			longest: 240,
			check,
			note
		},
		label: {
			kind: 'choice',
			label: 'Right answer',
			help: 'What the sentence says: the loss compares the network with it. Choose it yourself where the sentence is not one of the toy grammar.',
			value: 'given',
			options: answers
		},
		shape: {
			kind: 'choice',
			label: 'Shape',
			help: 'Where the network reads and where it answers. It was trained as many to one; the others show the wiring with the same weights.',
			value: 'many to one',
			options: shapes
		},
		learningRate: {
			kind: 'number',
			label: 'Learning rate η',
			help: 'How far one SGD step moves the weights against their gradient.',
			value: 0.5,
			min: 0,
			max: 2,
			step: 0.05
		}
	},
	build(tape, p) {
		const words = split(p.sentence);
		const plan = planOf(p.shape, words);
		const given = parameters(tape);
		const read = inputs(tape, plan);
		const answers = plan.filter(({ answers }) => answers).length;
		const label = p.label === 'given' ? truth(words) : classes.indexOf(p.label);
		const target = tape.constant('target', [answers], Array<number>(answers).fill(label), {
			label: 'right answer',
			symbol: 'k'
		});
		const logits = tape.scope('forward', () => network(tape, plan, read, given), {
			about: 'From words to an answer: the same weights at every time step.',
			part: { kind: 'network' }
		});
		const loss = tape.scope('loss', () => lossOf(tape, logits, target), {
			about: 'The cross-entropy: the less probable the network found the right answer, the larger the loss.',
			part: { kind: 'loss' }
		});
		tape.backward(loss);
		const { parameters: updated } = tape.scope(
			'update',
			() => sgd(tape, Object.values(given), { learningRate: p.learningRate }),
			{
				phase: 'update',
				about: 'Every weight and bias takes one step against its gradient.',
				part: { kind: 'update' }
			}
		);
		const after = Object.fromEntries(Object.keys(given).map((name, k) => [name, updated[k]!]));
		tape.scope(
			'forward again',
			() => {
				const again = network(tape, plan, read, after as unknown as Weights, 'after');
				tape.scope('loss', () => lossOf(tape, again, target, 'after'), {
					about: 'The loss of the same sentence with the new weights.',
					part: { kind: 'loss' }
				});
			},
			{ about: 'The same sentence with the new weights: has the loss gone down?', part: { kind: 'network' } }
		);
	},
	// The first step that has something to remember.
	open: { scope: 'forward/rnn/t = 2', grain: 3 },
	facts
});

/** The mean over the answers, where there are several. */
function lossOf(tape: Tape, logits: readonly Tensor[], target: Tensor, tag?: string): Tensor {
	const suffix = tag ? `_${tag}` : '';
	const all =
		logits.length === 1
			? logits[0]!
			: tape.apply(
					concat,
					logits,
					{},
					{ name: `logits${suffix}`, label: 'scores of all answers', symbol: 'y' }
				);
	const naming = tag
		? { name: 'loss_after', label: 'loss after the step', symbol: "L'" }
		: { name: 'loss', symbol: 'L' };
	return tape.apply(crossEntropy, [all, target], { reduction: 'mean' }, naming);
}
