import { gruCell } from '#engine/layers/gru.ts';
import { luong } from '#engine/layers/luong.ts';
import { lesson } from '../lesson.ts';
import { turned } from '../stored.ts';
import stored from '../shared/translation/luong.json' with { type: 'json' };
import { parameter, parameters } from '../shared/translation/recurrent.ts';
import { controls, translator } from '../shared/translation/translator.ts';
import { facts } from './facts.ts';

export default lesson({
	title: 'Luong attention',
	family: 'Recurrent networks',
	order: 21,
	summary:
		'First the decoder takes its step, then it looks back: a dot product of its new state with every encoder state says how much of each it takes.',
	notes: ['N3.17'],
	needs: ['bahdanau'],
	afterwards: [
		'Work out scores as dot products of the new state with all states of the encoder.',
		'Tell Luong attention from Bahdanau attention: when it looks back, with what, and at what price.',
		'Say what the context is joined to, and what is predicted from both.'
	],
	controls,
	build(tape, p) {
		const { 'combine.weight': W_c, 'combine.bias': b_c } = stored.tensors;
		const weights = {
			...parameters(tape, stored.tensors),
			combine: {
				w: parameter(tape, turned(W_c), 'W_c', { label: 'weights of context and state' }),
				b: parameter(tape, b_c, 'b_c', { label: 'bias of context and state' })
			}
		};
		translator(tape, p, weights, (xs, options) => luong(tape, gruCell(), xs, weights, options));
	},
	// How well the new state fits every encoder state, as weights.
	open: { scope: 'forward/decoder/t = 2/softmax', grain: 4 },
	facts
});
