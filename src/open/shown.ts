import type { Origin, TraceFile } from '#engine';
import type { Large } from './large.svelte.ts';
import type { Replay } from '#engine/file/replay.ts';

/** What the page shows of a file that was opened. */
export interface Shown extends Omit<Replay, 'kept'> {
	readonly file: Origin;
	readonly ops: TraceFile['ops'];
	/** What its numbers are stored as. */
	readonly types: readonly string[];
	/** What was done otherwise than the file says, as sentences. */
	readonly notices: readonly string[];
	/** Of a file that is too large for memory: its numbers, and how far they are checked. */
	readonly large?: Large;
}
