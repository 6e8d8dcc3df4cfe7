/** What can be counted and asked of this trace. */
import { Tape, type Trace } from '#engine';
import type { TransformerOptions } from '#engine/layers/transformer.ts';
import type { Fact } from '../lesson.ts';
import { norm, rounded } from '../numbers.ts';
import { heads, model } from '../shared/translation/transformer.ts';
import { accuracy, loss } from '../shared/translation/transformerFacts.ts';
import { training, valuesOf } from '../shared/translation/transformerRuns.ts';
import { source, wordsOf } from '../shared/translation/words.ts';

/** What these ask of the settings. */
interface Settings {
	readonly sentence: string;
	readonly preNorm: boolean;
	readonly activation: 'relu' | 'gelu';
	readonly positions: boolean;
}

export const optionsOf = (p: Settings): TransformerOptions => ({
	preNorm: p.preNorm,
	activation: p.activation,
	positions: p.positions
});

/** The sizes that the notes give: d_model and the wider layer between. */
const [NOTES_MODEL, NOTES_WIDE] = [512, 2048];

/** Weights and biases of one encoder block: attention, the small network, two norms. */
const parametersOf = (d: number, wide: number) => 4 * (d * d + d) + (d * wide + wide + wide * d + d) + 4 * d;

/** One row of a tensor. */
const row = (trace: Trace, name: string, t: number): number[] => {
	const { data, shape } = trace.tensors.get(name)!;
	return Array.from(data.subarray(t * shape[1]!, (t + 1) * shape[1]!));
};

/** The cosine of the angle between two rows: 1 where they point the same way. */
function cosine(a: readonly number[], b: readonly number[]): number {
	const dot = a.reduce((sum, value, k) => sum + value * b[k]!, 0);
	return dot / (norm(a) * norm(b));
}

/** Two sentences with the same words, of which one is subject here and object there. */
const PAIR = [
	['you', 'love', 'me'],
	['i', 'love', 'you']
] as const;

export function facts(trace: Trace, params: Settings): Readonly<Record<string, Fact>> {
	const words = wordsOf(params.sentence);
	const of = (name: string) => trace.tensors.get(name)!;
	const wide = of('encoder.layers.0.linear1.weight').shape[0]!;
	// "you" as subject and as object, through the same encoder.
	const [subject, object] = PAIR.map((sentence: readonly string[]) => {
		const tape = new Tape();
		// The weights of this trace, so that a changed number counts here, too.
		training(tape, sentence, ['<end>'], optionsOf(params), valuesOf(trace));
		return { trace: tape.trace(), at: sentence.indexOf('you') };
	}) as [{ trace: Trace; at: number }, { trace: Trace; at: number }];
	const alike = (name: string) =>
		cosine(row(subject.trace, name, subject.at), row(object.trace, name, object.at));
	const last = params.preNorm ? 'sum2_enc1' : 'norm2_enc1';
	const first = params.positions ? 'placed_source' : 'embedded_source';
	const stages = [
		['what came in', first],
		['after attention and shortcut', 'sum1_enc1'],
		['after the small network and shortcut', 'sum2_enc1']
	] as const;
	return {
		parameters: {
			label: 'Parameters of one encoder block: four projections, two layers, two norms',
			tex: '4(d^2 + d) + (2 d w + w + d) + 4 d',
			numbers: `d = ${model},\\; w = ${wide}: \\; ${parametersOf(model, wide)} \\qquad d = ${NOTES_MODEL},\\; w = ${NOTES_WIDE}: \\; ${parametersOf(NOTES_MODEL, NOTES_WIDE)}`
		},
		width: {
			label: 'The width of each head',
			tex: 'd_k = \\frac{d}{\\text{heads}}',
			numbers: `\\frac{${model}}{${heads}} = ${model / heads}`
		},
		sizes: {
			label: params.preNorm
				? 'The length of each word’s row on its way: every part adds to what came in'
				: 'The length of each word’s row on its way; a norm rescales it after each shortcut',
			columns: words.map(source.known),
			names: stages.map(([stage]) => stage),
			rows: stages.map(([, name]) => words.map((_, t) => rounded(norm(row(trace, name, t)))))
		},
		context: {
			label: 'How alike “you” is in “you love me” and in “i love you” (cosine)',
			columns: ['cosine'],
			names: ['embedding', 'encoder output'],
			rows: [[rounded(alike('embedded_source'))], [rounded(alike(last))]]
		},
		'way back': {
			label: 'Sizes of the gradient at each word: at the output of the block, and at its input',
			columns: words.map(source.known),
			names: ['output', 'input'],
			rows: [last, first].map((name) => {
				const grad = of(name).grad!;
				const d = grad.shape[1]!;
				return words.map((_, t) => rounded(norm(grad.data.subarray(t * d, (t + 1) * d))));
			})
		},
		loss: loss(trace, words),
		accuracy
	};
}
