/** What a way back needs of forward, as autograd keeps it: it must still be there, and be as it was. */
import { fail } from '#engine/errors.ts';
import { shapeName, type Leaf, type Tensor } from '#engine';

export class Kept {
	/** Values of leaves of the network that something in place has changed since. */
	readonly #changed = new WeakSet<Tensor>();
	/** Outputs of ops whose values a way back has let go of. */
	readonly #gone = new WeakSet<Tensor>();

	changed(tensor: Tensor): void {
		this.#changed.add(tensor);
	}

	/** What holds of a tensor of an earlier tape holds of its like on a new one. */
	carry(before: Tensor, now: Tensor): void {
		if (this.#changed.has(before)) this.#changed.add(now);
		if (this.#gone.has(before)) this.#gone.add(now);
	}

	/** The leaves of a way back. `retain` says that another one may follow. */
	use(leaves: readonly Leaf[], retain: boolean): void {
		const used = new Set<Tensor>();
		for (const { call, reads } of leaves) {
			const needed = call.dy ? reads.filter((x) => x !== call.dy) : [];
			if (!needed.length) continue;
			const other = needed.map(source).find((x) => this.#changed.has(x));
			if (other)
				fail(
					'value',
					`one of the variables needed for gradient computation has been modified by an inplace operation: ${other.name} of shape ${shapeName(other.shape)}`
				);
			if (this.#gone.has(call.y))
				fail(
					'value',
					'Trying to backward through the graph a second time: what it needs was freed by the first'
				);
			used.add(call.y);
		}
		if (!retain) for (const y of used) this.#gone.add(y);
	}
}

/** Ops whose output shows the same numbers: in PyTorch it is a view. */
const VIEWS = new Set(['transpose', 'reshape', 'flatten', 'select', 'slice']);

/** What a view shows. */
function source(tensor: Tensor): Tensor {
	let of = tensor;
	while (of.writer && VIEWS.has(of.writer.call.op.name)) of = of.writer.call.xs[0]!;
	return of;
}
