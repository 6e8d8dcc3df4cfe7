/** Where a trace adds a positional encoding, or turns one: scopes of these names, with a table in them. */
import { ancestry, leavesOf, type Leaf, type Node, type Scope, type Tensor } from '#engine';

const ADDING = 'positional encoding';
export const TURNING = 'rotation';

/** Whether anything in a trace is an encoding that is added. */
export const hasPositions = (root: Node): boolean =>
	root.kind === 'scope' && (root.name === ADDING || root.children.some(hasPositions));

export const productOf = (node: Node | null): Leaf | undefined =>
	node ? leavesOf(node).find(({ call }) => call.op.name === 'matmul') : undefined;

/** A scope that a node belongs to, or ends with. */
function around(node: Node, name: string): Scope | undefined {
	const isIt = (node: Node | undefined): node is Scope => node?.kind === 'scope' && node.name === name;
	const last = node.kind === 'scope' ? node.children.at(-1) : undefined;
	return ancestry(node).findLast(isIt) ?? (isIt(last) ? last : undefined);
}

/** The table that a node is about, and the sum that adds it; null in backward, where a table that is given gets nothing. */
export function tableAround(node: Node): { readonly tensor: Tensor; readonly sum: Leaf | undefined } | null {
	if (node.phase === 'backward') return null;
	const adding = around(node, ADDING);
	const sum = adding && leavesOf(adding).find(({ call }) => call.op.name === 'add');
	const given = sum?.call.xs.findLast(({ role }) => role === 'input');
	const tensor = given ?? productOf(around(node, TURNING) ?? null)?.call.xs[0];
	return tensor?.shape.length === 2 && tensor.shape[1]! >= 2 ? { tensor, sum } : null;
}

/** Whether the figure has something to draw. */
export const isAbout = (node: Node): boolean => tableAround(node) !== null;
