/**
 * Which keys each query may look at: a matrix of 1 (may) and 0 (may not), queries × keys. Where it is 0, the score becomes
 * −∞, so that softmax gives it exactly 0, and `where` sends it exactly no gradient.
 */
import { fail } from '../errors.ts';
import { mul } from '../ops/mul.ts';
import { where } from '../ops/where.ts';
import type { Naming, Tape } from '../tape.ts';
import { sameShape, shapeName, type Tensor } from '../tensor.ts';
import { numberNamed } from './constants.ts';
import { PLAIN, tagged, type Tag } from './naming.ts';

export interface MaskOptions {
	/** Whether a position may only look at itself and at earlier ones; where there are fewer queries than keys, they are the last. */
	causal?: boolean;
	/** How many of the keys are real: what follows is padding, and nobody may look at it. */
	length?: number;
	/** A mask of one's own, queries × keys of 1 and 0; combined with the others where these are given, too. */
	mask?: Tensor | null;
}

/** The mask for so many queries and keys; null where everybody may look at everything. */
export function attentionMask(
	tape: Tape,
	queries: number,
	keys: number,
	{ causal = false, length, mask }: MaskOptions,
	tag: Tag = PLAIN
): Tensor | null {
	if (mask && !sameShape(mask.shape, [queries, keys]))
		fail(
			'shape',
			`The mask ${mask.name} has shape ${shapeName(mask.shape)}, but there are ${queries} queries and ${keys} keys: give it shape ${queries}×${keys}`
		);
	if (length !== undefined && (!Number.isInteger(length) || length < 0 || length > keys))
		fail(
			'value',
			`The length is ${length}, but there are ${keys} keys: give a whole number from 0 to ${keys}`
		);
	if (causal && queries > keys)
		fail(
			'shape',
			`A causal mask needs a key for each query, but there are ${queries} queries and ${keys} keys: leave causal out between two sequences`
		);
	if (!causal && length === undefined) return mask ?? null;
	const last = keys - queries;
	const values = Array.from({ length: queries * keys }, (_, i) => {
		const [query, key] = [Math.floor(i / keys), i % keys];
		return (causal && key > query + last) || key >= (length ?? keys) ? 0 : 1;
	});
	const what = causal ? (length === undefined ? 'causal mask' : 'causal and padding mask') : 'padding mask';
	const built = tape.constant(`mask${tag.suffix}`, [queries, keys], values, { label: what, symbol: 'M' });
	if (!mask) return built;
	return tape.scope(
		'mask',
		() => tape.apply(mul, [built, mask], undefined, tagged(tag, 'both_masks', 'both masks', 'M')),
		{ about: 'A query may look at a key only where both masks allow it.', part: { kind: 'mask' } }
	);
}

/** Scores with −∞ where the mask says that a query may not look. */
export function masked(tape: Tape, scores: Tensor, mask: Tensor | null | undefined, naming: Naming): Tensor {
	if (!mask) return scores;
	const nothing = numberNamed(tape, 'minus_infinity', -Infinity, 'minus infinity', '-\\infty');
	return tape.scope('mask', () => tape.apply(where, [mask, scores, nothing], undefined, naming), {
		about:
			'Where a query may not look, its score becomes −∞: softmax makes that exactly 0, and no gradient passes.',
		part: { kind: 'mask' }
	});
}
