/** One self-attention over a sentence, with seeded weights: words in, a row of numbers for each of them out. */
import { random, type Tape, type Tensor } from '#engine';
import { attention } from '#engine/layers/attention.ts';
import { linear } from '#engine/layers/linear.ts';
import { inside, PLAIN, tagged, type Tag } from '#engine/layers/naming.ts';
import { addPositions } from '#engine/layers/positional.ts';
import { embedding } from '#engine/ops/embedding.ts';
import { tokensOf } from './words.ts';

const PARTS = [
	['Q', 'query', 'queries', 'What each position asks for.'],
	['K', 'key', 'keys', 'What each position can be found by.'],
	['V', 'value', 'values', 'What each position has to say.']
] as const;

/** The tag of the sentence that is read in the other order. */
export const OTHER: Tag = inside(PLAIN, 'other', 'the other order', '\\prime');

export type Weights = Readonly<Record<'E' | 'W_Q' | 'W_K' | 'W_V', Tensor>>;

/** Random numbers, or those of another trace. */
export function parameters(
	tape: Tape,
	words: readonly string[],
	d: number,
	seed: number,
	given?: (name: string) => ArrayLike<number>
): Weights {
	const draw = random(seed);
	const tokens = tokensOf(words);
	const parameter = (name: string, label: string, rows: number, names?: readonly string[]) => {
		const drawn = draw.array(rows * d).map((value) => Number(value.toFixed(2)));
		return tape.parameter(name, [rows, d], given?.(name) ?? drawn, { label, ...(names && { names }) });
	};
	return {
		E: parameter('E', 'embedding table', tokens.length, tokens),
		W_Q: parameter('W_Q', 'query weights', d),
		W_K: parameter('W_K', 'key weights', d),
		W_V: parameter('W_V', 'value weights', d)
	};
}

/** What attention makes of each word, n × d. */
export function read(
	tape: Tape,
	words: readonly string[],
	weights: Weights,
	positions: boolean,
	tag: Tag = PLAIN
): Tensor {
	const tokens = tokensOf(words);
	const indices = tape.constant(
		`words${tag.suffix}`,
		[words.length],
		words.map((word) => tokens.indexOf(word)),
		{ label: tag.of ? `words in ${tag.of}` : 'words', symbol: 'w', names: words }
	);
	const found = tape.scope(
		'embedding',
		() => tape.apply(embedding, [weights.E, indices], {}, tagged(tag, 'embedded', 'embeddings', 'E_w')),
		{ about: 'Every word is replaced by its row of the table.', part: { kind: 'embedding' } }
	);
	const x = positions ? addPositions(tape, found, { tag }) : found;
	return tape.scope(
		'self-attention',
		() => {
			const [q, k, v] = PARTS.map(([letter, scope, label, about]) =>
				tape.scope(
					scope,
					() => linear(tape, x, { w: weights[`W_${letter}`] }, tagged(tag, letter, label, letter)),
					{ about }
				)
			);
			return attention(tape, q!, k!, v!, { tag }).output;
		},
		{
			about: 'Every word looks at all words, and averages the values that it finds.',
			part: { kind: 'attention' }
		}
	);
}
