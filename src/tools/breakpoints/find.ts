/** Where a breakpoint stops in a trace, or why its condition cannot be evaluated. */
import type { Trace } from '#engine';
import { ExpressionError } from '#src/tools/watch/syntax.ts';
import { parsed, wantParser } from '#src/tools/watch/parser.svelte.ts';
import type { Breakpoint } from './breakpoint.ts';
import { stopsOf, type Stop, type TurnsOf } from './stops.ts';

export { stopped } from './describe.ts';

export interface Found {
	readonly breakpoint: Breakpoint;
	readonly stops: readonly Stop[];
	/** Why a condition cannot be evaluated. */
	readonly problem: ExpressionError | null;
	/** Whether what parses its condition is on its way. */
	readonly pending?: true;
}

/** Fetches what a breakpoint needs to be found. */
export async function ready({ kind }: Breakpoint): Promise<void> {
	if (kind === 'if') await wantParser();
}

export function find(trace: Trace, breakpoint: Breakpoint, turns: TurnsOf): Found {
	const none = { breakpoint, stops: [], problem: null };
	const tree = breakpoint.kind === 'if' ? parsed(breakpoint.condition) : undefined;
	if (tree === null) return { ...none, pending: true };
	if (tree instanceof ExpressionError) return { ...none, problem: tree };
	try {
		return { ...none, stops: stopsOf(trace, breakpoint, tree, turns) };
	} catch (problem) {
		if (!(problem instanceof ExpressionError)) throw problem;
		return { ...none, problem };
	}
}
