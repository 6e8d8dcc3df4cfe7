/** Tensors that are put side by side, or under each other: where each of them lies in the result. */
import { leavesOf, type Call, type Leaf, type Node, type Tensor } from '#engine';
import type { Concat } from '#engine/ops/concat.ts';
import type { Frame } from '#src/figures/grid/marks.ts';

export interface Block {
	readonly tensor: Tensor;
	/** Its place in the result. */
	readonly frame: Frame;
}

export interface Blocks {
	readonly leaf: Leaf;
	/** Whether blocks stand beside each other, or under each other. */
	readonly way: 'beside' | 'under';
	readonly blocks: readonly Block[];
}

/** More blocks than these are a list. */
const MOST = 12;

/** What the one concatenation of matrices in a part of forward puts together; null where there is none, or more. */
export function blocksIn(node: Node): Blocks | null {
	const [leaf, other] = leavesOf(node);
	if (node.phase !== 'forward' || !leaf || other || leaf.call.op.name !== 'concat') return null;
	const { xs, attrs } = leaf.call as Call<Concat | undefined>;
	const rank = leaf.out.shape.length;
	if (rank !== 2 || xs.length < 2 || xs.length > MOST) return null;
	const axis = ((attrs?.axis ?? 0) + rank) % rank;
	let from = 0;
	const blocks = xs.map((tensor): Block => {
		const [rows, columns] = tensor.shape as readonly [number, number];
		const frame = axis === 1 ? { top: 0, left: from, rows, columns } : { top: from, left: 0, rows, columns };
		from += axis === 1 ? columns : rows;
		return { tensor, frame };
	});
	return { leaf, way: axis === 1 ? 'beside' : 'under', blocks };
}
