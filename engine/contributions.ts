/** How many gradients come together at each tensor on the way back from a loss. */
import type { Tensor } from './tensor.ts';
import type { Leaf } from './trace.ts';

export interface Contributions {
	/** How many gradients each tensor will receive: its uses on a way to the loss. */
	readonly pending: Map<Tensor, number>;
	/** The step at which the first op begins that has a part in the loss. */
	readonly from: number;
}

/** Of a trace of so many steps, whose leaves are looked at from the last one back to the first that has a part in the loss. */
export function contributions(leaves: readonly Leaf[], steps: number, loss: Tensor): Contributions {
	const pending = new Map<Tensor, number>([[loss, 0]]);
	// So many of them are written by ops that have not been come to: without any, what is before has no part in it.
	let written = loss.writer ? 1 : 0;
	let from = steps;
	for (let n = leaves.length - 1; n >= 0 && written > 0; n--) {
		const leaf = leaves[n]!;
		const { call, phase, start } = leaf;
		if (!pending.has(call.y) || call.y.writer !== leaf) continue;
		written--;
		if (phase !== 'forward') continue;
		from = start;
		for (const [k, x] of call.xs.entries()) {
			if (!x.differentiable || !call.op.backward(k, call)) continue;
			const uses = pending.get(x);
			if (uses === undefined && x.writer) written++;
			pending.set(x, (uses ?? 0) + 1);
		}
	}
	return { pending, from };
}
