import type { Tape, Tensor } from '#engine';
import { clipByNorm, clipByValue } from '#engine/optimizers/clip.ts';
import { sgd } from '#engine/optimizers/sgd.ts';
import { lesson } from '../lesson.ts';
import { facts } from './facts.ts';
import { network } from './network.ts';
import { productOfJacobians } from './product.ts';

export default lesson({
	title: 'Backpropagation through time',
	family: 'Recurrent networks',
	order: 14,
	summary:
		'A gradient travels back over 100 time steps, one Jacobian at a time, and vanishes or explodes on the way; then truncation and clipping.',
	notes: ['N4.8', 'N4.9', 'N3.11', 'N4.6'],
	needs: ['rnn'],
	afterwards: [
		'Unroll a network in time and say through which products a gradient passes on its way to an early step.',
		'Predict from the norm of the recurrent weights and the activation whether it vanishes or explodes.',
		'Say what clipping and truncation mend, and what they leave as it is.'
	],
	controls: {
		norm: {
			kind: 'number',
			label: 'Norm of W_hh',
			help: 'The spectral norm: the largest factor by which the memory weights lengthen a vector. A fixed matrix is scaled to it.',
			value: 0.9,
			min: 0.5,
			max: 2,
			step: 0.05
		},
		nonlinearity: {
			kind: 'choice',
			label: 'Nonlinearity',
			help: 'The slope of tanh is at most 1, and small where a state is near −1 or 1; that of ReLU is 0 or 1.',
			value: 'tanh',
			options: { tanh: 'tanh', relu: 'ReLU' }
		},
		T: {
			kind: 'integer',
			label: 'Time steps T',
			help: 'How long the sequence is. Only the last step has a loss.',
			value: 100,
			min: 4,
			max: 200
		},
		truncate: {
			kind: 'integer',
			label: 'Segment length',
			help: 'Truncation: the gradient is cut after every so many steps, counted from the first. 0 cuts nothing.',
			value: 0,
			min: 0,
			max: 100
		},
		clipping: {
			kind: 'choice',
			label: 'Gradient clipping',
			help: 'What is done to the gradients before the weights take a step.',
			value: 'none',
			options: { none: 'none', value: 'by value', norm: 'by norm' }
		},
		limit: {
			kind: 'number',
			label: 'Limit',
			help: 'By value, no number of a gradient gets larger than this; by norm, all gradients together get no longer.',
			value: 1,
			min: 0.1,
			max: 10,
			step: 0.1
		},
		learningRate: {
			kind: 'number',
			label: 'Learning rate η',
			help: 'How far one SGD step moves the weights against their gradient.',
			value: 0.1,
			min: 0,
			max: 1,
			step: 0.05
		}
	},
	shown: {
		limit: (p) => p.clipping !== 'none'
	},
	build(tape, p) {
		const net = network(tape, p);
		tape.backward(net.loss);
		productOfJacobians(tape, net, p.nonlinearity);
		const weights = Object.values(net.weights);
		tape.scope(
			'update',
			() => {
				const gradients = clipped(tape, weights, p);
				sgd(tape, weights, { learningRate: p.learningRate, ...(gradients && { gradients }) });
			},
			{
				phase: 'update',
				about: 'Every weight takes one step against its gradient, clipped or as it is.',
				part: { kind: 'update' }
			}
		);
	},
	// Far enough down the sequence that the gradient has visibly shrunk: its way through the memory weights.
	open: { scope: 'backward/rnn/t = 60/matmul.a', grain: 'op', overview: true },
	facts
});

interface Clipping {
	readonly clipping: 'none' | 'value' | 'norm';
	readonly limit: number;
}

/** The gradients that the optimizer goes by, where they are not the parameters' own. */
function clipped(tape: Tape, weights: readonly Tensor[], p: Clipping): readonly Tensor[] | null {
	const limit = p.limit;
	if (p.clipping === 'value') return clipByValue(tape, weights, limit);
	if (p.clipping === 'norm') return clipByNorm(tape, weights, limit).gradients;
	return null;
}
