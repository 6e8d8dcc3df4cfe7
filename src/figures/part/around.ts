/** Where one is in forward, whether one goes through it or back through it. */
import { ancestry, forwardOf, type Node } from '#engine';

/** The node of forward that a node is, or goes back through, and the scopes around it; empty where there is none. */
export const aroundForward = (node: Node): ReadonlySet<Node> => {
	const forward = forwardOf(node);
	return new Set(forward ? ancestry(forward) : []);
};
