import { mse } from '#engine/ops/mse.ts';
import { slice } from '#engine/ops/slice.ts';
import { lesson } from '../lesson.ts';
import { facts } from './facts.ts';
import { head, parameters } from './network.ts';
import { check, note, rowsOf, wordsIn } from './tokens.ts';

export default lesson({
	title: 'Self-attention',
	family: 'Transformers',
	order: 30,
	summary:
		'Every word of a sentence looks at the others and takes from each what it needs. A mask keeps a translator from looking at the word that it has to say next.',
	notes: ['N3.18'],
	needs: ['luong'],
	afterwards: [
		'Say what query, key and value are for, and work out one row of attention by hand.',
		'Say why scores are divided by the square root of their width, and what happens without it.',
		'Say what the mask of a decoder hides, and why it may not look there.'
	],
	controls: {
		sentence: {
			kind: 'text',
			label: 'Sentence',
			help: "French words of the corpus, such as ils ne m' aiment pas. Or an English sentence, whose translation is read.",
			value: "je t' aime",
			longest: 120,
			check,
			note
		},
		mask: {
			kind: 'choice',
			label: 'Mask',
			help: 'Causal: a position looks at itself and at what comes before it. None: it looks at everything.',
			value: 'causal',
			options: { causal: 'causal', none: 'none' }
		},
		scale: {
			kind: 'switch',
			label: 'Divide by √d_k',
			help: 'Off: softmax gets the scores as they are.',
			value: true
		},
		head: {
			kind: 'choice',
			label: 'Head',
			help: 'The trained translator has two heads, each with weights of its own.',
			value: '1',
			options: { 1: 'head 1', 2: 'head 2' }
		},
		shifted: {
			kind: 'switch',
			label: 'Begin with <start>',
			help: 'On: the rows are what the trained translator reads, <start> and then the words. Off: the words and their end, as in the lecture notes.',
			value: false
		},
		position: {
			kind: 'integer',
			label: 'Position of the loss',
			help: 'Whose output the loss is made of, counted from 0. Where the sentence is shorter, the last one.',
			value: 1,
			min: 0,
			max: 12
		},
		width: {
			kind: 'integer',
			label: 'd_k of the experiment',
			help: 'How many numbers the random queries and keys of the experiment on √d_k have. The notes have a slider for it, too.',
			value: 64,
			min: 1,
			max: 512,
			factsOnly: true
		}
	},
	build(tape, p) {
		const rows = rowsOf(wordsIn(p.sentence), p.shifted);
		const given = parameters(tape, Number(p.head) - 1);
		const { output } = tape.scope(
			'forward',
			() => head(tape, rows, given, { causal: p.mask === 'causal', scale: p.scale }),
			{
				about: 'From words to what one head of the decoder gives out for each of them.',
				part: { kind: 'network' }
			}
		);
		const at = Math.min(p.position, rows.length - 1);
		const loss = tape.scope(
			'loss',
			() => {
				const z = tape.apply(
					slice,
					[output],
					{ start: at, stop: at + 1 },
					{ name: 'z', label: `output of position ${at}`, symbol: `z_{${at}}` }
				);
				const zeros = tape.constant('zeros', z.shape, new Float64Array(z.data.length), {
					label: 'zeros',
					symbol: '0'
				});
				return tape.apply(mse, [z, zeros], { reduction: 'sum' }, { name: 'loss', symbol: 'L' });
			},
			{ about: `The squares of the numbers that position ${at} gives out, added up.`, part: { kind: 'loss' } }
		);
		tape.backward(loss);
	},
	// The mask has just been laid over the scores; one step further they become weights.
	open: { scope: 'forward/self-attention/mask', grain: 3 },
	facts
});
