/**
 * Keys and values that a decoder need not compute again. In self-attention the cache grows by those of each new position;
 * between two sequences, those of the source are computed at the first position and stay.
 */
import { concat } from '../ops/concat.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { tagged, type Tag } from './naming.ts';

export interface KeysAndValues {
	readonly k: Tensor;
	readonly v: Tensor;
}

export class KeyValueCache {
	readonly grows: boolean;
	readonly #heads: KeysAndValues[] = [];

	constructor(grows: boolean) {
		this.grows = grows;
	}

	/** How many positions it holds. */
	get length(): number {
		return this.#heads[0]?.k.shape[0] ?? 0;
	}

	/** The keys and values of a head, with those of the new positions where it grows. */
	of(tape: Tape, head: number, compute: () => KeysAndValues, tag: Tag): KeysAndValues {
		const old = this.#heads[head];
		if (old && !this.grows) return old;
		const fresh = compute();

		const append = (letter: 'k' | 'v', what: string) =>
			tape.apply(
				concat,
				[old![letter], fresh[letter]],
				{},
				tagged(tag, `${letter.toUpperCase()}_all`, `${what} so far`, letter.toUpperCase())
			);
		const now = old
			? tape.scope('cache', () => ({ k: append('k', 'keys'), v: append('v', 'values') }), {
					about: 'Keys and values of earlier positions are remembered; only those of the new one are added.'
				})
			: fresh;
		this.#heads[head] = now;
		return now;
	}
}
