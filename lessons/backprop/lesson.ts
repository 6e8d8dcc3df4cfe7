import { lesson } from '../lesson.ts';
import { facts } from './facts.ts';
import { expectWeight, given, pass } from './graph.ts';
import { nudge } from './nudge.ts';

/** ε, by what a link calls it. */
const NUDGES: Readonly<Record<string, string>> = {
	'1': '1',
	'0.1': '0.1',
	'0.01': '0.01',
	'1e-4': '10⁻⁴',
	'1e-6': '10⁻⁶',
	'1e-9': '10⁻⁹',
	'1e-12': '10⁻¹²'
};

export default lesson({
	title: 'Backpropagation',
	family: 'Foundations',
	order: 5,
	summary:
		'From the loss back to every weight, one small derivative at a time, and each of them used as often as it is needed.',
	notes: ['N3.6'],
	needs: ['mlp', 'losses'],
	afterwards: [
		'Write the derivative of the loss by a weight as a product along its path, and multiply it out.',
		'Say what is computed once and read several times, and what that saves.',
		'Check any gradient by nudging a weight and running forward again.'
	],
	controls: {
		graph: {
			kind: 'choice',
			label: 'Graph',
			help: 'Two inputs, two hidden neurons and an output; or a single neuron, on which one sees the chain rule best.',
			value: 'network',
			options: { network: '2-2-1 network', neuron: 'one neuron' }
		},
		loss: {
			kind: 'choice',
			label: 'Loss from',
			help: 'The cross-entropy can start from the probability, after the sigmoid, or from the logit, before it. Its value is the same.',
			value: 'probability',
			options: { probability: 'the probability ŷ', logit: 'the logit z' }
		},
		answer: {
			kind: 'integer',
			label: 'Right answer y',
			help: 'What the network should have said: 0 for no, 1 for yes.',
			value: 1,
			min: 0,
			max: 1
		},
		weight: {
			kind: 'choice',
			label: 'Nudged weight',
			help: 'The number that is changed a little before forward runs again.',
			value: 'w1',
			options: { w1: 'w₁', w2: 'w₂', w3: 'w₃', w4: 'w₄', w5: 'w₅', w6: 'w₆', b: 'b' }
		},
		epsilon: {
			kind: 'choice',
			label: 'Nudge ε',
			help: 'How much it is changed.',
			value: '0.01',
			options: NUDGES
		}
	},
	build(tape, p) {
		expectWeight(p.graph, p.weight);
		const [x1, x2] = [1, 2].map((value, k) =>
			tape.input(`x${k + 1}`, [], [value], { label: `input ${k + 1}` })
		) as [ReturnType<typeof tape.input>, ReturnType<typeof tape.input>];
		const y = tape.constant('y', [], [p.answer], { label: 'right answer' });
		const weights = given(tape, p.graph);
		const { loss } = tape.scope('graph', () => pass(tape, { x1, x2, y }, weights, p), {
			about: 'From the inputs to the loss, one number after the other.',
			part: { kind: 'expression' }
		});
		tape.backward(loss);
		nudge(
			tape,
			weights,
			loss,
			{ weight: p.weight, epsilon: Number(p.epsilon) },
			(nudged, tag, as) => pass(tape, { x1, x2, y }, nudged, p, tag, as).loss
		);
	},
	open: { scope: 'backward/graph/h1', grain: 1 },
	facts
});
