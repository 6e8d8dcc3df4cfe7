/**
 * The breakpoints of a player: where they stop in its trace, and which comes next. What finds the stops is fetched with
 * the first breakpoint, and what parses conditions with the first condition.
 */
import type { Leaf, Trace } from '#engine';
import type { ExpressionError } from '#src/tools/watch/syntax.ts';
import { MOST_BREAKPOINTS, sameBreakpoint, type Breakpoint } from './breakpoint.ts';
import type { Found } from './search.ts';
import type { TurnsOf } from './stops.ts';

type Find = typeof import('./find.ts');

/** Fetched once for all players. */
let finder = $state.raw<Find | null>(null);

export async function wantFinder(): Promise<Find> {
	return (finder ??= await import('./find.ts'));
}

/** Looks for stops in another thread, where the numbers of a trace are not all here. */
export interface Beside {
	/** What is known of a breakpoint by now; undefined where its stops are found here. */
	found(breakpoint: Breakpoint): Found | undefined;
	/** Resolves when it is known; null where its stops are found here. */
	look(breakpoint: Breakpoint): Promise<void> | null;
	leave(breakpoint: Breakpoint): void;
}

export class Breakpoints {
	list = $state.raw<readonly Breakpoint[]>([]);
	/** The turns of a line of the program that the trace is of, and the line of an op; nothing where no program is known. */
	turns: TurnsOf = () => [];
	lineOf: (leaf: Leaf) => { readonly file: string; readonly line: number } | null = () => null;
	beside: Beside | null = null;
	readonly #trace: () => Trace;

	constructor(trace: () => Trace) {
		this.#trace = trace;
	}

	/** Once the finder is there. */
	readonly #find = (one: Breakpoint): Found =>
		this.beside?.found(one) ?? finder!.find(this.#trace(), one, this.turns);
	readonly #ready = (one: Breakpoint): Promise<void> => this.beside?.look(one) ?? finder!.ready(one);

	readonly found = $derived.by<readonly Found[]>(() => (finder ? this.list.map(this.#find) : []));
	/** All steps at which a run stops, in order. */
	readonly steps = $derived.by(() =>
		[...new Set(this.found.flatMap(({ stops }) => stops.map(({ done }) => done)))].sort((a, b) => a - b)
	);

	/** Whether all stops are known; what finds them may be on its way. */
	readonly known = $derived.by(
		() => !this.list.length || (finder !== null && !this.found.some(({ pending }) => pending))
	);

	async whenKnown(): Promise<void> {
		await wantFinder();
		await Promise.all(this.list.map(this.#ready));
	}

	has(breakpoint: Breakpoint): boolean {
		return this.list.some((one) => sameBreakpoint(one, breakpoint));
	}

	/** Why a breakpoint's condition cannot be evaluated; null where it can. */
	async check(breakpoint: Breakpoint): Promise<ExpressionError | null> {
		await wantFinder();
		await this.#ready(breakpoint);
		return this.#find(breakpoint).problem;
	}

	/** False where there are as many as there may be. */
	add(breakpoint: Breakpoint): boolean {
		if (this.has(breakpoint)) return true;
		if (this.list.length >= MOST_BREAKPOINTS) return false;
		this.set([...this.list, breakpoint]);
		return true;
	}

	remove(breakpoint: Breakpoint): void {
		this.beside?.leave(breakpoint);
		this.list = this.list.filter((one) => !sameBreakpoint(one, breakpoint));
	}

	set(list: readonly Breakpoint[]): void {
		this.list = list;
		if (list.length) void this.whenKnown();
	}

	/** The nearest stop ahead, or behind. */
	next(done: number, direction: 1 | -1): number | undefined {
		return direction > 0
			? this.steps.find((step) => step > done)
			: this.steps.findLast((step) => step < done);
	}

	/** What stops a run here, in words; empty where nothing does. */
	said(done: number): string {
		const first = this.at(done);
		return first && finder ? finder.stopped(first, this.#trace()) : '';
	}

	/** The first breakpoint that stops a run here. */
	at(done: number): { breakpoint: Breakpoint; stop: Found['stops'][number] } | null {
		for (const { breakpoint, stops } of this.found) {
			const stop = stops.find((one) => one.done === done);
			if (stop) return { breakpoint, stop };
		}
		return null;
	}
}
