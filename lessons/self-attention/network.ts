/** One head of the trained decoder's self-attention, from words to what the head gives out. */
import type { Tape, Tensor } from '#engine';
import { attention, type Attended } from '#engine/layers/attention.ts';
import { linear } from '#engine/layers/linear.ts';
import { embed } from '#engine/layers/transformer.ts';
import { parametersOf, turned, type Stored } from '../stored.ts';
import weights from '../shared/translation/transformer.json' with { type: 'json' };
import { french } from '../shared/translation/words.ts';
import type { Row } from './tokens.ts';

export const { model, heads } = weights;
/** d_k, the width of a head. */
export const width = model / heads;

const PARTS = ['Q', 'K', 'V'] as const;
const WHAT = { Q: 'query', K: 'key', V: 'value' } as const;
const ABOUT = {
	Q: 'What each position asks for.',
	K: 'What each position can be found by.',
	V: 'What each position has to say.'
} as const;

/** PyTorch stacks the projections of all heads: the rows of one part of one head. */
function rowsFor(part: number, head: number): readonly [w: Stored, b: Stored] {
	const w = weights.tensors['decoder.layers.0.self_attn.in_proj_weight'];
	const b = weights.tensors['decoder.layers.0.self_attn.in_proj_bias'];
	const from = part * model + head * width;
	return [
		turned({ shape: [width, model], data: w.data.slice(from * model, (from + width) * model) }),
		{ shape: [width], data: b.data.slice(from, from + width) }
	];
}

export type Weights = Readonly<Record<string, Tensor>>;

/** The table of words, and the projections of one head, counted from 0. */
export function parameters(tape: Tape, head: number): Weights {
	const projections = PARTS.flatMap((part, k) => {
		const [w, b] = rowsFor(k, head);
		return [
			[`W_${part}`, [`${WHAT[part]} weights`, w]],
			[`b_${part}`, [`${WHAT[part]} bias`, b]]
		] as const;
	});
	return parametersOf(
		tape,
		{
			E: ['table of French words', weights.tensors['target.weight']],
			...Object.fromEntries(projections)
		} as Readonly<Record<string, readonly [string, Stored]>>,
		undefined,
		{ E: french }
	);
}

export interface HeadOptions {
	causal: boolean;
	scale: boolean;
}

export function head(tape: Tape, rows: readonly Row[], given: Weights, options: HeadOptions): Attended {
	const words = tape.constant(
		'words',
		[rows.length],
		rows.map(({ index }) => index),
		{ label: 'words', symbol: 'w', names: rows.map(({ reads }) => reads) }
	);
	const x = tape.scope('input', () => embed(tape, words, given.E!), {
		about: 'Words become vectors, and to each is added where it stands.',
		part: { kind: 'embedding' }
	});
	return tape.scope(
		'self-attention',
		() => {
			const [q, k, v] = PARTS.map((part) =>
				tape.scope(
					WHAT[part],
					() =>
						linear(
							tape,
							x,
							{ w: given[`W_${part}`]!, b: given[`b_${part}`]! },
							{
								name: part,
								label: { Q: 'queries', K: 'keys', V: 'values' }[part],
								symbol: part
							}
						),
					{ about: ABOUT[part] }
				)
			);
			return attention(tape, q!, k!, v!, options);
		},
		{
			about: options.causal
				? 'Every position looks at itself and at the words before it, and averages the values it finds there.'
				: 'Every position looks at all words, also at those that come later, and averages the values it finds.',
			part: { kind: 'attention' }
		}
	);
}
