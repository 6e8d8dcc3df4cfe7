/** What the scopes of a program's trace are, as "name: part". */
import type { Machine } from '../../machine/machine.ts';
import { traceOf } from '../../trace.ts';
import type { ScopeFile } from '#engine';

export function partsOf(machine: Machine): string[] {
	const found = new Set<string>();
	const visit = (scope: ScopeFile) => {
		if (scope.part) found.add(`${scope.name}: ${scope.part.kind}`);
		for (const child of scope.children) if (typeof child === 'object') visit(child);
	};
	visit(traceOf(machine, 'program.py').scopes);
	return [...found];
}
