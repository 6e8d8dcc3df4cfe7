/** What a head of attention is: a scope with scores, softmax and weighted values in it. */
import type { Node, Scope } from '#engine';

export const PARTS = ['scores', 'softmax', 'weighted values'];

export const part = (scope: Scope, name: string): Scope | undefined =>
	scope.children.find((node): node is Scope => node.kind === 'scope' && node.name === name);

export const isHead = (node: Node): boolean =>
	node.kind === 'scope' && PARTS.every((name) => part(node, name) !== undefined);

/** Whether anything in a trace is a head. */
export const hasHeads = (root: Node): boolean =>
	root.kind === 'scope' && (root.children.some(hasHeads) || isHead(root));
