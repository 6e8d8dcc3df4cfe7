/**
 * Two runs of one lesson side by side: tensors are the same where they have the same name and shape, so what differs is
 * found number by number.
 */
import { isRepetition, sameShape, type Scope, type Tensor, type Trace } from '#engine';

export interface Difference {
	readonly tensor: Tensor;
	readonly cells: number;
	/** The first cell that differs, and the largest difference. */
	readonly first: number;
	readonly largest: number;
}

export interface Reshaped {
	readonly tensor: Tensor;
	readonly old: Tensor;
}

export interface Comparison {
	/** Tensors that are in both and differ, in the order of the run. */
	readonly differences: readonly Difference[];
	/** Tensors that both runs have. */
	readonly shared: number;
	/** Tensors that only one of them has. */
	readonly gone: readonly Tensor[];
	readonly come: readonly Tensor[];
	/** Tensors that both have, in different shapes. */
	readonly reshaped: readonly Reshaped[];
	/** Steps taken when the first number has been computed that differs, or is of what the other run has not; null where none is. */
	readonly firstStep: number | null;
	/** Whether that number differs; else it is of another shape, or in this run only. */
	readonly firstDiffers: boolean;
	readonly loss: { readonly before: number; readonly after: number } | null;
}

export function compare(before: Trace, after: Trace): Comparison {
	const differences: Difference[] = [];
	const come: Tensor[] = [];
	const reshaped: Reshaped[] = [];
	let shared = 0;
	for (const tensor of after.tensors.values()) {
		const old = before.tensors.get(tensor.name);
		if (!old || !sameShape(old.shape, tensor.shape)) {
			if (old) reshaped.push({ tensor, old });
			else come.push(tensor);
			continue;
		}
		shared++;
		const difference = differenceOf(old, tensor);
		if (difference) differences.push(difference);
	}
	const gone = [...before.tensors.values()].filter(({ name }) => !after.tensors.has(name));
	const firstOf = (parts: readonly { readonly tensor: Tensor; readonly first: number }[]) =>
		parts.reduce(
			(least, { tensor: { writer }, first }) =>
				writer ? Math.min(least, writer.start + (first + 1) * writer.perCell) : least,
			Infinity
		);
	const differs = firstOf(differences);
	const others = firstOf(
		[...come, ...reshaped.map(({ tensor }) => tensor)].map((tensor) => ({ tensor, first: 0 }))
	);
	const first = Math.min(differs, others);
	const [lossBefore, lossAfter] = [lossOf(before), lossOf(after)];
	return {
		differences,
		shared,
		gone,
		come,
		reshaped,
		firstStep: first < Infinity ? first : null,
		firstDiffers: differs < others,
		loss: lossBefore && lossAfter ? { before: lossBefore.data[0]!, after: lossAfter.data[0]! } : null
	};
}

function differenceOf(old: Tensor, tensor: Tensor): Difference | null {
	let [cells, first, largest] = [0, -1, 0];
	const [a, b] = [old.data, tensor.data];
	for (let k = 0; k < b.length; k++) {
		if (Object.is(a[k], b[k])) continue;
		cells++;
		if (first < 0) first = k;
		const off = Math.abs(a[k]! - b[k]!);
		if (!(off <= largest)) largest = off;
	}
	return cells ? { tensor, cells, first, largest } : null;
}

/** What the first way back starts from. */
export function lossOf({ root }: Trace): Tensor | null {
	// Of a run of updates, that of the first.
	const start = root.children[0];
	const parts = start?.kind === 'scope' && isRepetition(start) ? start.children : root.children;
	const back = parts.find((node): node is Scope => node.kind === 'scope' && node.phase === 'backward');
	const first = back?.children[0];
	return (first?.kind === 'leaf' && first.out.gradientOf) || null;
}
