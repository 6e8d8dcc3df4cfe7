/** Whether a network is a row, or forks: in its parts, or inside of one that does not say what it is. */
import type { Node } from '#engine';
import { outOf } from '../out.ts';
import { branches, type Part } from './parts.ts';

const asParts = (nodes: readonly Node[]): Part[] => nodes.map((node) => ({ node, out: outOf(node) }));

const forks = new WeakMap<Node, boolean>();

/** Whether what is in a scope is no row, however deep; one that says what it is counts as a whole. */
export function forksIn(node: Node): boolean {
	if (node.kind === 'leaf' || node.part) return false;
	let known = forks.get(node);
	if (known === undefined)
		forks.set(node, (known = branches(asParts(node.children)) || node.children.some(forksIn)));
	return known;
}

/** Whether a row of arrows would hide something, in the parts themselves or inside of one. */
export const isGraph = (parts: readonly Part[]): boolean =>
	branches(parts) || parts.some(({ node }) => forksIn(node));
