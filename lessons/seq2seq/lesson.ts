import { gruCell } from '#engine/layers/gru.ts';
import { seq2seq } from '#engine/layers/seq2seq.ts';
import { lesson } from '../lesson.ts';
import { parameters } from '../shared/translation/recurrent.ts';
import narrow from '../shared/translation/seq2seq.json' with { type: 'json' };
import { controls, translator } from '../shared/translation/translator.ts';
import wide from '../shared/translation/wide.json' with { type: 'json' };
import { facts } from './facts.ts';

export default lesson({
	title: 'Sequence to sequence',
	family: 'Recurrent networks',
	order: 19,
	summary:
		'One network reads an English sentence, another writes the French one. All that passes between them is one vector.',
	notes: ['N3.16'],
	needs: ['gru'],
	afterwards: [
		'Say what encoder and decoder do, and what passes between them.',
		'Tell training with teacher forcing from writing freely, and what goes wrong in the second.',
		'Say why one vector is a bottleneck, and for which sentences it shows.'
	],
	controls: {
		...controls,
		context: {
			kind: 'choice',
			label: 'Context vector',
			help: 'How many numbers pass from the encoder to the decoder: two networks, trained in the same way.',
			value: String(wide.hidden),
			options: { [narrow.hidden]: `${narrow.hidden} numbers`, [wide.hidden]: `${wide.hidden} numbers` }
		}
	},
	build(tape, p) {
		const { tensors } = [narrow, wide].find(({ hidden }) => String(hidden) === p.context)!;
		const weights = parameters(tape, tensors);
		translator(tape, p, weights, (xs, options) => seq2seq(tape, gruCell(), xs, weights, options));
	},
	// The decoder begins with the context vector.
	open: { scope: 'forward/decoder/t = 1', grain: 3 },
	facts
});
