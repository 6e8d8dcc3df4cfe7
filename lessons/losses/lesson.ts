import { lesson } from '../lesson.ts';
import { binary, several } from './classes.ts';
import { facts } from './facts.ts';
import { regression } from './regression.ts';

export default lesson({
	title: 'Loss functions',
	family: 'Foundations',
	order: 4,
	summary:
		'How wrong is an answer, in one number? Squares and sizes with an outlier that one drags; logarithms for yes or no, and for one class of many.',
	notes: ['N3.4'],
	needs: ['activations'],
	afterwards: [
		'Compute MSE, MAE and the cross-entropies of a few answers, and the gradient of each.',
		'Say what one outlier does to a fit by squares, and to one by sizes.',
		'Choose a loss for a task, and say why categorical and sparse cross-entropy are the same number.'
	],
	controls: {
		outlier: {
			kind: 'number',
			label: 'The fifth measurement',
			help: 'The other four are 2, 3, 4 and 5. Drag this one away from them.',
			value: 16,
			min: -20,
			max: 40,
			step: 1
		},
		guess: {
			kind: 'number',
			label: 'The guess c',
			help: 'The one number that is to stand for all five.',
			value: 4,
			min: -20,
			max: 40,
			step: 0.5
		},
		classes: {
			kind: 'integer',
			label: 'Classes',
			help: 'How many classes there are to choose from.',
			value: 3,
			min: 2,
			max: 10
		},
		right: {
			kind: 'integer',
			label: 'The right class',
			help: 'Counted from 0.',
			value: 0,
			min: 0,
			max: 9
		}
	},
	build(tape, p) {
		tape.scope('regression', () => regression(tape, p), {
			about: 'One guess for five measurements, judged by three losses.'
		});
		tape.scope('yes or no', () => binary(tape), {
			about: 'Four probabilities of a yes, and what each costs.'
		});
		tape.scope('classes', () => several(tape, p), {
			about: 'One class out of several, with the right answer written in two ways.'
		});
	},
	open: { scope: 'regression/backward/MSE/mse.x', grain: 'cell', cell: 4 },
	facts
});
