/** What can be counted and asked of this trace. */
import { num, Tape, type Trace } from '#engine';
import type { Fact, Params } from '../lesson.ts';
import { norm, percent, rounded } from '../numbers.ts';
import { split } from '../words.ts';
import { inputs, network, parameters } from './network.ts';
import weights from './weights.json' with { type: 'json' };
import { indices, truth } from './words.ts';

/** The same weights asked about other words, or without the mask: the probability of each word's class by its ending. */
function ask(trace: Trace, words: readonly string[], masked: boolean): number[] {
	const tape = new Tape();
	const given = parameters(tape, (name) => trace.tensors.get(name)!.data);
	const read = inputs(tape, words);
	tape.scope('forward', () => network(tape, read, given, masked), { part: { kind: 'network' } });
	const p = tape.trace().tensors.get('p')!;
	return words.map((word, k) => p.data[k * p.shape[1]! + truth(word)]!);
}

export function facts(trace: Trace, params: Params): Readonly<Record<string, Fact>> {
	const of = (name: string) => trace.tensors.get(name)!;
	const words = split(params.words as string);
	const [T, B] = of('batch').shape as [number, number];
	const [rows, E] = of('E').shape as [number, number];
	const letters = words.reduce((sum, word) => sum + indices(word).length, 0);
	const alone = words.map((word) => ask(trace, [word], true)[0]!);
	const [masked, unmasked] = [true, false].map((mask) => ask(trace, words, mask)) as [number[], number[]];
	const table = of('E').grad!;
	const padding = norm(table.data.subarray(0, E));
	return {
		tokens: {
			label:
				'Every letter as the number of its row in the table: 0 is padding, 1 is <unk>, 2 to 27 are a to z',
			names: words,
			rows: words.map(indices)
		},
		lengths: {
			label: 'From words to a block of numbers: time steps × words, then × numbers for each letter',
			tex: '\\max_k \\ell_k \\times B \\;\\to\\; \\max_k \\ell_k \\times B \\times e',
			numbers: `(${words.map((word) => indices(word).length).join(', ')}) \\;\\to\\; ${T} \\times ${B} \\;\\to\\; ${T} \\times ${B} \\times ${E}`
		},
		'padding share': {
			label: 'How much of the batch is padding',
			tex: '\\frac{T B - \\sum_k \\ell_k}{T B}',
			numbers: `\\frac{${T} \\cdot ${B} - ${letters}}{${T} \\cdot ${B}} = ${percent(T * B - letters, T * B)}`
		},
		'table size': {
			label: 'Numbers in the embedding table',
			tex: 'v \\cdot e',
			numbers: `${rows} \\cdot ${E} = ${rows * E}`
		},
		answers: {
			label:
				'How probable the network finds the class that a word has by its ending: alone, in this batch with the mask, and without it',
			columns: ['alone', 'mask', 'no mask'],
			names: words,
			rows: words.map((_, k) => [alone, masked, unmasked].map((p) => rounded(p[k]!)))
		},
		'padding gradient': {
			label: 'The size of the gradient of the row that stands for padding',
			tex: '\\left\\lVert \\frac{\\partial L}{\\partial E_0} \\right\\rVert',
			numbers: `${num(padding)} \\quad \\text{${params.mask ? 'with the mask' : 'without the mask'}}`
		},
		loss: {
			label: 'The mean loss over the words',
			tex: '\\htmlData{tensor=loss}{L}',
			numbers: num(of('loss').data[0]!)
		},
		accuracy: {
			label: `Trained on ${weights.trainedOn} forms of regular verbs, then tested on ${weights.heldOut} forms of other verbs, in one batch`,
			tex: '\\frac{\\text{right}}{\\text{tested}}',
			numbers: `\\text{with the mask} \\; \\frac{${weights.heldOutCorrect}}{${weights.heldOut}} = ${percent(weights.heldOutCorrect, weights.heldOut)} \\qquad \\text{without} \\; \\frac{${weights.heldOutCorrectWithoutMask}}{${weights.heldOut}} = ${percent(weights.heldOutCorrectWithoutMask, weights.heldOut)}`
		}
	};
}
