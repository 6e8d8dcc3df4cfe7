import type { Node, PartKind, Scope } from '#engine';

const found = new WeakMap<Scope, ReadonlySet<PartKind>>();

/** The kinds of parts that a trace declares; found once. */
export function kindsIn(root: Scope): ReadonlySet<PartKind> {
	let kinds = found.get(root);
	if (!kinds) found.set(root, (kinds = collect(root)));
	return kinds;
}

function collect(root: Scope): Set<PartKind> {
	const kinds = new Set<PartKind>();
	const visit = (node: Node) => {
		if (node.kind === 'leaf') return;
		if (node.part) kinds.add(node.part.kind);
		node.children.forEach(visit);
	};
	visit(root);
	return kinds;
}
