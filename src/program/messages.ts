/** What the page and the worker that runs programs say to each other. */

export interface Run {
	readonly program: string;
	/** The update from which on is recorded, from 0. */
	readonly at: number;
	readonly files: readonly Attached[];
}

/** A file that the program reads by its name. */
export interface Attached {
	readonly name: string;
	readonly bytes: Uint8Array;
}

/** What went wrong: the line of the program from 1, 0 where none is known; what Python printed, and what we have to say. */
export interface Failure {
	readonly line: number;
	readonly text: string;
}

export interface Told {
	/** The loss at every update. */
	readonly loss: readonly number[];
	/** The first update that is recorded, from 0. */
	readonly first: number;
	readonly remarks: readonly string[];
}

export type Said =
	| { readonly kind: 'ready' }
	/** CPython could not be fetched. */
	| { readonly kind: 'absent'; readonly why: string }
	| { readonly kind: 'printed'; readonly text: string }
	/** A trace file, as text; empty where the program computed nothing. */
	| { readonly kind: 'ended'; readonly trace: string; readonly told: Told; readonly failure: Failure | null };
