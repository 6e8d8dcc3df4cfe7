/** Which tensors hold float64: what is computed of others is rounded to float32, as if it had been stored so. */
import type { Leaf, Tensor, Trace } from '#engine';
import { unseen } from '#engine/recorded.ts';
import { roundTo } from './dtype.ts';

export class Precision {
	readonly #double = new WeakSet<Tensor>();

	double(tensor: Tensor): void {
		this.#double.add(tensor);
	}

	isDouble(tensor: Tensor): boolean {
		return this.#double.has(tensor);
	}

	/** The types of what a trace was given. */
	typesIn({ tensors }: Trace): ReadonlyMap<Tensor, 'float32' | 'float64'> {
		const given = [...tensors.values()].filter(({ writer }) => !writer);
		return new Map(given.map((tensor) => [tensor, this.isDouble(tensor) ? 'float64' : 'float32']));
	}

	/** What an op has written, as the type that it is computed in holds it. */
	round({ out, call: { xs, dy } }: Leaf): void {
		if (unseen(out)) return;
		let double = dy !== null && this.#double.has(dy);
		for (let k = 0; k < xs.length && !double; k++) double = this.#double.has(xs[k]!);
		if (double) this.#double.add(out);
		else roundTo(out.data, 'float32');
	}
}
