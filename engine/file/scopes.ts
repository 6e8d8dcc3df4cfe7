/** The scopes of a trace file. */
import { fail } from '../errors.ts';
import type { ScopeFile } from './json.ts';

/** Ways back follow one another. */
export function refuseWayBackIn({ name, children }: ScopeFile): void {
	for (const child of children) {
		if (typeof child === 'number') continue;
		if (child.loss !== undefined)
			fail(
				'value',
				`The way back "${name}" has another way back, "${child.name}", inside: let one follow the other`
			);
		refuseWayBackIn(child);
	}
}

/** The ops under a scope, in order. */
export const idsUnder = ({ children }: ScopeFile): number[] =>
	children.flatMap((child) => (typeof child === 'number' ? [child] : idsUnder(child)));
