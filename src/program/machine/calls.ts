/** The calls of ops that a tensor was computed by, for gradients that are themselves computed by ops. */
import type { Tensor } from '#engine';

export interface Calls {
	/** In the order in which they were made: the op, its attributes, what it reads and what it writes, by their names. */
	readonly calls: readonly (readonly [
		op: string,
		attrs: object | null,
		reads: readonly string[],
		writes: string
	])[];
	/** By its name, the id of each of those tensors. */
	readonly ids: Readonly<Record<string, number>>;
}

/** As far as gradients go; `idOf` gives a tensor an id. What an update wrote is a parameter, and is not gone behind. */
export function callsTo(tensor: Tensor, idOf: (tensor: Tensor) => number): Calls {
	const writers = new Map<number, NonNullable<Tensor['writer']>>();
	const waiting = [tensor];
	for (let one = waiting.pop(); one; one = waiting.pop()) {
		const { writer } = one;
		if (!writer || writer.phase === 'update' || writers.has(writer.id)) continue;
		writers.set(writer.id, writer);
		waiting.push(...writer.call.xs.filter((x) => x.differentiable));
	}
	const ids: Record<string, number> = {};
	const named = (one: Tensor): string => {
		ids[one.name] ??= idOf(one);
		return one.name;
	};
	named(tensor);
	const calls = [...writers.values()]
		.sort((a, b) => a.id - b.id)
		.map(({ call: { op, attrs, xs, y } }) => [op.name, attrs as object, xs.map(named), named(y)] as const);
	return { calls, ids };
}
