import type { Tape, Tensor } from '#engine';
import { lstm } from '#engine/layers/lstm.ts';
import { rnn } from '#engine/layers/rnn.ts';
import { add } from '#engine/ops/add.ts';
import { crossEntropy } from '#engine/ops/crossEntropy.ts';
import { mul } from '#engine/ops/mul.ts';
import { lesson } from '../lesson.ts';
import { facts } from './facts.ts';
import { answer } from '../shared/flag/network.ts';
import { controls, inputs, sequenceOf, targetOf } from '../shared/flag/task.ts';
import { lstmParameters, rnnParameters } from './trained.ts';

export default lesson({
	title: 'LSTM',
	family: 'Recurrent networks',
	order: 15,
	summary:
		'Gates decide what is forgotten, written and shown. A trained LSTM remembers a flag across a long gap where a plain RNN loses it.',
	notes: ['N3.12', 'N4.10', 'N0', 'N2'],
	needs: ['rnn', 'bptt'],
	afterwards: [
		'Name the three gates and the two states, and work out one step of an LSTM by hand.',
		'Say why a gradient gets through the cell state where a plain recurrent network loses it.',
		'Read from the gates when the network writes, keeps and shows what it remembers.'
	],
	controls,
	build(tape, p) {
		workedExample(tape);
		const sequence = sequenceOf(p);
		const [gated, plain] = [lstmParameters(tape), rnnParameters(tape)];
		const xs = inputs(tape, sequence);
		const target = targetOf(tape, p);
		const answers = tape.scope(
			'forward',
			() => ({
				lstm: answer(tape, lstm, 'lstm', xs, gated),
				rnn: answer(tape, rnn, 'rnn', xs, plain, 'rnn')
			}),
			{ about: 'Two networks read the same sequence: an LSTM, then a plain RNN.', part: { kind: 'network' } }
		);
		const loss = tape.scope('loss', () => lossOf(tape, answers.lstm.logits, answers.rnn.logits, target), {
			about: 'The cross-entropy of both answers, added, so that one way back serves both networks.',
			part: { kind: 'loss' }
		});
		tape.backward(loss);
	},
	// All of the worked figure.
	open: { scope: 'worked example', grain: 'op' },
	facts
});

/** What a forget gate does to a cell state, with the numbers of the notes. */
function workedExample(tape: Tape): void {
	const given = (name: string, values: readonly number[], label: string, symbol: string) =>
		tape.constant(name, [1, values.length], values, { label, symbol });
	const f = given('f', [0.1, 0.9, 0.3, 1], 'forget gate', 'f');
	const C = given('C', [5, 3, 2, 1], 'old cell state', 'C');
	tape.scope(
		'worked example',
		() =>
			tape.apply(mul, [f, C], undefined, { name: 'kept', label: 'kept part', symbol: 'C^{\\text{kept}}' }),
		{ about: 'Each number of the old cell state is multiplied by its own number of the forget gate.' }
	);
}

function lossOf(tape: Tape, lstm: Tensor, rnn: Tensor, target: Tensor): Tensor {
	const cost = (logits: Tensor, of: string) =>
		tape.apply(
			crossEntropy,
			[logits, target],
			{ reduction: 'mean' },
			{ name: `loss_${of}`, label: `loss of the ${of.toUpperCase()}`, symbol: `L^{\\mathrm{${of}}}` }
		);
	return tape.apply(add, [cost(lstm, 'lstm'), cost(rnn, 'rnn')], undefined, { name: 'loss', symbol: 'L' });
}
