import { crossEntropy } from '#engine/ops/crossEntropy.ts';
import { lesson } from '../lesson.ts';
import { answer } from '../shared/flag/network.ts';
import { controls, inputs, sequenceOf, targetOf } from '../shared/flag/task.ts';
import { facts } from './facts.ts';
import { variant } from './trained.ts';

export default lesson({
	title: 'GRU',
	family: 'Recurrent networks',
	order: 16,
	summary:
		'Two gates and one state: a trained GRU remembers the flag as an LSTM does, with fewer weights, in each of the ways in which it is written.',
	notes: ['N3.13', 'N4.11'],
	needs: ['lstm'],
	afterwards: [
		'Work out one step of a GRU: reset, candidate, and a mix of the old and the new.',
		'Recognise the ways in which it is written: which value of the update gate keeps, and where the reset stands.',
		'Compare it with an LSTM in states, gates and weights, and choose between them.'
	],
	controls: {
		...controls,
		update: {
			kind: 'choice',
			label: 'Update gate',
			help: 'What z = 1 means. The weights of z change their sign with it, so the answers stay the same.',
			value: 'keep',
			options: {
				keep: 'z keeps the old state (Cho 2014, PyTorch, Keras)',
				write: 'z writes the new one (Chung 2014)'
			}
		},
		reset: {
			kind: 'choice',
			label: 'Reset gate',
			help: 'Where r is applied. These are two different functions, so each has trained weights of its own.',
			value: 'after',
			options: {
				after: 'after the product (PyTorch, cuDNN)',
				before: 'before the product (Cho 2014, Chung 2014; Keras with reset_after=False)'
			}
		}
	},
	build(tape, p) {
		const { layer, given } = variant(tape, p);
		const xs = inputs(tape, sequenceOf(p));
		const target = targetOf(tape, p);
		const { logits } = tape.scope('forward', () => answer(tape, layer, 'gru', xs, given), {
			about: 'From a flag, through the gap, to an answer: the same weights at every time step.',
			part: { kind: 'network' }
		});
		const loss = tape.scope(
			'loss',
			() => tape.apply(crossEntropy, [logits, target], { reduction: 'mean' }, { name: 'loss', symbol: 'L' }),
			{
				about: 'The cross-entropy: the less probable the right answer was, the larger the loss.',
				part: { kind: 'loss' }
			}
		);
		tape.backward(loss);
	},
	// The step at which the update gate writes.
	open: { scope: 'forward/gru/t = 1', grain: 3 },
	facts
});
