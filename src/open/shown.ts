import type { Node, Origin, TraceFile } from '#engine';
import type { Check } from '#engine/file/checks.ts';
import type { Beside } from '#src/tools/breakpoints/breakpoints.svelte.ts';
import type { Health } from '#src/tools/health/health.ts';
import type { Replay } from '#engine/file/replay.ts';

/** What the page shows of a file that was opened. */
export interface Shown extends Omit<Replay, 'kept'> {
	readonly file: Origin;
	readonly ops: TraceFile['ops'];
	/** What its numbers are stored as. */
	readonly types: readonly string[];
	/** What was done otherwise than the file says, as sentences. */
	readonly notices: readonly string[];
	/** Of what was run here and not read, a sentence that says what: its numbers are the ops' own. */
	readonly run?: string;
	/** Of a file that is too large for memory: what goes on beside the page. */
	readonly large?: Large;
}

/** A trace whose numbers stay in its file: they are fetched where they are looked at, checked and searched beside the page. */
export interface Large extends Beside {
	/** How the numbers compare that were checked by now. */
	readonly checks: readonly Check[];
	/** Ops that are checked, and how many there are. */
	readonly done: number;
	readonly of: number;
	/** Whether ops are being checked. */
	readonly checking: boolean;
	/** What was found wrong with ops, as sentences. */
	readonly strange: readonly string[];
	/** Stops checking, or goes on with it. */
	check(on: boolean): void;
	/** Fetches what is shown of a part; null where nothing has to be fetched. */
	fetch(node: Node): Promise<void> | null;
	health(): Promise<Health>;
	/** Nothing goes on any more. */
	end(): void;
}
