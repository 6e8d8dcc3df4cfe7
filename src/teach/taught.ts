import type { Settable } from './classLinks.ts';

/** A lesson as the page for teachers lists it. */
export interface Taught {
	readonly name: string;
	readonly title: string;
	readonly minutes: number;
	/** The names of the questions that it asks. */
	readonly questions: readonly string[];
	readonly settable: Settable;
}
