/** Random numbers of a program: the generator that all share, and those that it makes. */
import { size, type Shape } from '#engine';
import type { Dtype } from './dtype.ts';
import { Mersenne } from './mersenne.ts';

export type Drawing = 'uniform' | 'normal' | 'exponential' | 'integer' | 'long' | 'permutation';

/** What PyTorch begins with where a program gives no seed. */
const SEED = 67280421310721 % 2 ** 31;

export class Generators {
	readonly #generators = [new Mersenne(SEED)];

	/** One more; its number. */
	make(): number {
		return this.#generators.push(new Mersenne(SEED)) - 1;
	}

	seed(which: number, seed: number): void {
		this.#generators[which]!.seed(seed);
	}

	/** A seed for another generator: 63 random bits, of which 32 count. */
	long(which: number): number {
		return Number(this.#generators[which]!.long() & 0xffffffffn);
	}

	/** `a` and `b`: the ends of a range, mean and deviation, or a rate. */
	draw(which: number, kind: Drawing, shape: Shape, dtype: Dtype, a: number, b: number): Float64Array {
		const random = this.#generators[which]!;
		const n = size(shape);
		const single = dtype === 'float32';
		switch (kind) {
			case 'uniform':
				return random.uniform(n, a, b, single);
			case 'normal':
				return random.normal(n, a, b, single);
			case 'exponential':
				return random.exponential(n, a);
			case 'integer':
				return Float64Array.from({ length: n }, () => random.integer(a, b));
			case 'long':
				return Float64Array.from({ length: n }, () => Number(random.long()));
			case 'permutation':
				return random.permutation(n);
		}
	}
}
