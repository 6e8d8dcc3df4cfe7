import type { Node, Tensor } from '#engine';

/** What a part of a trace gives out: what its last op writes. */
export const outOf = (node: Node): Tensor => (node.kind === 'leaf' ? node.out : outOf(node.children.at(-1)!));
