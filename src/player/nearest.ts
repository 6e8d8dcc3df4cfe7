import { find, type Node, type Scope } from '#engine';

/** The part of a trace of this name, or the closest around it that there still is; null where there is none. */
export function nearest(root: Scope, name: string): Node | null {
	for (let at = name; at; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
		const node = find(root, at);
		if (node) return node;
	}
	return null;
}
