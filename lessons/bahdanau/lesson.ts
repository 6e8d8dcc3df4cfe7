import type { Tape } from '#engine';
import { bahdanau } from '#engine/layers/bahdanau.ts';
import { gruCell } from '#engine/layers/gru.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { lesson } from '../lesson.ts';
import { turned } from '../stored.ts';
import { parameter, parameters } from '../shared/translation/recurrent.ts';
import { controls, translator } from '../shared/translation/translator.ts';
import stored from '../shared/translation/bahdanau.json' with { type: 'json' };
import { facts } from './facts.ts';

export default lesson({
	title: 'Bahdanau attention',
	family: 'Recurrent networks',
	order: 20,
	summary:
		'Before each word it writes, a trained translator looks back at all states of the encoder, and a small network says how much of each it takes.',
	notes: ['N3.17'],
	needs: ['seq2seq'],
	afterwards: [
		'Work out attention weights: scores of a small network, softmax, and a mix of the encoder’s states.',
		'Read from a matrix of attention weights which word was written from which.',
		'Name the order of what happens in a step of the decoder: it looks back before it goes on.'
	],
	controls,
	build(tape, p) {
		workedExample(tape);
		const { 'W_s.weight': W_s, 'W_h.weight': W_h, 'v.weight': v } = stored.tensors;
		const weights = {
			...parameters(tape, stored.tensors),
			W_s: parameter(tape, turned(W_s), 'W_s', { label: 'attention weights of the decoder state' }),
			W_h: parameter(tape, turned(W_h), 'W_h', { label: 'attention weights of the encoder states' }),
			v: parameter(tape, turned(v), 'v', { label: 'score weights' })
		};
		translator(tape, p, weights, (xs, options) => bahdanau(tape, gruCell(), xs, weights, options));
	},
	// Scores have become weights for the first time.
	open: { scope: 'forward/decoder/t = 1/softmax', grain: 4 },
	facts
});

/** A context from four states, with the attention weights of the notes. */
function workedExample(tape: Tape): void {
	const alpha = tape.constant('alpha', [1, 4], [0.1, 0.7, 0.15, 0.05], {
		label: 'attention weights',
		symbol: '\\alpha'
	});
	const states = tape.constant('h', [4, 3], [2, 0, -1, 1, 3, 0, 0, 2, 4, 4, -2, 2], {
		label: 'four encoder states',
		symbol: 'h'
	});
	tape.scope(
		'worked example',
		() => tape.apply(matmul, [alpha, states], undefined, { name: 'c', label: 'context', symbol: 'c' }),
		{ about: 'Four states become one: each counts as much as its attention weight says.' }
	);
}
