/** A scope while it is open: what it is told when it begins, and its children as they come. */
import type { Part } from './parts.ts';
import type { Node, Phase, Scope } from './trace.ts';

export interface ScopeOptions {
	/** That of the scope around it where left out. */
	phase?: Phase;
	/** One plain sentence about what happens in it. */
	about?: string;
	/** What it is: how it is drawn, and what tools know of it. */
	part?: Part;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
export type OpenScope = Writable<Scope> & { children: Node[] };

export function newScope(
	name: string,
	{ phase, about = '', part }: ScopeOptions,
	mirrors: Scope | null,
	parent: Scope | null,
	start: number
): OpenScope {
	return {
		kind: 'scope',
		name,
		phase: phase ?? parent?.phase ?? 'forward',
		about,
		part: part ?? mirrors?.part ?? null,
		mirrors,
		parent,
		children: [],
		start,
		steps: 0
	};
}
