/** Where a breakpoint stops in a trace, a tensor at a time, or why its condition cannot be evaluated. */
import type { Trace } from '#engine';
import { ExpressionError, type Tree } from '#src/tools/watch/syntax.ts';
import type { Breakpoint } from './breakpoint.ts';
import { searchStops, type Stop, type TurnsOf } from './stops.ts';

export interface Found {
	readonly breakpoint: Breakpoint;
	readonly stops: readonly Stop[];
	/** Why a condition cannot be evaluated. */
	readonly problem: ExpressionError | null;
	/** Whether its stops are on their way; and the share of the trace that has been looked at for them, where that takes long. */
	readonly pending?: true;
	readonly share?: number;
}

/** `tree` is that of a condition, or what is wrong with it. What comes in between is the share that has been looked at. */
export function* search(
	trace: Trace,
	breakpoint: Breakpoint,
	tree?: Tree | ExpressionError,
	turns?: TurnsOf
): Generator<number, Found> {
	const none = { breakpoint, stops: [], problem: null };
	if (tree instanceof ExpressionError) return { ...none, problem: tree };
	try {
		return { ...none, stops: yield* searchStops(trace, breakpoint, tree, turns) };
	} catch (problem) {
		if (!(problem instanceof ExpressionError)) throw problem;
		return { ...none, problem };
	}
}
