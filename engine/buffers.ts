/**
 * Arrays for a run, kept for the next one. A page that has been touched costs a sixth of a fresh one, and a student
 * who drags a slider runs the same shapes again and again. The arrays of the run before last come back, so that the
 * last good trace stays whole while the next one is computed.
 */
export class Buffers {
	readonly #free = new Map<number, Float64Array[]>();
	#now: Float64Array[] = [];
	#last: Float64Array[] = [];

	/** An array of n numbers, with whatever they were left at. */
	take = (n: number): Float64Array => {
		const array = this.#free.get(n)?.pop() ?? new Float64Array(n);
		this.#now.push(array);
		return array;
	};

	/** Starts a run: the arrays of the run before the last one are free. */
	begin(): void {
		this.#release(this.#last);
		this.#last = this.#now;
		this.#now = [];
	}

	/** Gives up a run that failed: its arrays are free, and those of the last good one stay. */
	abandon(): void {
		this.#release(this.#now);
		this.#now = this.#last;
		this.#last = [];
	}

	#release(arrays: readonly Float64Array[]): void {
		for (const array of arrays) {
			const list = this.#free.get(array.length);
			if (list) list.push(array);
			else this.#free.set(array.length, [array]);
		}
	}
}
