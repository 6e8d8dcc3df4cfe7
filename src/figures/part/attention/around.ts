/** Which heads of attention there are to draw where one is. */
import { ancestry, forwardOf, isPart, type Node, type Scope } from '#engine';
import { headCount } from './head.ts';

/** Scopes whose own ops are the attention of one head, or of several that are computed at once. */
const holdsNoHead = (scope: Scope): boolean =>
	!scope.children.some((child) => child.kind === 'scope' && (isPart(child, 'head') || !holdsNoHead(child)));

const looking = (node: Node): boolean =>
	isPart(node, 'head') || (isPart(node, 'attention') && holdsNoHead(node));

const lookingIn = (node: Node): Scope[] =>
	node.kind === 'leaf' ? [] : looking(node) ? [node] : node.children.flatMap(lookingIn);

export interface Heads {
	/** The scope that is looked at. */
	readonly current: Scope;
	/** The scopes of the heads beside it, which it is one of. */
	readonly beside: readonly Scope[];
}

/**
 * The heads to draw: those beside the one that a node belongs to, or goes back through; of a larger part, its last ones; or
 * else the last ones before it in the same phase.
 */
export function headsAround(node: Node): Heads | null {
	const forward = forwardOf(node);
	const around = forward && (ancestry(forward).findLast(looking) as Scope | undefined);
	const current = around ?? lastIn(node) ?? lastBefore(node);
	if (!current || headCount(current) === 0) return null;
	return {
		current,
		beside: isPart(current, 'head') ? (current.parent!.children.filter(looking) as Scope[]) : [current]
	};
}

/** The last head in a node, or of the way back through it the one that it goes back through last. */
function lastIn(node: Node): Scope | null {
	const last = lookingIn(node).at(-1);
	return last ? (forwardOf(last) as Scope | null) : null;
}

function lastBefore(node: Node): Scope | null {
	const phase = ancestry(node)[1];
	const end = node.start + node.steps;
	const last = phase && lookingIn(phase).findLast(({ start, steps }) => start + steps <= end);
	return last ? (forwardOf(last) as Scope | null) : null;
}
