/** Which leaves read a tensor: listed when somebody asks, as far as there are leaves by then. */
import type { Reader } from './recorded.ts';
import type { Tensor } from './tensor.ts';
import type { Leaf } from './trace.ts';

export class Readers {
	readonly #leaves: readonly Leaf[];
	readonly #of = new Map<Tensor, Reader[]>();
	/** So many leaves are listed. */
	#listed = 0;

	constructor(leaves: readonly Leaf[]) {
		this.#leaves = leaves;
	}

	of(tensor: Tensor): readonly Reader[] {
		for (; this.#listed < this.#leaves.length; this.#listed++) {
			const leaf = this.#leaves[this.#listed]!;
			leaf.reads.forEach((x, slot) => {
				const readers = this.#of.get(x);
				if (readers) readers.push({ leaf, slot });
				else this.#of.set(x, [{ leaf, slot }]);
			});
		}
		return this.#of.get(tensor) ?? [];
	}
}
