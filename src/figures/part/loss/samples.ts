/** A cross-entropy sample by sample: the probability of the right class, what that costs, and what was found most probable. */
import type { Call, Leaf, Node, Tensor } from '#engine';
import { leavesOf } from '#engine';
import { rowsOf } from '#engine/ops/crossEntropy.ts';
import { placesOf } from '#engine/places.ts';
import type { Loss } from '#engine/rules/loss.ts';

/** The cross-entropy of a part, there or back, that ends with nothing else; null where there is none, or more than one. */
export function crossEntropyIn(node: Node): Leaf | null {
	const all = leavesOf(node);
	const found = all.filter(({ call }) => call.op.name === 'crossEntropy');
	return found.length === 1 && (node.phase === 'backward' ? all[0] : all.at(-1)) === found[0]
		? found[0]!
		: null;
}

export const countOf = (leaf: Leaf): number => rowsOf(leaf.call as Call<Loss>).count;

export interface Sample {
	/** What its scores stand at, such as the word that was read last: a name, or its number. */
	readonly at: string;
	/** The classes by name, or number. */
	readonly right: string;
	readonly guess: string;
	/** The probabilities of both, and −ln of that of the right one. */
	readonly probability: number;
	readonly most: number;
	readonly cost: number;
	/** The cell of the right class among the scores. */
	readonly cell: number;
}

/** All samples in their order; the numbers are those of the steps of the op. */
export function samplesOf(leaf: Leaf): Sample[] {
	const call = leaf.call as Call<Loss>;
	const [x, targets] = call.xs as readonly [Tensor, Tensor];
	const g = rowsOf(call);
	const places = placesOf(x);
	const classes = places.at(call.op.counts!(call)[1]) ?? null;
	const names = x.shape.length === 2 ? places[0] : null;
	const nameOf = (k: number) => classes?.[k] ?? String(k);
	/** Steps of a sample: the largest score, the sum of exponentials, its loss. */
	const steps = 2 * g.n + 1;
	return Array.from({ length: g.count }, (_, row): Sample => {
		const shares = Array.from({ length: g.n }, (_, k) => call.saved[g.start(row) + k * g.stride]!);
		const right = targets.data[row]!;
		const guess = shares.reduce((best, share, k) => (share > shares[best]! ? k : best), 0);
		return {
			at: names?.[row] ?? String(row),
			right: nameOf(right),
			guess: nameOf(guess),
			probability: shares[right]!,
			most: shares[guess]!,
			cost: leaf.rule.step(call, 0, row * steps + steps - 1).term!,
			cell: g.start(row) + right * g.stride
		};
	});
}

/** What the costs add up to is divided by in the end; 1 where the loss is their sum. */
export const dividedBy = (leaf: Leaf): number => {
	const { count, n } = rowsOf(leaf.call as Call<Loss>);
	return leaf.perCell > count * (2 * n + 1) ? count : 1;
};
