/** What a way back needs of forward, as autograd keeps it: it must still be there, and be as it was. */
import { fail } from '#engine/errors.ts';
import { shapeName, type Leaf, type Tensor } from '#engine';
import type { MarkedTape } from './markedTape.ts';

/** The leaves of a way back. `retain` says that another one may follow. */
export function useKept(tape: MarkedTape, leaves: readonly Leaf[], retain: boolean): void {
	const used = new Set<Tensor>();
	for (const { call, reads } of leaves) {
		const needed = call.dy ? reads.filter((x) => x !== call.dy) : [];
		if (!needed.length) continue;
		const other = needed.map(source).find((x) => tape.changed.has(x));
		if (other)
			fail(
				'value',
				`one of the variables needed for gradient computation has been modified by an inplace operation: ${other.name} of shape ${shapeName(other.shape)}`
			);
		if (tape.gone.has(call.y))
			fail(
				'value',
				'Trying to backward through the graph a second time: what it needs was freed by the first'
			);
		used.add(call.y);
	}
	if (!retain) for (const y of used) tape.gone.add(y);
}

/** Ops whose output shows the same numbers: in PyTorch it is a view. */
const VIEWS = new Set(['transpose', 'reshape', 'flatten', 'select', 'slice']);

/** What a view shows. */
function source(tensor: Tensor): Tensor {
	let of = tensor;
	while (of.writer && VIEWS.has(of.writer.call.op.name)) of = of.writer.call.xs[0]!;
	return of;
}
