/** The table of a positional encoding that a node adds, or turns. */
import { ancestry, isPart, leavesOf, type Leaf, type Node, type Scope, type Tensor } from '#engine';

export const productOf = (node: Node | null): Leaf | undefined =>
	node ? leavesOf(node).find(({ call }) => call.op.name === 'matmul') : undefined;

/** A scope of a kind that a node belongs to, or ends with. */
function around(node: Node, kind: 'positions' | 'rotation'): Scope | undefined {
	const isIt = (node: Node | undefined): node is Scope => node !== undefined && isPart(node, kind);
	const last = node.kind === 'scope' ? node.children.at(-1) : undefined;
	return ancestry(node).findLast(isIt) ?? (isIt(last) ? last : undefined);
}

/** The table that a node is about, and the sum that adds it; null in backward, where a table that is given gets nothing. */
export function tableAround(node: Node): { readonly tensor: Tensor; readonly sum: Leaf | undefined } | null {
	if (node.phase === 'backward') return null;
	const adding = around(node, 'positions');
	const sum = adding && leavesOf(adding).find(({ call }) => call.op.name === 'add');
	const given = sum?.call.xs.findLast(({ role }) => role === 'input');
	const tensor = given ?? productOf(around(node, 'rotation') ?? null)?.call.xs[0];
	return tensor?.shape.length === 2 && tensor.shape[1]! >= 2 ? { tensor, sum } : null;
}
