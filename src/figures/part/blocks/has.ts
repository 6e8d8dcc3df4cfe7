/** What a block is: a scope of forward with shortcuts in it, "add k" or "add & norm k". */
import { ancestry, type Node } from '#engine';
import { hasHeads } from '../attention/has.ts';

const SUM = /^add( & norm)? \d+$/;

export const isSum = ({ name }: Node): boolean => SUM.test(name);

export const isBlock = (node: Node): boolean =>
	node.kind === 'scope' && node.phase === 'forward' && node.children.some(isSum);

/** Whether anything in a trace is a block. */
export const hasBlocks = (node: Node): boolean =>
	isBlock(node) || (node.kind === 'scope' && node.children.some(hasBlocks));

/** Whether a node is in a part of a block that attends, or holds one; either way forwards or back. */
export function attends(node: Node): boolean {
	const above = ancestry(node);
	const block = above.findIndex((scope) => scope.kind === 'scope' && scope.children.some(isSum));
	return hasHeads(above[block + 1] && block >= 0 ? above[block + 1]! : node);
}
