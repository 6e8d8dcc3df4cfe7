/** The breakpoints of a player: where they stop in its trace, and which comes next. */
import type { Trace } from '#engine';
import { ExpressionError } from '#src/watch/syntax.ts';
import { parsed, wantParser } from '#src/watch/parser.svelte.ts';
import { MOST_BREAKPOINTS, sameBreakpoint, type Breakpoint } from './breakpoint.ts';
import { stopsOf, type Stop } from './stops.ts';

export interface Found {
	readonly breakpoint: Breakpoint;
	readonly stops: readonly Stop[];
	/** Why a condition cannot be evaluated. */
	readonly problem: ExpressionError | null;
}

export class Breakpoints {
	list = $state.raw<readonly Breakpoint[]>([]);
	readonly #trace: () => Trace;

	constructor(trace: () => Trace) {
		this.#trace = trace;
	}

	readonly found = $derived.by(() => this.list.map((breakpoint) => find(this.#trace(), breakpoint)));
	/** All steps at which a run stops, in order. */
	readonly steps = $derived.by(() =>
		[...new Set(this.found.flatMap(({ stops }) => stops.map(({ done }) => done)))].sort((a, b) => a - b)
	);

	has(breakpoint: Breakpoint): boolean {
		return this.list.some((one) => sameBreakpoint(one, breakpoint));
	}

	/** Why a breakpoint's condition cannot be evaluated; null where it can. */
	check(breakpoint: Breakpoint): ExpressionError | null {
		return find(this.#trace(), breakpoint).problem;
	}

	/** False where there are as many as there may be. */
	add(breakpoint: Breakpoint): boolean {
		if (this.has(breakpoint)) return true;
		if (this.list.length >= MOST_BREAKPOINTS) return false;
		this.set([...this.list, breakpoint]);
		return true;
	}

	remove(breakpoint: Breakpoint): void {
		this.list = this.list.filter((one) => !sameBreakpoint(one, breakpoint));
	}

	set(list: readonly Breakpoint[]): void {
		this.list = list;
		if (list.some(({ kind }) => kind === 'if')) void wantParser();
	}

	/** The nearest stop ahead, or behind. */
	next(done: number, direction: 1 | -1): number | undefined {
		return direction > 0
			? this.steps.find((step) => step > done)
			: this.steps.findLast((step) => step < done);
	}

	/** What stops a run here. */
	at(done: number): { breakpoint: Breakpoint; stop: Stop }[] {
		return this.found.flatMap(({ breakpoint, stops }) => {
			const stop = stops.find((one) => one.done === done);
			return stop ? [{ breakpoint, stop }] : [];
		});
	}
}

function find(trace: Trace, breakpoint: Breakpoint): Found {
	const none = { breakpoint, stops: [], problem: null };
	const tree = breakpoint.kind === 'if' ? parsed(breakpoint.condition) : undefined;
	// The parser is on its way.
	if (tree === null) return none;
	if (tree instanceof ExpressionError) return { ...none, problem: tree };
	try {
		return { ...none, stops: stopsOf(trace, breakpoint, tree) };
	} catch (problem) {
		if (!(problem instanceof ExpressionError)) throw problem;
		return { ...none, problem };
	}
}
