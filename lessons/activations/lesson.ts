import type { Tape, Tensor } from '#engine';
import { select } from '#engine/ops/select.ts';
import { softmax } from '#engine/ops/softmax.ts';
import { sum } from '#engine/ops/sum.ts';
import { lesson } from '../lesson.ts';
import { facts } from './facts.ts';
import { FUNCTIONS, TITLES, type FunctionName } from './functions.ts';
import { layers } from './layers.ts';
import { unit } from './unit.ts';

export default lesson({
	title: 'Activation functions',
	family: 'Foundations',
	order: 3,
	summary:
		'What bends a network: each activation with its slope, where it saturates, what becomes of a gradient through ten layers of it, and a unit that dies.',
	notes: ['N3.3'],
	needs: ['mlp'],
	afterwards: [
		'Give the range and the slope of the usual activations, and say where each of them saturates.',
		'Predict what becomes of a gradient on its way through many layers of one of them.',
		'Say how a ReLU unit dies, how one finds it, and what prevents it.'
	],
	controls: {
		activation: {
			kind: 'choice',
			label: 'Activation',
			help: 'The function that is looked at: nine numbers go in, nine come out.',
			value: 'sigmoid',
			options: TITLES
		},
		stacks: {
			kind: 'several',
			label: 'Deep networks with',
			help: 'The activations of the deep networks that are compared. All have the same weights.',
			value: ['sigmoid', 'tanh', 'relu', 'leakyRelu'],
			options: TITLES
		},
		layers: {
			kind: 'integer',
			label: 'Layers',
			help: 'How many layers the gradient has to go back through.',
			value: 10,
			min: 1,
			max: 20
		},
		gain: {
			kind: 'number',
			label: 'Gain of the weights',
			help: 'How large the weights of the deep networks are. With 1, a weighted sum varies as much as what goes into it; with 1.4 it makes up for the half that ReLU turns to 0.',
			value: 1.4,
			min: 0.5,
			max: 3,
			step: 0.1
		},
		unit: {
			kind: 'choice',
			label: 'The unit that learns',
			help: 'The activation of the single unit in the last part.',
			value: 'relu',
			options: { relu: 'ReLU', leakyRelu: 'leaky ReLU' }
		},
		jump: {
			kind: 'number',
			label: 'Learning rate of update 4',
			help: 'All updates of the unit have 0.05, except this one.',
			value: 1,
			min: 0.05,
			max: 2,
			step: 0.05
		},
		update: {
			kind: 'integer',
			label: 'Update',
			help: 'The update of the unit that one looks at.',
			value: 1,
			min: 1,
			max: 500
		},
		seed: {
			kind: 'integer',
			label: 'Seed',
			help: 'Other weights of the deep networks.',
			value: 2,
			min: 0,
			max: 9999
		}
	},
	build(tape, p) {
		one(tape, p.activation);
		shares(tape);
		tape.scope('deep', () => layers(tape, { ...p, depth: p.layers }), {
			about: 'Many layers, forward and back, once for each activation.'
		});
		unit(tape, p);
	},
	open: { scope: 'function/activation', grain: 'cell', cell: 6 },
	facts
});

/** Each number through the function; as all outputs are added up, the gradient is the slope. */
function one(tape: Tape, name: FunctionName): void {
	const x = tape.input('x', [9], [-4, -2, -1, -0.5, 0, 0.5, 1, 2, 4], { label: 'numbers' });
	section(tape, 'function', 'One activation, on nine numbers, and its slope at each of them.', () => {
		const y = tape.scope(
			'activation',
			() => tape.apply(FUNCTIONS[name], [x], undefined, { name: 'y', label: TITLES[name] }),
			{ about: 'Each number by itself through the function.', part: { kind: 'activation' } }
		);
		return tape.apply(sum, [y], {}, { name: 'total', label: 'sum of the outputs', symbol: 'S' });
	});
}

/** Of three scores the shares, and how the first share moves with each score. */
function shares(tape: Tape): void {
	const names = ['class 0', 'class 1', 'class 2'];
	const s = tape.input('s', [3], [2, 1, 0.1], { label: 'scores', names });
	section(tape, 'softmax', 'Three scores become three shares of one.', () => {
		const p = tape.scope('row', () => tape.apply(softmax, [s], {}, { name: 'p', label: 'shares', names }), {
			about: 'Every score takes its share of the whole.',
			part: { kind: 'softmax' }
		});
		return tape.apply(select, [p], { index: 0 }, { name: 'first', label: 'first share', symbol: 'p_{0}' });
	});
}

/** Forward and back, in a scope of its own. */
const section = (tape: Tape, name: string, about: string, body: () => Tensor) =>
	tape.scope(name, () => tape.backward(body()), { about });
