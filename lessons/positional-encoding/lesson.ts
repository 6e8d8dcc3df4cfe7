import { BackstepError, type Tape } from '#engine';
import { positionalEncoding } from '#engine/layers/positional.ts';
import { embedding } from '#engine/ops/embedding.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { mse } from '#engine/ops/mse.ts';
import { sub } from '#engine/ops/sub.ts';
import { lesson } from '../lesson.ts';
import { split } from '../words.ts';
import { facts } from './facts.ts';
import { OTHER, parameters, read } from './network.ts';
import { rotation } from './rotation.ts';
import { check } from './words.ts';

export default lesson({
	title: 'Positional encoding',
	family: 'Transformers',
	order: 32,
	summary:
		'To self-attention, “dog bites man” is “man bites dog”. Sines and cosines, added to the embeddings, tell it where each word stands.',
	notes: ['N3.18'],
	needs: ['self-attention'],
	afterwards: [
		'Say why attention by itself knows no order, and show it with two sentences.',
		'Work out the encoding of a position from sines and cosines of different lengths.',
		'Say why a shift of position is a rotation, the same at every place.'
	],
	controls: {
		sentence: {
			kind: 'text',
			label: 'Sentence',
			help: 'Any words: each gets a row of random numbers. It is read in this order and in reverse.',
			value: 'dog bites man',
			longest: 120,
			check
		},
		positions: {
			kind: 'switch',
			label: 'Add positions',
			help: 'Off: self-attention gets the embeddings alone.',
			value: true
		},
		d: {
			kind: 'choice',
			label: 'Width d',
			help: 'How many numbers stand for a word, and so for a position.',
			value: '6',
			options: { 4: '4', 6: '6', 8: '8', 16: '16' }
		},
		pair: {
			kind: 'integer',
			label: 'Pair i',
			help: 'Which sine and cosine the notes work out: columns 2i and 2i + 1, so i goes from 0 to d/2 − 1.',
			value: 0,
			min: 0,
			max: 7
		},
		position: {
			kind: 'integer',
			label: 'Position pos',
			help: 'Which position the notes work out. The first word stands at 0.',
			value: 1,
			min: 0,
			max: 100
		},
		shift: {
			kind: 'integer',
			label: 'Shift k',
			help: 'How many positions further the rotation leads, and the second hand of the dial.',
			value: 3,
			min: 0,
			max: 100
		},
		seed: {
			kind: 'integer',
			label: 'Seed',
			help: 'Other random embeddings and weights.',
			value: 1,
			min: 0,
			max: 9999
		}
	},
	build(tape, p) {
		const d = widthOf(p);
		const words = split(p.sentence);
		const positions = p.positions;
		const weights = parameters(tape, words, d, p.seed);
		const reversed = words.toReversed();
		const [z, restored] = tape.scope(
			'forward',
			() => {
				const z = tape.scope('this order', () => read(tape, words, weights, positions), {
					about: `The words as they were typed: ${words.join(' ')}.`
				});
				const other = tape.scope('other order', () => read(tape, reversed, weights, positions, OTHER), {
					about: `The same words in reverse, with the same weights: ${reversed.join(' ')}.`
				});
				const back = tape.constant(
					'back',
					[words.length],
					words.map((_, k) => words.length - 1 - k),
					{
						label: 'places in the other order',
						symbol: '\\pi',
						names: words
					}
				);
				const restored = tape.scope(
					'same words',
					() =>
						tape.apply(
							embedding,
							[other, back],
							{},
							{
								name: 'restored',
								label: 'other outputs, word by word',
								symbol: "Z'_{\\pi}"
							}
						),
					{ about: 'The outputs of the other order, put beside those of the same words in this one.' }
				);
				return [z, restored] as const;
			},
			{ about: 'The same words in two orders, through the same self-attention.', part: { kind: 'network' } }
		);
		shifted(tape, words.length, d, p.shift);
		const loss = tape.scope(
			'loss',
			() => tape.apply(mse, [z, restored], {}, { name: 'loss', label: 'distance', symbol: 'L' }),
			{
				about: 'How differently the words come out of the two orders: 0 where order does not matter.',
				part: { kind: 'loss' }
			}
		);
		tape.backward(loss);
	},
	open: { scope: 'forward/this order/positional encoding', grain: 3 },
	facts
});

function widthOf(p: { readonly d: string; readonly pair: number }): number {
	const d = Number(p.d);
	if (p.pair >= d / 2)
		throw new BackstepError(
			'value',
			`Pair ${p.pair}: with d = ${d} there are ${d / 2} pairs: choose 0 to ${d / 2 - 1}`
		);
	return d;
}

/** All positions of the sentence, moved k further by one product, beside what the formula gives there. */
function shifted(tape: Tape, n: number, d: number, k: number): void {
	const here = tape.constant('PE_here', [n, d], positionalEncoding(n, d), {
		label: 'positions from 0 on',
		symbol: '\\mathrm{PE}_{\\mathit{pos}}'
	});
	const turn = tape.constant('R', [d, d], rotation(d, k), { label: 'rotation by k', symbol: 'R_k' });
	const there = tape.constant('PE_there', [n, d], positionalEncoding(n, d, k), {
		label: `positions from ${k} on`,
		symbol: '\\mathrm{PE}_{\\mathit{pos} + k}'
	});
	tape.scope(
		'rotation',
		() => {
			const turned = tape.apply(matmul, [here, turn], undefined, {
				name: 'turned',
				label: 'turned positions',
				symbol: '\\mathrm{PE}_{\\mathit{pos}} R_k'
			});
			tape.apply(sub, [turned, there], undefined, {
				name: 'off',
				label: 'what the rotation is off',
				symbol: '\\Delta'
			});
		},
		{
			about:
				'Each pair of columns is turned by its own angle, and every position becomes the one k further on.',
			part: { kind: 'rotation' }
		}
	);
}
