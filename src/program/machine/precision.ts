/** Types of numbers on a tape: what is computed of others than float64 is rounded to float32, as if it had been stored so. */
import type { Leaf, Tensor, Trace } from '#engine';
import { unseen } from '#engine/recorded.ts';
import { roundTo } from './dtype.ts';
import type { MarkedTape } from './markedTape.ts';

/** The types of what a trace was given. */
export function typesIn(
	{ double }: MarkedTape,
	{ tensors }: Trace
): ReadonlyMap<Tensor, 'float32' | 'float64'> {
	const given = [...tensors.values()].filter(({ writer }) => !writer);
	return new Map(given.map((tensor) => [tensor, double.has(tensor) ? 'float64' : 'float32']));
}

/** What an op has written, as the type that it is computed in holds it. */
export function round({ double }: MarkedTape, { out, call: { xs, dy } }: Leaf): void {
	if (unseen(out)) return;
	if ((dy && double.has(dy)) || xs.some((x) => double.has(x))) double.add(out);
	else roundTo(out.data, 'float32');
}
