/** Heads that are silenced: their rows of W_o are 0, so that nobody hears what they found. */
import { heads, model, storedValues } from '../shared/translation/transformer.ts';
import type { Values } from '../shared/translation/transformerRuns.ts';
import results from './heads.json' with { type: 'json' };

export type Attention = keyof typeof results.right;

/** Each attention, as the settings and the facts call it. */
export const attentions = {
	'encoder.layers.0.self_attn': 'encoder',
	'decoder.layers.0.self_attn': 'decoder, own words',
	'decoder.layers.0.multihead_attn': 'decoder, English words'
} as const satisfies Record<Attention, string>;

/** How many held-out pairs are right with each head silenced. */
export const right: Readonly<Record<Attention, readonly number[]>> = results.right;

const width = model / heads;

/** "encoder.layers.0.self_attn head 2", for every head; and none. */
export const choices: Readonly<Record<string, string>> = Object.fromEntries([
	['none', 'none'],
	...Object.entries(attentions).flatMap(([attention, name]) =>
		Array.from({ length: heads }, (_, k) => [`${attention} ${k + 1}`, `${name}: head ${k + 1}`])
	)
]);

/** The weights with this head's rows set to 0; PyTorch keeps W_o as output × input. */
export function silenced(choice: string): Values {
	const [attention, head] = choice.split(' ');
	const name = `${attention}.out_proj.weight`;
	const from = (Number(head) - 1) * width;
	return (wanted) =>
		choice !== 'none' && wanted === name
			? storedValues(name as 'encoder.layers.0.self_attn.out_proj.weight').map((value, k) =>
					k % model >= from && k % model < from + width ? 0 : value
				)
			: undefined;
}
