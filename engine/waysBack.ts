/** The other direction of `mirrors`: which nodes of the way back go back through a node of forward. */
import type { Node, Scope } from './trace.ts';

const found = new WeakMap<Scope, ReadonlyMap<Node, readonly Node[]>>();

/** For each node of forward the nodes that mirror it, in the order in which they run; found once for a trace. */
export function waysBack(root: Scope): ReadonlyMap<Node, readonly Node[]> {
	let ways = found.get(root);
	if (!ways) found.set(root, (ways = collect(root)));
	return ways;
}

function collect(root: Scope): Map<Node, Node[]> {
	const ways = new Map<Node, Node[]>();
	const visit = (node: Node) => {
		if (node.mirrors) {
			const others = ways.get(node.mirrors);
			if (others) others.push(node);
			else ways.set(node.mirrors, [node]);
		}
		if (node.kind === 'scope') node.children.forEach(visit);
	};
	visit(root);
	return ways;
}

/** The way back through a node of forward: the first, where there are several; null where no gradient comes through it. */
export const wayBack = (root: Scope, node: Node): Node | null => waysBack(root).get(node)?.[0] ?? null;
