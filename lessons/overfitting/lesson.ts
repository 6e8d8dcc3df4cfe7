import { lesson } from '../lesson.ts';
import { augment } from './augmentation.ts';
import { facts } from './facts.ts';
import { trained } from './scores.ts';

export default lesson({
	title: 'Overfitting',
	family: 'Foundations',
	order: 7,
	summary: 'A network that is too large learns 24 points by heart; seven remedies, one by one or together.',
	notes: ['N3.8', 'N0'],
	needs: ['mlp', 'gradient-descent'],
	afterwards: [
		'See in two curves that a network overfits, and where it should have stopped.',
		'Say what L1, L2, dropout, early stopping, batch norm and more data each change in a step.',
		'Say which numbers may be used to choose a remedy, and which only to report it.'
	],
	controls: {
		show: {
			kind: 'choice',
			label: 'Show',
			help: 'The training of a network, or what augmentation makes of a digit.',
			value: 'training',
			options: { training: 'training', augmentation: 'augmentation of a digit' }
		},
		l1: {
			kind: 'number',
			label: 'L1: λ',
			help: 'How strongly every weight is pulled to 0, and held there; 0 switches it off.',
			value: 0,
			min: 0,
			max: 0.3,
			step: 0.01
		},
		l2: {
			kind: 'number',
			label: 'L2: λ',
			help: 'How much the sum of all squared weights counts in the loss; 0 switches it off.',
			value: 0,
			min: 0,
			max: 0.02,
			step: 0.001
		},
		dropout: {
			kind: 'number',
			label: 'Dropout: p',
			help: 'How likely a number of a hidden layer is dropped in training; 0 switches it off.',
			value: 0,
			min: 0,
			max: 0.8,
			step: 0.1
		},
		patience: {
			kind: 'integer',
			label: 'Early stopping: patience',
			help: 'After so many epochs without a new least loss on the watched points, training stops; 0 switches it off.',
			value: 0,
			min: 0,
			max: 200
		},
		batchNorm: {
			kind: 'switch',
			label: 'Batch norm',
			help: 'Normalizes the sums of both hidden layers over the batch.',
			value: false
		},
		points: {
			kind: 'choice',
			label: 'Points',
			help: 'How many points there are to learn from.',
			value: 'few',
			options: { few: '24 points', many: '96 points' }
		},
		shake: {
			kind: 'number',
			label: 'Augmentation: move points by',
			help: 'How far each point is moved at random, anew in every update; 0 switches it off.',
			value: 0,
			min: 0,
			max: 0.6,
			step: 0.1
		},
		epochs: {
			kind: 'integer',
			label: 'Epochs',
			help: 'How often all points are seen; all of them make one update.',
			value: 400,
			min: 1,
			max: 600
		},
		seed: {
			kind: 'integer',
			label: 'Seed',
			help: 'Other weights to begin with, and other numbers that are dropped.',
			value: 1,
			min: 0,
			max: 99
		},
		update: {
			kind: 'integer',
			label: 'Update',
			help: 'The update that one looks at: one an epoch.',
			value: 400,
			min: 1,
			max: 600
		},
		digit: {
			kind: 'integer',
			label: 'Digit',
			help: 'A real digit that somebody wrote.',
			value: 2,
			min: 0,
			max: 9
		},
		drawn: {
			kind: 'integer',
			label: 'Draw',
			help: 'Other numbers: how far it is turned, shifted, zoomed, and where it is cropped.',
			value: 1,
			min: 0,
			max: 99
		}
	},
	shown: {
		l1: trains,
		l2: trains,
		dropout: trains,
		patience: trains,
		batchNorm: trains,
		points: trains,
		shake: trains,
		epochs: trains,
		seed: trains,
		update: trains,
		digit: (p) => !trains(p),
		drawn: (p) => !trains(p)
	},
	build(tape, p) {
		if (trains(p)) trained(tape, p, p.seed, p.update - 1);
		else augment(tape, p.digit, p.drawn);
	},
	open: { scope: 'forward', grain: 3 },
	facts
});

function trains(p: { readonly show: string }): boolean {
	return p.show === 'training';
}
