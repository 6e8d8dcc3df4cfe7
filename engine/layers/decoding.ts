/**
 * A Transformer that writes: one word at a time, each chosen from the scores that the words before it lead to. Without a
 * cache every word costs a pass over the whole target so far; with one, only its own position is computed, and the numbers
 * come out the same. How much that saves can be counted in steps.
 */
import { fail } from '../errors.ts';
import { concat } from '../ops/concat.ts';
import { slice } from '../ops/slice.ts';
import type { Naming, Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { choose, type ChoiceOptions } from './choice.ts';
import { decoder, decoderCaches } from './decoder.ts';
import { inside, PLAIN, tagged } from './naming.ts';
import {
	decoderOptions,
	embed,
	scoreWords,
	type TransformerOptions,
	type TransformerWeights
} from './transformer.ts';

export interface DecodingOptions extends TransformerOptions, ChoiceOptions {
	/** The index of the word that every target begins with. */
	start: number;
	/** The index of the word after which nothing is written any more. */
	end?: number;
	/** How many words are written at most. */
	most: number;
	/** Whether keys and values of earlier positions are remembered; true where left out. */
	cache?: boolean;
}

export interface Decoded {
	/** The words that were written, `end` included. */
	readonly words: readonly number[];
	/** For each of them, the scores it was chosen from: 1 × words. */
	readonly logits: readonly Tensor[];
	/** The elementary steps that each of them took. */
	readonly steps: readonly number[];
}

/** Writes the target of a source that `encode` has read. */
export function decoding(
	tape: Tape,
	memory: Tensor,
	weights: TransformerWeights,
	{ start, end, most, cache = true, ...options }: DecodingOptions
): Decoded {
	if (!Number.isInteger(most) || most < 1)
		fail('attribute', `decoding: at most ${most} words: give a whole number from 1 up`);
	const { positions = true } = options;
	const caches = cache ? decoderCaches(weights.decoder) : undefined;
	const named: Naming = options.wordOf ? { nameOf: options.wordOf } : {};
	const written: Tensor[] = [
		tape.constant('start', [1], [start], {
			label: 'start word',
			symbol: 'w_0',
			...named
		})
	];
	const [words, logits, steps]: [number[], Tensor[], number[]] = [[], [], []];
	const next = (t: number): Tensor => {
		const tag = inside(PLAIN, `t${t}`, `word ${t}`, `\\langle ${t} \\rangle`);
		const fresh =
			cache || t === 1
				? written.at(-1)!
				: tape.scope(
						'words so far',
						() =>
							tape.apply(
								concat,
								[...written],
								{},
								{ ...tagged(tag, 'prefix', 'words so far', 'w'), ...named }
							),
						{
							about: 'All words that were written so far are read again.'
						}
					);
		const y = embed(tape, fresh, weights.target, { positions, from: cache ? t - 1 : 0, tag });
		// One new position may look at all that are remembered: it needs no mask.
		const self = { causal: !cache && t > 1 };
		const { output } = decoder(tape, y, memory, weights.decoder, {
			...decoderOptions(options),
			self,
			caches,
			tag
		});
		const last =
			y.shape[0] === 1
				? output
				: tape.scope(
						'last position',
						() => tape.apply(slice, [output], { start: -1 }, tagged(tag, 'last', 'last position', 'N')),
						{ about: 'Only the last position says which word comes next.' }
					);
		logits.push(scoreWords(tape, last, weights.output, tag));
		return choose(tape, logits.at(-1)!, t, options, tag);
	};
	const write = (t: number) => {
		const before = tape.steps;
		const word = tape.scope(`word ${t}`, () => next(t), {
			about: cache
				? `Word ${t}: only its own position is computed; what it needs of the others is remembered.`
				: `Word ${t}: all ${t} positions so far are computed again.`,
			part: { kind: 'word', word: t }
		});
		written.push(word);
		words.push(word.data[0]!);
		steps.push(tape.steps - before);
	};
	tape.scope(
		'decoding',
		() => {
			for (let t = 1; t <= most && (t === 1 || words.at(-1) !== end); t++) write(t);
		},
		{ about: 'One word after the other is chosen and read as the input for the next.' }
	);
	return { words, logits, steps };
}
