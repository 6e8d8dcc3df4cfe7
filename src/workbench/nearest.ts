import { find, type Node, type Scope } from '#engine';

/**
 * The part of a trace of this name, or what stands for it there: the closest part around it that there still is; where
 * that is a whole phase, the first part whose path ends in the same names, as a block that now stands within a step.
 * Null where there is none.
 */
export function nearest(root: Scope, name: string): Node | null {
	const names = name.split('/');
	for (let n = names.length; n > 1; n--) {
		const node = find(root, names.slice(0, n).join('/'));
		if (node) return node;
	}
	for (let n = names.length - 1; n > 1; n--) {
		const node = endingIn(root, names.slice(-n));
		if (node) return node;
	}
	return find(root, names[0]!);
}

function endingIn(scope: Scope, names: readonly string[]): Node | null {
	for (const child of scope.children) {
		let node: Node | null = child;
		for (let k = names.length; node && k > 0; k--) node = node.name === names[k - 1] ? node.parent : null;
		if (node) return child;
		const inside = child.kind === 'scope' ? endingIn(child, names) : null;
		if (inside) return inside;
	}
	return null;
}
