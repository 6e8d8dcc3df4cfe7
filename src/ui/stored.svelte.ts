import { keep, kept } from './kept.ts';

/** A choice that the browser keeps for the next visit. Where storage is refused, as in many frames, it lasts for this one. */
export class Stored<T extends string> {
	readonly #key: string;
	#current: T;

	/** What was kept must be one of the `options`: anything may have written it. */
	constructor(key: string, options: readonly T[], otherwise: T) {
		this.#key = key;
		const before = kept(key);
		this.#current = $state(options.find((option) => option === before) ?? otherwise);
	}

	get current(): T {
		return this.#current;
	}

	set current(value: T) {
		this.#current = value;
		keep(this.#key, value);
	}
}
