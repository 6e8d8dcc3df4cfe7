/** How many updates are recorded in full, from which on, and how much they may take together. */
export interface Window {
	readonly at: number;
	readonly most: { readonly updates: number; readonly ops: number; readonly numbers: number };
}

/** What a trace that is stepped through may hold. */
export const MOST: Window['most'] = { updates: 40, ops: 4000, numbers: 1_500_000 };

/** What is known of every update, recorded or not. */
export interface Curve {
	readonly loss: number[];
}
