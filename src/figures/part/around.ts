/** Where one is in forward, whether one goes through it or back through it. */
import { ancestry, forwardOf, type Node, type PartKind } from '#engine';

/** The node of forward that a node is, or goes back through, and the scopes around it; empty where there is none. */
export const aroundForward = (node: Node): ReadonlySet<Node> => {
	const forward = forwardOf(node);
	return new Set(forward ? ancestry(forward) : []);
};

/** What a node was declared as, or the node of forward that it goes back through; undefined for an op, and where nothing was. */
export function kindAround(node: Node): PartKind | undefined {
	const forward = forwardOf(node);
	return forward?.kind === 'scope' ? forward.part?.kind : undefined;
}
