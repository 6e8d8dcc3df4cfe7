/** Nodes of a trace that do the same, such as the blocks of a Transformer: whatever they are called. */
import type { Node } from './trace.ts';

const signatures = new WeakMap<Node, string>();

/** What a node does, without names: of nodes that are alike it is the same. */
function signatureOf(node: Node): string {
	let known = signatures.get(node);
	if (known === undefined) {
		known =
			node.kind === 'leaf'
				? `${node.call.op.name}${JSON.stringify(node.call.attrs ?? null)}[${node.out.shape.join()}]`
				: `${node.part?.kind ?? ''}(${node.children.map(signatureOf).join()})`;
		signatures.set(node, known);
	}
	return known;
}

/** Whether two scopes hold the same ops on the same shapes. */
export const alike = (a: Node, b: Node): boolean =>
	a.kind === 'scope' && b.kind === 'scope' && signatureOf(a) === signatureOf(b);
