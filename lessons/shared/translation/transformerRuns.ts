/** The trained translator, run as in training, all positions at once, or as in use, one word after the other. */
import { Tape, type Tensor, type Trace } from '#engine';
import { decoding, type Decoded } from '#engine/layers/decoding.ts';
import {
	encode,
	transformer,
	transformerOf,
	type Transformer,
	type TransformerOptions
} from '#engine/layers/transformer.ts';
import { crossEntropy } from '#engine/ops/crossEntropy.ts';
import type { Control } from '../../lesson.ts';
import { heads, parameters } from './transformer.ts';
import { check, END, french, note, source, START, translation } from './words.ts';

/** Other values than the stored ones, for weights that have some. */
export type Values = (name: string) => ArrayLike<number> | undefined;

/** The weights of a trace, changed ones included: what is asked of another run by them counts such a change, too. */
export const valuesOf =
	(trace: Trace): Values =>
	(name) =>
		trace.tensors.get(name)?.data;

const wordOf = (index: number) => french[index]!;

/** More words than any translation of the toy grammar has. */
const MOST = 10;

export const reading = (tape: Tape, words: readonly string[]): Tensor =>
	tape.constant('source', [words.length], words.map(source.indexOf), {
		names: words.map(source.known),
		label: 'English words',
		symbol: 'w^{\\text{en}}'
	});

/** Scores at every position at once: the decoder reads the right words, each one place later. */
export function training(
	tape: Tape,
	words: readonly string[],
	right: readonly string[],
	options: TransformerOptions = {},
	values?: Values
): Transformer & { readonly said: Tensor } {
	const read = reading(tape, words);
	const said = right.map((word) => french.indexOf(word));
	const given = tape.constant('given', [said.length], [START, ...said.slice(0, -1)], {
		names: ['<start>', ...right.slice(0, -1)],
		label: 'French words, one place later',
		symbol: 'w^{\\text{fr}}'
	});
	const named = parameters(tape, values);
	const run = tape.scope(
		'forward',
		() => transformer(tape, read, given, transformerOf(tape, named, heads), options),
		{
			about:
				'The encoder reads the English sentence; the decoder scores the next word at every position at once.',
			part: { kind: 'network' }
		}
	);
	return {
		...run,
		said: tape.constant('said', [said.length], said, { label: 'right words', symbol: 'k' })
	};
}

export interface Choice {
	readonly cache: boolean;
	/** Draws words at random; the highest score where left out. */
	readonly temperature?: number;
	readonly seed?: number;
}

/** One word after the other, each read again to choose the next. */
export function inference(tape: Tape, words: readonly string[], choice: Choice, values?: Values): Decoded {
	const read = reading(tape, words);
	const named = parameters(tape, values);
	return tape.scope(
		'forward',
		() => {
			const weights = transformerOf(tape, named, heads);
			const memory = encode(tape, read, weights).output;
			return decoding(tape, memory, weights, { start: START, end: END, most: MOST, wordOf, ...choice });
		},
		{
			about: 'The encoder reads the English sentence once; the decoder writes one word after the other.',
			part: { kind: 'network' }
		}
	);
}

export const written = ({ words }: Decoded): string[] => words.map((index) => french[index]!);

/** The typed sentence, as every lesson on this translator has it. */
export const sentence = (value: string) =>
	({
		kind: 'text',
		label: 'English sentence',
		help: 'The translator knows I, you, he, she, we, they, the man, woman, cat, dog, car and apple, the verbs love, see, want and hear, red, black and green, and not.',
		value,
		longest: 120,
		check,
		note
	}) as const satisfies Control;

/** All positions at once, the loss of the right words, and the way back. */
export function trained(
	tape: Tape,
	words: readonly string[],
	options?: TransformerOptions,
	values?: Values
): void {
	// Where the corpus has no translation, the network's own stands in for it.
	const right = translation(words) ?? written(inference(new Tape(), words, { cache: true }));
	const { logits, said } = training(tape, words, right, options, values);
	const loss = tape.scope(
		'loss',
		() => tape.apply(crossEntropy, [logits, said], { reduction: 'mean' }, { name: 'loss', symbol: 'L' }),
		{
			about: 'The cross-entropy of the right French word at every position, as a mean.',
			part: { kind: 'loss' }
		}
	);
	tape.backward(loss);
}
