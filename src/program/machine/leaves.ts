/** Leaves of the network: where gradients go. A leaf has a value, and gets another one where something in place changes it. */
import type { Tensor } from '#engine';

/** A leaf of Python, by the value that it has now. */
interface Leaf {
	id: number;
}

export class Leaves {
	/** What stands for a leaf on the tape that is being written. */
	#here = new Map<Tensor, Leaf>();
	/** The same on all tapes. */
	readonly #anywhere = new WeakMap<Tensor, Leaf>();
	readonly #byValue = new Map<number, Leaf>();

	get size(): number {
		return this.#here.size;
	}

	/** A tensor stands for the leaf that has this value. */
	add(tensor: Tensor, id: number): void {
		const known = this.#byValue.get(id);
		const leaf = known ?? { id };
		if (!known) this.#byValue.set(id, leaf);
		this.#here.set(tensor, leaf);
		this.#anywhere.set(tensor, leaf);
	}

	/** Where a tensor of an earlier tape stood for a leaf, so does its like on this one. */
	carry(before: Tensor, now: Tensor): void {
		const leaf = this.#anywhere.get(before);
		if (!leaf) return;
		this.#here.set(now, leaf);
		this.#anywhere.set(now, leaf);
	}

	/** A leaf has another value from now on: what its values before brought goes to it still. */
	changed(before: number, id: number): void {
		const leaf = this.#byValue.get(before);
		if (!leaf) return;
		this.#byValue.delete(before);
		leaf.id = id;
		this.#byValue.set(id, leaf);
	}

	/** Nothing is on the tape. */
	clear(): void {
		this.#here = new Map();
	}

	/** Each tensor, and the value of its leaf. */
	*[Symbol.iterator](): Generator<[Tensor, number]> {
		for (const [tensor, { id }] of this.#here) yield [tensor, id];
	}
}
