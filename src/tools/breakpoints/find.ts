/** Where a breakpoint stops in a trace whose numbers are all here. */
import type { Trace } from '#engine';
import { wholly } from '#engine/slices.ts';
import { parsed, wantParser } from '#src/tools/watch/parser.svelte.ts';
import type { Breakpoint } from './breakpoint.ts';
import { search, type Found } from './search.ts';
import type { TurnsOf } from './stops.ts';

export { stopped } from './describe.ts';

/** Fetches what a breakpoint needs to be found. */
export async function ready({ kind }: Breakpoint): Promise<void> {
	if (kind === 'if') await wantParser();
}

export function find(trace: Trace, breakpoint: Breakpoint, turns: TurnsOf): Found {
	const tree = breakpoint.kind === 'if' ? parsed(breakpoint.condition) : undefined;
	if (tree === null) return { breakpoint, stops: [], problem: null, pending: true };
	return wholly(search(trace, breakpoint, tree, turns));
}
