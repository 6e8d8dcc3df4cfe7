/** What the page and the worker that runs programs say to each other. */

import type { Edit } from './machine/values.ts';

export type { Edit };

export interface Run {
	readonly program: string;
	/** The update from which on is recorded, from 0. */
	readonly at: number;
	readonly files: readonly Attached[];
	/** Numbers in the place of the program's own. */
	readonly edits: readonly Edit[];
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
	/** The tensors of the trace that no op computed, and the values of the program that they are. */
	readonly given: readonly (readonly [tensor: string, id: number])[];
}

export type Said =
	| { readonly kind: 'ready' }
	/** CPython could not be fetched. */
	| { readonly kind: 'absent'; readonly why: string }
	| { readonly kind: 'printed'; readonly text: string }
	/** A trace file, as text; empty where the program computed nothing. */
	| { readonly kind: 'ended'; readonly trace: string; readonly told: Told; readonly failure: Failure | null };
