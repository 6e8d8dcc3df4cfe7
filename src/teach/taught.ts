import type { Settable } from './classLinks.ts';

/** A lesson as the page for teachers lists it. */
export interface Taught {
	readonly name: string;
	readonly title: string;
	readonly minutes: number;
	/** How many it asks. */
	readonly questions: number;
	readonly settable: Settable;
}
