/** The rows of a table that are looked up in a part, such as those of an embedding. */
import { leavesOf, type Node, type Tensor } from '#engine';
import type { Frame } from '#src/figures/grid/marks.ts';

/** A frame around each row of a table that a part reads by its number; none for any other tensor. */
export function looked(part: Node, table: Tensor): Frame[] {
	if (table.shape.length !== 2) return [];
	const reader = table.readers.find(
		({ leaf, slot }) =>
			leaf.call.op.name === 'embedding' &&
			leaf.phase === 'forward' &&
			leaf.call.op.inputs[slot] === 'table' &&
			leavesOf(part).includes(leaf)
	);
	if (!reader) return [];
	const { inputs } = reader.leaf.call.op;
	const rows = reader.leaf.call.xs[inputs.findIndex((name) => name !== 'table')]!.data;
	return [...new Set(rows)].map((top) => ({ top, left: 0, rows: 1, columns: table.shape[1]! }));
}
